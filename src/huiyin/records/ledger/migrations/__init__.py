"""Migrations of these tables."""
