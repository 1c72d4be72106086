"""Queries: what is late."""
