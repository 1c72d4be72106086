"""Files that prove themselves, altered member by member, and how a reader refuses them."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from huiyin.kernel.errors import Invalid

Change = Callable[[dict[str, Any]], None]


def tampered(change: Change, of: bytes) -> bytes:
    """Return the file with something changed."""
    members = json.loads(of)
    change(members)
    return json.dumps(members).encode()


def put(value: Any, name: str, *within: str) -> Change:
    """Return a change that gives a member another value."""

    def change(members: dict[str, Any]) -> None:
        _place(members, within)[name] = value

    return change


def flip(name: str, *within: str) -> Change:
    """Return a change of the last bit of a member in base64."""

    def change(members: dict[str, Any]) -> None:
        place = _place(members, within)
        data = bytearray(base64.b64decode(place[name]))
        data[-1] ^= 1
        place[name] = base64.b64encode(data).decode()

    return change


def reword(name: str, *within: str) -> Change:
    """Return a change of one digit in the canonical JSON of a member in base64; it stays canonical."""

    def change(members: dict[str, Any]) -> None:
        place = _place(members, within)
        text = base64.b64decode(place[name]).decode()
        altered = text.replace('"id":"019d', '"id":"019e', 1)
        assert altered != text
        place[name] = base64.b64encode(altered.encode()).decode()

    return change


def refusal(check: Callable[[bytes], Any], data: bytes) -> tuple[str, str]:
    """Return code and field with which a reader refuses a file."""
    with pytest.raises(Invalid) as caught:
        check(data)
    return caught.value.code, caught.value.field


def _place(members: dict[str, Any], within: tuple[str, ...]) -> dict[str, Any]:
    for step in within:
        members = members[step]
    return members
