"""Vault and store for these tests."""

from support.house import house

__all__ = ["house"]
