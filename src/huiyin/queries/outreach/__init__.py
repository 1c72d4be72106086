"""Queries: public figures and following."""
