"""Canonical bytes: the one way a value becomes the bytes that are hashed, signed and stored.

JSON after RFC 8785 (sorted member names, no white space, UTF-8), narrowed: no floating-point
numbers, so that every language writes the same bytes. Names are sorted by code point.
"""

import binascii
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import orjson


def encode(value: Any) -> bytes:
    """Return the canonical bytes of plain data.

    Instants become RFC 3339 in UTC with microseconds, dates ISO 8601, bytes standard base 64, enums
    their value, ids their text. Floating-point numbers, local times, numbers beyond 64 bits and texts that
    are no Unicode raise TypeError.
    """
    return orjson.dumps(plain(value), option=orjson.OPT_SORT_KEYS)


def decode(data: bytes) -> Any:
    """Return the plain data that `encode` wrote."""
    return json.loads(data)


def decode_quickly(data: bytes) -> Any:
    """Return what `decode` returns, four times as fast; raise ValueError for what `encode` could not write.

    Such as numbers that are none, or texts that are no Unicode. Other spellings of the same data pass: see
    `spells`.
    """
    return orjson.loads(data)


def spells(data: bytes, plain_data: Any) -> bool:
    """Return whether these are the bytes that `encode` writes of data that was decoded from them."""
    return orjson.dumps(plain_data, option=orjson.OPT_SORT_KEYS) == data


def decode_exactly(data: bytes) -> Any:
    """Return the plain data of canonical bytes; raise ValueError when they are not those `encode` writes.

    Then nobody can read them in another way: no member stands twice, no number is written differently.
    """
    plain_data = json.loads(data, parse_float=_no_number, parse_constant=_no_number)
    try:
        written = orjson.dumps(plain_data, option=orjson.OPT_SORT_KEYS)
    except TypeError as fault:  # a lone surrogate, a number beyond 64 bits
        raise ValueError("no canonical bytes") from fault
    if written != data:
        raise ValueError("no canonical bytes")
    return plain_data


def _no_number(text: str) -> Any:
    raise ValueError(f"no canonical number: {text[:20]}")


def instant(at: datetime) -> str:
    """Return an aware instant as ``2026-05-06T01:02:03.000004Z``."""
    if at.tzinfo is None:
        raise TypeError("an instant without a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


# What stands in canonical data as it is; looked up by exact type, because millions of values pass here.
_AS_IT_IS = frozenset({str, int, bool, type(None)})


def plain(value: Any) -> Any:
    """Return `value` with everything turned into dicts, lists, strings, integers, booleans and None."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind in _SCALARS:
        return _SCALARS[kind](value)
    if kind is list or kind is tuple or isinstance(value, list | tuple):
        return [member if type(member) in _AS_IT_IS else plain(member) for member in value]
    if kind is dict or isinstance(value, Mapping):
        return {
            name if type(name) is str else str(plain(name)): member
            if type(member) in _AS_IT_IS
            else plain(member)
            for name, member in value.items()
        }
    if isinstance(value, frozenset | set):
        return sorted(plain(member) for member in value)
    return _scalar(value)


def _base64(value: Any) -> str:
    return binascii.b2a_base64(value, newline=False).decode()


# The usual scalars by exact type; `_scalar` below says the same of what is derived from them.
_SCALARS: dict[type, Callable[[Any], str]] = {
    UUID: str,
    bytes: _base64,
    datetime: instant,
    date: date.isoformat,
}


def _scalar(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return _base64(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")
