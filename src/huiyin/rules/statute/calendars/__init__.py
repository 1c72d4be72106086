"""Calendars shipped with Huiyin: a folder a jurisdiction, a file a year, read once in a process.

``cn`` holds the whole country. Ethnic-minority areas set their own holidays besides (全国年节及纪念日放假办法
第四条): files in ``cn-5132`` (Aba), ``cn-5133`` (Ganzi) or ``cn-5134`` (Liangshan) add theirs.
"""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from huiyin.kernel.errors import Misconfigured
from huiyin.rules.statute.calendars.calendar import Calendar, Year, make_calendar
from huiyin.rules.statute.calendars.reading import jurisdictions, parse_year


@lru_cache(maxsize=4096)
def calendar_for(division: int) -> Calendar:
    """Return the calendar that holds in a division (six or twelve digits; 0 for the whole country).

    Divisions without days of their own share one object with the wider jurisdiction.
    """
    root = files(__name__)
    return _calendar(tuple(name for name in jurisdictions(division) if (root / name).is_dir()))


@lru_cache
def _calendar(folders: tuple[str, ...]) -> Calendar:
    return read_calendar(files(__name__), folders)


def read_calendar(root: Traversable, folders: tuple[str, ...]) -> Calendar:
    """Return the calendar of these folders below root, widest first; the narrowest gives its id."""
    years = [year for folder in folders for year in _years(root / folder)]
    if not years:
        raise Misconfigured("calendar.empty", folders=", ".join(folders))
    return make_calendar(folders[-1], years)


def _years(folder: Traversable) -> list[Year]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    found = [entry for entry in entries if entry.name.endswith(".toml")]
    return [parse_year(entry.read_text("utf-8"), f"{folder.name}/{entry.name}") for entry in found]
