"""Reads calendar files: one TOML file a year and jurisdiction, each with its source."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime
from typing import Any, NoReturn

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.calendars.calendar import SATURDAY, Holiday, Year
from huiyin.rules.statute.lines import Path, line_of_fault, lines_of

YEAR_KEYS = frozenset({"year", "jurisdiction", "source", "off", "worked"})
SOURCE_KEYS = frozenset({"data", "notices", "checked"})
JURISDICTION = re.compile(r"[a-z]{2}(-[0-9]{2}|-[0-9]{4}|-[0-9]{6})?")


@dataclass(frozen=True, kw_only=True)
class _File:
    """A file with the line of every place in it."""

    name: str
    lines: Mapping[Path, int]
    table: Mapping[str, Any]

    def fail(self, code: str, *path: str | int, **facts: Any) -> NoReturn:
        """Raise Invalid ``calendar.<code>`` naming file, key and line: its own, else of what holds it."""
        held = (path[:end] for end in range(len(path), 0, -1))
        line = next((self.lines[place] for place in held if place in self.lines), 1)
        keys = [key for key in path if isinstance(key, str)]
        place = f"{self.name}:{line} {'.'.join(keys)}"
        raise Invalid(f"calendar.{code}", field=keys[0], file=self.name, line=line, place=place, **facts)

    def only(self, table: Any, allowed: Iterable[str], *path: str | int) -> None:
        """Refuse what is no table, and keys nobody reads: a misspelt key would silently change the law."""
        if not isinstance(table, dict):
            self.fail("not_a_table", *path)
        for key in table:
            if key not in allowed:
                self.fail("unknown_key", *path, key)

    def listed(self, value: Any, *path: str | int) -> Iterator[tuple[Path, Any]]:
        """Yield each member of a list with its place."""
        if not isinstance(value, list):
            self.fail("not_a_list", *path)
        for number, member in enumerate(value):
            yield (*path, number), member


def parse_year(text: str, file: str) -> Year:
    """Return the year in a TOML text; Invalid ``calendar.*`` names file, key, line, day of a fault."""
    _, year = _read(text, file)
    return year


def parse_year_of(text: str, file: str) -> tuple[str, Year]:
    """Return the jurisdiction that a file names, and its year; Invalid also when it names none."""
    read, year = _read(text, file)
    if "jurisdiction" not in read.table:
        read.fail("missing", "jurisdiction")
    return read.table["jurisdiction"], year


def _read(text: str, file: str) -> tuple[_File, Year]:
    table = _table(text, file)
    read = _File(name=file, lines=lines_of(text), table=table)
    read.only(read.table, YEAR_KEYS)
    year, jurisdiction = read.table.get("year"), read.table.get("jurisdiction", "cn")
    if year is None:
        read.fail("missing", "year")
    if type(year) is not int or not 0 < year < MAXYEAR:
        read.fail("not_a_year", "year", value=str(year))
    if not isinstance(jurisdiction, str) or not JURISDICTION.fullmatch(jurisdiction):
        read.fail("not_a_jurisdiction", "jurisdiction", value=str(jurisdiction))
    source = _source(read)
    worked, off = _days(read, "worked", year), _days(read, "off", year)
    for on, (place, _) in worked.items():
        if on.weekday() < SATURDAY:
            read.fail("worked_weekday", *place, on=on.isoformat())
    for on, (place, _) in off.items():
        if on in worked:
            read.fail("off_and_worked", *place, on=on.isoformat())
    return read, Year(year=year, source=source, off=_named(off), worked=_named(worked))


def _table(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = line_of_fault(error, text)
        place = f"{file}:{line}"
        raise Invalid("calendar.not_toml", file=file, line=line, place=place, why=str(error)) from error


def _source(read: _File) -> tuple[str, ...]:
    source = read.table.get("source", {})
    read.only(source, SOURCE_KEYS, "source")
    notices = list(read.listed(source.get("notices", []), "source", "notices"))
    data = (("source", "data"), source.get("data", ""))
    for place, said in (*notices, data):
        if not isinstance(said, str):
            read.fail("not_text", *place)
    found = tuple(said for _, said in (*notices, data) if said)
    if not found:
        read.fail("missing", "source")
    return found


_Days = dict[date, tuple[Path, Holiday]]


def _days(read: _File, key: str, year: int) -> _Days:
    found: _Days = {}
    for path, group in read.listed(read.table.get(key, []), key):
        read.only(group, {"name", "days"}, *path)
        name = _name(read, group, path)
        days = list(read.listed(group.get("days", []), *path, "days"))
        if not days:
            read.fail("missing", *path, "days")
        for place, on in days:
            _check(read, on, place, year)
            if on in found:
                read.fail("twice", *place, on=on.isoformat())
            found[on] = (place, name)
    return found


def _name(read: _File, group: Mapping[str, Any], path: Path) -> Holiday:
    name = group.get("name", {})
    read.only(name, {"zh", "en"}, *path, "name")
    for language in ("zh", "en"):
        if not isinstance(name.get(language, ""), str):
            read.fail("not_text", *path, "name", language)
        if not name.get(language):
            read.fail("missing", *path, "name", language)
    return Holiday(zh=name["zh"], en=name["en"])


def _check(read: _File, on: Any, place: Path, year: int) -> None:
    if not isinstance(on, date) or isinstance(on, datetime):
        read.fail("not_a_date", *place, on=str(on))
    if on.year != year:
        read.fail("other_year", *place, on=on.isoformat())


def _named(days: _Days) -> dict[date, Holiday]:
    return {on: name for on, (_, name) in days.items()}


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
