"""Clocks that a change of the law touches, and what is stored of them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from builders import Life
from huiyin.commands.matter import load_matter
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import moving
from huiyin.rules.statute.law import RuleFile
from support.moment import AT
from support.rules import proposal, year_file
from support.state import rows

HANDLE = "cn22.handle"
AUTUMN = datetime(2026, 11, 20, 2, tzinfo=AT.tzinfo)
NEW_YEAR = year_file(2027, date(2027, 1, 1), *(date(2027, 1, day) for day in range(15, 24)))
TODAY = AT.date()


def now(at: datetime) -> Callable[[], datetime]:
    """Return a clock that stands still."""
    return lambda: at


def file_of(content: bytes, on: date = TODAY) -> RuleFile:
    """Return this content as the law of a day reads it."""
    command = proposal(content, effective_on=on)
    key = f"{command.kind}:{command.name}:{command.version}"
    return RuleFile(id=key, kind=command.kind, name=command.name, effective_on=on, content=content)


def clocks(life: Life) -> dict[str, tuple[date | None, date | None]]:
    """Return warning and binding day of each clock of a matter, by rule."""
    found = rows("clock", petition=life.petition)
    return {one["rule"]: (one["warn_on"], one["binding_on"]) for one in found}


def stored(at: datetime) -> list[Any]:
    """Assert that every stored clock is what the law in force gives; return the petitions."""
    found = rows("petition")
    for one in found:
        assert not moving.differing(load_matter(PetitionId(one["id"])), at=at)
    return found
