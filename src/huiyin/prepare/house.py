"""What preparation is given at start-up: the vault and the store of files."""

from dataclasses import dataclass

from huiyin.adapters.store.object_store import ObjectStore
from huiyin.kernel.errors import Misconfigured
from huiyin.vault.installation import Vault


@dataclass
class _House:
    vault: Vault | None = None
    store: ObjectStore | None = None


_house = _House()


def install(*, vault: Vault, store: ObjectStore) -> None:
    """Give preparation its vault and store; called once at start-up."""
    _house.vault, _house.store = vault, store


def vault() -> Vault:
    """Return the vault; raise Misconfigured before start-up has finished."""
    if _house.vault is None:
        raise Misconfigured("house.not_installed")
    return _house.vault


def store() -> ObjectStore:
    """Return the store of files; raise Misconfigured before start-up has finished."""
    if _house.store is None:
        raise Misconfigured("house.not_installed")
    return _house.store
