"""Divisions and offices as the pages need them."""
