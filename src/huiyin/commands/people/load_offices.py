"""Load divisions and offices (机关、单位) from a table: set-up, and later corrections by import.

Offices stand in a tree of levels: the next-higher office reviews (信访工作条例 第三十五条).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import PEOPLE, lock_stream
from huiyin.kernel.command import Actor, Change, Command, Decision, Op
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class DivisionRow:
    """A division as it shall stand; `level` 1 province to 4 town."""

    code: int
    name: str
    level: int
    parent: int | None


@dataclass(frozen=True, kw_only=True)
class OfficeRow:
    """An office as it shall stand; `topics` are those it is competent for."""

    id: int
    name: str
    name_en: str
    kind: str
    role: str
    division: int
    level: int
    parent: int | None
    topics: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LoadOffices(Command):
    """Make the given divisions and offices stand as given; those not named stay as they are."""

    divisions: tuple[DivisionRow, ...]
    offices: tuple[OfficeRow, ...]


@dataclass(frozen=True, kw_only=True)
class Present(NoSubject):
    """Which codes and ids stand already."""

    divisions: frozenset[int]
    offices: frozenset[int]


def load(commands: Sequence[LoadOffices]) -> list[Present]:
    """Lock the stream of people; read which rows stand."""
    lock_stream(PEOPLE)
    divisions = frozenset(row["code"] for row in sql.fetch(sql.WRITER, "SELECT code FROM division"))
    offices = frozenset(row["id"] for row in sql.fetch(sql.WRITER, "SELECT id FROM office"))
    return [Present(divisions=divisions, offices=offices) for _ in commands]


def decide(subject: Present, command: LoadOffices, *, actor: Actor, at: datetime) -> Decision:
    """Insert what is new, update what stands."""
    divisions = (
        Change("division", Op.UPDATE if row.code in subject.divisions else Op.INSERT, vars(row))
        for row in command.divisions
    )
    offices = (
        Change("office", Op.UPDATE if row.id in subject.offices else Op.INSERT, vars(row))
        for row in command.offices
    )
    return Decision(
        kind="people.offices_loaded",
        subject=PEOPLE,
        changes=(*divisions, *offices),
        facts={"divisions": len(command.divisions), "offices": len(command.offices)},
    )


HANDLER = Handler(permission=Permission.PEOPLE_OFFICES_LOAD, load=load, decide=decide)
