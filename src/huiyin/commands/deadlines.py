"""Events recorded and clocks computed anew, as part of every command that makes something happen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.kernel.ids import OfficeId, PetitionId, new_id
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.oversight.watch import UNTOLD
from huiyin.rules.statute.clocks import Clock, State
from huiyin.rules.statute.events import Event
from huiyin.rules.statute.naming import clock_ids
from huiyin.rules.statute.packs.shape import Kind
from huiyin.rules.statute.reckoning import PEOPLE

# What does not change by time passing; the rest is `running` and asked of its date when shown.
_LASTING = {State.PAUSED, State.MET, State.MET_LATE, State.ENDED, State.EXEMPT}

# Of a clock: no supervision item hangs on it; one does; and something happened in the matter since.
UNWATCHED, WATCHED, LOOK_AGAIN = 0, 1, 2


def record(changes: Changes, matter: Matter, events: Sequence[Event], *, at: datetime) -> tuple[Clock, ...]:
    """Record events of a matter as it becomes, and every clock that they start, move or end."""
    for position, event in enumerate(events, start=len(matter.events)):
        changes.insert(
            "event",
            id=new_id(at),
            petition=matter.id,
            position=position,
            name=event.name.value,
            office=event.office,
            part=event.part,
            at=event.at,
            happened_at=event.happened_at,
            on=event.on,
            source="",
            facts=dict(event.facts),
        )
    found = clocks_of(matter, at=at, more=events)
    write_clocks(changes, matter, found)
    return found


def write_clocks(changes: Changes, matter: Matter, found: Sequence[Clock]) -> None:
    """Write what these clocks change of those stored, and of the days by which matter and parts are due."""
    _write_clocks(changes, matter, found)
    _write_next_due(changes, matter, found)


def next_due(found: Iterable[Clock], *, office: OfficeId | None = None) -> date | None:
    """Return the earliest day on which a duty not yet done falls due (of one office, when given).

    Windows are rights: whoever lets one pass has missed nothing.
    """
    days = [
        clock.binding_on or clock.warn_on
        for clock in found
        if clock.state in {State.RUNNING, State.SOON, State.OVERDUE}
        and clock.kind is not Kind.WINDOW
        and clock.duty_of not in PEOPLE
        and office in {None, clock.office}
    ]
    return min((day for day in days if day is not None), default=None)


def _write_clocks(changes: Changes, matter: Matter, found: Sequence[Clock]) -> None:
    stored = {clock.id: dict(clock.values) for clock in matter.clocks}
    for identity, clock in clock_ids(matter.id, found):
        row = _row(identity, matter.id, clock)
        before = stored.pop(row["id"], None)
        if before is None:
            changes.insert("clock", **row, told=UNTOLD, watched=UNWATCHED, recorded_on=None)
        elif differing := {name: value for name, value in row.items() if before[name] != value}:
            changes.update("clock", id=row["id"], **differing, **_told_anew(differing))
        if before is not None and before["watched"] == WATCHED:
            changes.update("clock", id=row["id"], watched=LOOK_AGAIN)
    for gone, before in stored.items():  # class or route changed, and the rule with them
        if before["state"] != State.ENDED:
            again = {"watched": LOOK_AGAIN} if before["watched"] == WATCHED else {}
            changes.update("clock", id=gone, state=State.ENDED.value, **again)


def _told_anew(differing: Mapping[str, Any]) -> dict[str, int]:
    # Who was reminded of another day has not been reminded of this one.
    return {"told": UNTOLD} if "binding_on" in differing else {}


def _row(identity: UUID, petition: PetitionId, clock: Clock) -> dict[str, Any]:
    return {
        "id": identity,
        "petition": petition,
        "rule": clock.rule_id,
        "kind": clock.kind.value,
        "part": clock.part,
        "office": clock.office,
        "pack": clock.pack_id,
        "pack_version": clock.pack_version,
        "duty_of": clock.duty_of.value,
        "started_on": clock.started_on,
        "warn_on": clock.warn_on,
        "binding_on": clock.binding_on,
        "state": clock.state.value if clock.state in _LASTING else "running",
        "met_on": clock.met_on,
    }


def _write_next_due(changes: Changes, matter: Matter, found: Sequence[Clock]) -> None:
    due_on = next_due(found)
    if due_on != matter.next_due_on:
        changes.update("petition", id=matter.id, next_due_on=due_on)
    for part in matter.parts:
        due_on = next_due(found, office=part.office) if part.open else None
        if due_on != part.next_due_on:
            changes.update("part", id=part.id, next_due_on=due_on)
