"""What preparation works with: the vault and the store of files of this process."""

from collections.abc import Callable
from functools import lru_cache

from huiyin.adapters.store.object_store import ObjectStore
from huiyin.kernel.errors import Misconfigured
from huiyin.vault.current import vault

__all__ = ["store", "use_store", "vault"]

_source: list[Callable[[], ObjectStore]] = []


def use_store(source: Callable[[], ObjectStore]) -> None:
    """Say how the store is opened; it is opened when first asked for."""
    _source[:] = [source]
    store.cache_clear()


@lru_cache(maxsize=1)
def store() -> ObjectStore:
    """Return the store of files; raise Misconfigured before start-up has finished."""
    if not _source:
        raise Misconfigured("store.not_open")
    return _source[0]()
