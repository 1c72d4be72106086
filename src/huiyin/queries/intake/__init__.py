"""Queries: receipts and drafts."""
