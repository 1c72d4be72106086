"""A fact that a file tells about itself, with the place in the file that says it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_LETTERS = 200
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


class FactName(StrEnum):
    """What a file can tell."""

    AUTHOR = "author"
    CAMERA = "camera"
    CREATED_AT = "created_at"
    HOLDS = "holds"  # what a reader should know before opening it: one of `Held`
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    PAGES = "pages"
    PRODUCER = "producer"
    TAKEN_AT = "taken_at"


class Held(StrEnum):
    """What a file can hold that may act, or that is not what it seems."""

    ATTACHMENT = "attachment"
    LAUNCH = "launch"  # starts a program
    MACRO = "macro"
    SCRIPT = "script"
    SECOND_FILE = "second_file"  # it can be read as another kind of file too


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact. Text is as the file says it, cleaned of control characters; numbers have a fixed form.

    Instants are ISO 8601, with an offset only where the file gives one; places are degrees (WGS 84) with
    six decimals; pages are counted. A file can lie: a fact proves what the file says, nothing more.
    """

    name: FactName
    value: str
    source: str  # such as ``EXIF DateTimeOriginal``


def parsed(told: Any) -> tuple[Fact, ...]:
    """Return what was told as plain data, as facts; none at all when it is no list of facts."""
    try:
        return tuple(_fact(one) for one in told)
    except (KeyError, TypeError, ValueError):
        return ()


def _fact(one: Mapping[str, Any]) -> Fact:
    return Fact(name=FactName(one["name"]), value=str(one["value"]), source=str(one["source"]))


def said(name: FactName, value: object, source: str) -> Iterator[Fact]:
    """Yield the fact when `value` says anything once cleaned."""
    text = _UNPRINTABLE.sub(" ", str(value)).strip()[:MAX_LETTERS] if value is not None else ""
    if text:
        yield Fact(name=name, value=text, source=source)
