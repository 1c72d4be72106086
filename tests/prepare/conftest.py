"""Vault and store for these tests."""

from support.house import house, sichuan, vault

__all__ = ["house", "sichuan", "vault"]
