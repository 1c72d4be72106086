"""Words become numbers that say nothing without the key: HMAC-SHA-256 under a key of their own, 64 bits kept.

Words and persons are hashed under different keys, so that the one index says nothing about the other. A key
has a version; a new version means that every matter is indexed again (see `renewing`).
"""

import hmac
from collections.abc import Iterable
from functools import lru_cache

from huiyin.rules.search.persons import Known, exact
from huiyin.vault.current import vault

_TOKEN_BYTES = 8
_PERSON_BYTES = 16
_KEPT = 1 << 17


def tokens(words: Iterable[str], *, version: int) -> list[int]:
    """Return the tokens of words, signed 64-bit numbers in ascending order."""
    key = _key("search words", version)
    return sorted({_token(key, f"word {word}") for word in words})


def mark_tokens(marks: Iterable[str], *, version: int) -> list[int]:
    """Return the tokens of marks, which no word can equal."""
    key = _key("search words", version)
    return sorted({_token(key, f"mark {mark}") for mark in marks})


def person_digest(known: Known, text: str, *, version: int) -> bytes | None:
    """Return the 16 bytes under which a name, telephone or mail address is found; None for nothing."""
    told = exact(known, text)
    if not told:
        return None
    key = _key("search persons", version)
    return hmac.digest(key, f"{known.value} {told}".encode(), "sha256")[:_PERSON_BYTES]


def in_order(marks: tuple[str, ...], *, version: int) -> tuple[int, ...]:
    """Return the token of each mark, in the order of the marks."""
    return _in_order(_key("search words", version), marks)


@lru_cache(maxsize=16)
def _in_order(key: bytes, marks: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(_token(key, f"mark {mark}") for mark in marks)


@lru_cache(maxsize=_KEPT)
def _token(key: bytes, told: str) -> int:
    return int.from_bytes(hmac.digest(key, told.encode(), "sha256")[:_TOKEN_BYTES], "big", signed=True)


def _key(purpose: str, version: int) -> bytes:
    return vault().keyed_hash(f"{purpose} v{version}", b"key")
