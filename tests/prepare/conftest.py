"""Vault and store for these tests."""

from support.house import house, vault

__all__ = ["house", "vault"]
