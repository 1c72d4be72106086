"""Rules: the quarterly audit of the ledger: its period, its figures, and what is signed."""
