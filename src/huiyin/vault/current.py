"""The vault and the object store in use by this process, put in place once at start-up."""

from dataclasses import dataclass

from huiyin.kernel.errors import Misconfigured
from huiyin.vault.files import ReadableStore, WritableStore
from huiyin.vault.installation import Vault


class Store(ReadableStore, WritableStore):
    """An object store as the vault needs it."""


@dataclass
class _Current:
    vault: Vault | None = None
    store: Store | None = None


_current = _Current()


def use(vault: Vault, store: Store) -> None:
    """Put vault and store in use."""
    _current.vault, _current.store = vault, store


def vault() -> Vault:
    """Return the vault in use; raise Misconfigured before start-up has finished."""
    if _current.vault is None:
        raise Misconfigured("vault.not_open")
    return _current.vault


def store() -> Store:
    """Return the object store in use; raise Misconfigured before start-up has finished."""
    if _current.store is None:
        raise Misconfigured("vault.not_open")
    return _current.store
