"""Which step follows which, as a table."""
