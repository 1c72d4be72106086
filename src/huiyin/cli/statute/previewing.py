"""Which running clocks a file would move: counted by rule and kind of office, the first ones by number."""

import csv
import heapq
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import click

from huiyin.cli.screen import Screen
from huiyin.commands.learning.move_clocks import Moved
from huiyin.prepare.moving import WouldMove
from huiyin.rules.routing.offices import office
from huiyin.rules.statute.packs.shape import DutyOf

Row = dict[str, Any]
NUMBER = "number"
FIRST_SHOWN = 20
BEFORE = ("from_warn_on", "from_binding_on")
COLUMNS = (NUMBER, "rule", "office", "office_kind", *BEFORE, "warn_on", "binding_on", "state")


@dataclass(kw_only=True)
class Preview:
    """What would move, without more in memory than the first ones."""

    petitions: int = 0
    clocks: int = 0
    groups: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: list[Row] = field(default_factory=list)

    def plain(self) -> Row:
        """Return it as plain data."""
        groups = [
            {"rule": rule, "office_kind": kind, "clocks": number}
            for (rule, kind), number in sorted(self.groups.items())
        ]
        return {"petitions": self.petitions, "clocks": self.clocks, "groups": groups, "first": self.first}


def preview(found: Iterable[WouldMove], *, first: int) -> Preview:
    """Return counts of what would move, and the `first` rows by number."""
    shown = Preview()
    shown.first = heapq.nsmallest(first, _counted(found, shown), key=_by_number)
    return shown


def write_csv(found: Iterable[WouldMove]) -> int:
    """Write every clock that would move as CSV to standard output; return how many."""
    table = csv.DictWriter(sys.stdout, COLUMNS)
    table.writeheader()
    number = 0
    for row in rows(found):
        table.writerow(row)
        number += 1
    return number


def rows(found: Iterable[WouldMove]) -> Iterator[Row]:
    """Yield a row for each clock; a matter that is kept from an office is not named by its number."""
    for one in found:
        number = "" if one.matter.denied else one.matter.number
        for moved in one.moved:
            yield _row(number, moved)


def _counted(found: Iterable[WouldMove], shown: Preview) -> Iterator[Row]:
    for one in found:
        shown.petitions += 1
        for row in rows([one]):
            shown.clocks += 1
            shown.groups[row["rule"], row["office_kind"]] += 1
            yield row


def _row(number: str, moved: Moved) -> Row:
    return {
        NUMBER: number,
        "rule": moved.rule,
        "office": moved.office,
        "office_kind": _kind(moved),
        "from_warn_on": _day(moved.warned_on),
        "from_binding_on": _day(moved.bound_on),
        "warn_on": _day(moved.warn_on),
        "binding_on": _day(moved.binding_on),
        "state": moved.state,
    }


def _kind(moved: Moved) -> str:
    if moved.office is None:
        return moved.duty_of if moved.duty_of in {DutyOf.PETITIONER, DutyOf.APPLICANT} else ""
    return office(int(moved.office)).kind


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _by_number(row: Row) -> tuple[str, str, str]:
    return str(row[NUMBER]), str(row["rule"]), str(row["binding_on"])


def tell(say: Screen, file: dict[str, str], shown: Preview) -> None:
    """Show what a file is and what it would move."""
    say.result("rules.file", **file)
    say.result("rules.would_move", petitions=f"{shown.petitions:,}", clocks=f"{shown.clocks:,}")
    for group in shown.plain()["groups"]:
        click.echo(f"  {group['rule']}\t{group['office_kind']}\t{group['clocks']:,}")
    for row in shown.first:
        before, after = row["from_binding_on"] or "–", row["binding_on"] or "–"
        click.echo(f"  {row['number'] or '–'}\t{row['rule']}\t{before} → {after}")
