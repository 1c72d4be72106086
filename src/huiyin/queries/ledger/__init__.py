"""Queries: the ledger, folded and compared."""
