"""Queries: divisions, offices, posts."""
