"""Calendars shipped with Huiyin: a folder a jurisdiction, a file a year, read once in a process.

``cn`` holds the whole country. Ethnic-minority areas set their own holidays besides (全国年节及纪念日放假办法
第四条): files in ``cn-5132`` (Aba), ``cn-5133`` (Ganzi) or ``cn-5134`` (Liangshan) add theirs; how, says
docs/how-to/local-holidays.md.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from huiyin.kernel.errors import Misconfigured, Unknown
from huiyin.rules.statute.calendars.calendar import Calendar, Year, make_calendar
from huiyin.rules.statute.calendars.reading import jurisdictions, parse_year

WIDER = (2, 5, 7, 9)  # letters of a jurisdiction that name the country, province, prefecture, county


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A jurisdiction that sets days of its own: its name, on what ground, and what is known of its days."""

    id: str
    zh: str
    en: str
    basis: str
    days: str


@lru_cache(maxsize=4096)
def calendar_for(division: int) -> Calendar:
    """Return the calendar that holds in a division (six or twelve digits; 0 for the whole country).

    Divisions without days of their own share one object with the wider jurisdiction.
    """
    return calendar_of(jurisdictions(division)[-1])


@lru_cache
def calendar_of(jurisdiction: str) -> Calendar:
    """Return the calendar of a jurisdiction such as ``cn`` or ``cn-5132``, with those of the wider ones.

    Unknown when not even the country has one.
    """
    wider = (jurisdiction[:end] for end in WIDER)
    own = [name for name in dict.fromkeys(wider) if name in calendar_ids()]
    if not own:
        raise Unknown("calendar.unknown", calendar=jurisdiction)
    return _calendar(tuple(own))


@lru_cache
def calendar_ids() -> tuple[str, ...]:
    """Return the jurisdictions that have days of their own on file, sorted."""
    folders = (entry for entry in files(__name__).iterdir() if entry.is_dir())
    return tuple(sorted(folder.name for folder in folders if any(_year_files(folder))))


@lru_cache
def places() -> tuple[Place, ...]:
    """Return the jurisdictions made known in ``places.toml``, whether their days are on file or not."""
    table = tomllib.loads((files(__name__) / "places.toml").read_text("utf-8"))
    return tuple(Place(id=name, **words) for name, words in table.items())


@lru_cache
def _calendar(folders: tuple[str, ...]) -> Calendar:
    return read_calendar(files(__name__), folders)


def read_calendar(root: Traversable, folders: tuple[str, ...]) -> Calendar:
    """Return the calendar of these folders below root, widest first; the narrowest gives its id."""
    years = [year for folder in folders for year in _years(root / folder)]
    if not years:
        raise Misconfigured("calendar.empty", folders=", ".join(folders))
    return make_calendar(folders[-1], years)


@lru_cache
def shipped_years(jurisdiction: str) -> tuple[Year, ...]:
    """Return the years on file of one jurisdiction alone; none when it has no days of its own."""
    return tuple(_years(files(__name__) / jurisdiction)) if jurisdiction in calendar_ids() else ()


def _years(folder: Traversable) -> list[Year]:
    found = sorted(_year_files(folder), key=lambda entry: entry.name)
    return [parse_year(entry.read_text("utf-8"), f"{folder.name}/{entry.name}") for entry in found]


def _year_files(folder: Traversable) -> Iterator[Traversable]:
    return (entry for entry in folder.iterdir() if entry.name.endswith(".toml"))
