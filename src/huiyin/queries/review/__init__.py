"""Queries: what is asked of a higher office."""
