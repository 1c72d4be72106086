"""Reads calendar files: one TOML file a year and jurisdiction, each with its source."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.calendars.calendar import SATURDAY, Holiday, Year

YEAR_KEYS = frozenset({"year", "jurisdiction", "source", "off", "worked"})


def parse_year(text: str, file: str) -> Year:
    """Return the year in a TOML text; Invalid ``calendar.*`` names file, key and day of what is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid("calendar.not_toml", file=file, why=str(error)) from error
    for key in table:
        if key not in YEAR_KEYS:
            raise Invalid("calendar.unknown_key", field=key, file=file)
    year = table.get("year")
    if type(year) is not int:
        raise Invalid("calendar.missing", field="year", file=file)
    worked = _days(table, "worked", year, file)
    for on in worked:
        if on.weekday() < SATURDAY:
            raise Invalid("calendar.worked_weekday", field="worked", file=file, on=on.isoformat())
    off = _days(table, "off", year, file)
    for on in off.keys() & worked.keys():
        raise Invalid("calendar.off_and_worked", field="off", file=file, on=on.isoformat())
    return Year(year=year, source=_source(table, file), off=off, worked=worked)


def _source(table: dict[str, Any], file: str) -> tuple[str, ...]:
    source = table.get("source", {})
    notices, data = source.get("notices", []), source.get("data", "")
    if not notices and not data:
        raise Invalid("calendar.missing", field="source", file=file)
    return tuple(text for text in (*notices, data) if text)


def _days(table: dict[str, Any], key: str, year: int, file: str) -> dict[date, Holiday]:
    found: dict[date, Holiday] = {}
    for group in table.get(key, []):
        name = group.get("name", {})
        if not name.get("zh") or not name.get("en"):
            raise Invalid("calendar.missing", field="name", file=file)
        for on in _checked(group.get("days", []), key, year, file):
            if on in found:
                raise Invalid("calendar.twice", field=key, file=file, on=on.isoformat())
            found[on] = Holiday(zh=name["zh"], en=name["en"])
    return found


def _checked(days: Iterable[Any], key: str, year: int, file: str) -> Iterable[date]:
    for on in days:
        if not isinstance(on, date) or isinstance(on, datetime):
            raise Invalid("calendar.not_a_date", field=key, file=file, on=str(on))
        if on.year != year:
            raise Invalid("calendar.other_year", field=key, file=file, on=on.isoformat())
        yield on


def jurisdictions(division: int) -> tuple[str, ...]:
    """Return the folders that may hold days for a six-digit division, widest first.

    513221 (Wenchuan, Aba) gives ``cn``, ``cn-51``, ``cn-5132``, ``cn-513221``. A twelve-digit code of a
    town counts by its county. Zero is the whole country.
    """
    code = str(division)[:6]
    if division == 0:
        return ("cn",)
    if not re.fullmatch(r"[1-9]\d{5}", code):
        raise Invalid("calendar.not_a_division", field="division", division=division)
    prefixes = [code[:2], *([code[:4]] if code[2:4] != "00" else []), *([code] if code[4:] != "00" else [])]
    return ("cn", *(f"cn-{prefix}" for prefix in prefixes))
