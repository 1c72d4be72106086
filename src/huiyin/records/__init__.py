"""Thin tables and their migrations."""
