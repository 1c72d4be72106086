"""A file that somebody proposes to put in force: what its exact bytes are, checked against the schema."""

import re
from dataclasses import dataclass
from functools import lru_cache

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.calendars.calendar import Year
from huiyin.rules.statute.calendars.reading import parse_year_of
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.shape import Pack, Status

PACK = "pack"
CALENDAR = "calendar"
LARGEST = 256 << 10  # bytes; the longest law shipped has eleven thousand
DIGITS = 8  # of the digest, in the version of a calendar

_YEAR_FILE = re.compile(r"^\s*year\s*=", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What a file is: its kind, the id of the pack or the jurisdiction of the calendar, and its version."""

    kind: str
    name: str
    version: str


@dataclass(frozen=True, kw_only=True)
class YearOf:
    """A year of a calendar with the jurisdiction whose days it holds."""

    jurisdiction: str
    year: Year


def kind_of(content: bytes, file: str = "") -> str:
    """Return whether a file is a pack or a year of a calendar: the latter says which year."""
    return CALENDAR if _YEAR_FILE.search(_text(content, file)) else PACK


def what_is(kind: str, content: bytes, *, digest: bytes, file: str = "") -> Proposed:
    """Return what the bytes are; Invalid names file, rule, key and line of what is wrong.

    The version of a pack stands in it; that of a calendar is its year and the first digits of the digest, so
    that a notice can be amended.
    """
    if len(content) > LARGEST:
        raise Invalid("rules.too_large", field="content", largest=LARGEST)
    if kind == CALENDAR:
        found = parsed_calendar(content, file)
        version = f"{found.year.year}-{digest.hex()[:DIGITS]}"
        return Proposed(kind=kind, name=found.jurisdiction, version=version)
    if kind != PACK:
        raise Invalid("rules.unknown_kind", field="kind", value=kind)
    pack = parsed_pack(content, file)
    if pack.status is Status.DEMONSTRATION:
        raise Invalid("rules.not_law", field="status", pack=pack.id)
    return Proposed(kind=kind, name=pack.id, version=pack.version)


@lru_cache(maxsize=256)
def parsed_pack(content: bytes, file: str = "") -> Pack:
    """Return the pack in these bytes."""
    return parse_pack(_text(content, file), file)


@lru_cache(maxsize=256)
def parsed_calendar(content: bytes, file: str = "") -> YearOf:
    """Return the year in these bytes, with its jurisdiction, which a file to be adopted must name."""
    jurisdiction, year = parse_year_of(_text(content, file), file)
    return YearOf(jurisdiction=jurisdiction, year=year)


def _text(content: bytes, file: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as fault:
        raise Invalid("rules.not_text", field="content", file=file) from fault
