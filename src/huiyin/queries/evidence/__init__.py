"""Queries: files of a matter."""
