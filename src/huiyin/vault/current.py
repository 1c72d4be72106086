"""The vault in use by this process: opened once, when first asked for."""

from collections.abc import Callable
from functools import lru_cache

from huiyin.kernel.errors import Misconfigured
from huiyin.vault.installation import Vault

_source: list[Callable[[], Vault]] = []


def use(source: Callable[[], Vault]) -> None:
    """Say how the vault is opened; it is opened when first asked for."""
    _source[:] = [source]
    _open.cache_clear()


def open_again() -> None:
    """Open the vault anew when next asked for: its keys have changed."""
    _open.cache_clear()


def vault() -> Vault:
    """Return the vault; raise Misconfigured before start-up, or when its keys are missing or damaged."""
    return _open()


@lru_cache(maxsize=1)
def _open() -> Vault:
    if not _source:
        raise Misconfigured("vault.not_open")
    return _source[0]()
