"""What preparation works with: the vault and the store of files of this process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from huiyin.adapters.scanning.scanner import Scanner
from huiyin.adapters.store.object_store import ObjectStore
from huiyin.kernel.errors import Misconfigured
from huiyin.rules.merkle.note import VerifierKey
from huiyin.vault.current import vault

__all__ = [
    "Mode",
    "mode",
    "scanner",
    "store",
    "use_mode",
    "use_scanner",
    "use_store",
    "use_witnesses",
    "vault",
    "witnesses",
]


@dataclass(frozen=True, kw_only=True)
class Mode:
    """Whether this is a demonstration, and whether its matters run under rules that are not law."""

    demo: bool = False
    demo_rules: bool = False


_mode: list[Mode] = [Mode()]


def use_mode(mode: Mode) -> None:
    """Say what kind of installation this is."""
    _mode[:] = [mode]


def mode() -> Mode:
    """Return what kind of installation this is."""
    return _mode[0]


_witnesses: list[VerifierKey] = []


def use_witnesses(keys: Sequence[VerifierKey]) -> None:
    """Say whose cosignatures receipts name."""
    _witnesses[:] = keys


def witnesses() -> tuple[VerifierKey, ...]:
    """Return the keys of the witnesses that this installation asks."""
    return tuple(_witnesses)


_scanner: list[Scanner] = []


def use_scanner(found: Scanner | None) -> None:
    """Say who scans files before they are opened; nobody where none is set up."""
    _scanner[:] = [] if found is None else [found]


def scanner() -> Scanner | None:
    """Return who scans files before they are opened."""
    return _scanner[0] if _scanner else None


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
