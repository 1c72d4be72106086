"""What goes between parent and child: a head of JSON and a body of bytes, each with its length before it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

LENGTH_BYTES = 4
MAX_HEAD_BYTES = 4 << 20


class BadFrame(ValueError):
    """What came is no frame: whoever sent it is not to be believed any more."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One piece of an answer; `what` names it."""

    what: str
    told: Mapping[str, Any] = field(default_factory=dict)
    body: bytes = b""


def packed(frame: Frame) -> bytes:
    """Return a frame as bytes."""
    head = json.dumps({"what": frame.what, "told": dict(frame.told)}).encode()
    return _length(head) + head + _length(frame.body) + frame.body


def take(buffer: bytearray, limit: int) -> Frame | None:
    """Take the first frame out of `buffer`; None when it is not whole yet. Raises BadFrame."""
    head_end = _end(buffer, 0, MAX_HEAD_BYTES)
    if head_end is None:
        return None
    body_end = _end(buffer, head_end, limit)
    if body_end is None:
        return None
    head = _head(bytes(buffer[LENGTH_BYTES:head_end]))
    body = bytes(buffer[head_end + LENGTH_BYTES : body_end])
    del buffer[:body_end]
    return Frame(what=head["what"], told=head["told"], body=body)


def read_order(stream: BinaryIO) -> dict[str, Any]:
    """Return what the parent asks, from the beginning of the child's input; the file follows it."""
    length = int.from_bytes(stream.read(LENGTH_BYTES), "big")
    order: dict[str, Any] = json.loads(stream.read(length))
    return order


def order(told: Mapping[str, Any]) -> bytes:
    """Return what the child is asked, as bytes."""
    head = json.dumps(dict(told)).encode()
    return _length(head) + head


def _length(data: bytes) -> bytes:
    return len(data).to_bytes(LENGTH_BYTES, "big")


def _end(buffer: bytearray, start: int, limit: int) -> int | None:
    if len(buffer) < start + LENGTH_BYTES:
        return None
    length = int.from_bytes(buffer[start : start + LENGTH_BYTES], "big")
    if length > limit:
        raise BadFrame("too long")
    end = start + LENGTH_BYTES + length
    return end if len(buffer) >= end else None


def _head(data: bytes) -> dict[str, Any]:
    try:
        head = json.loads(data)
    except ValueError as fault:
        raise BadFrame("no JSON") from fault
    if not isinstance(head, dict) or not isinstance(head.get("what"), str):
        raise BadFrame("no head")
    if not isinstance(head.get("told"), dict):
        raise BadFrame("nothing told")
    return head
