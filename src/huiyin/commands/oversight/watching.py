"""A matter with its supervision items, under lock: what the commands of supervision decide on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import UNWATCHED, WATCHED
from huiyin.commands.matter import OnPetition, load_matters
from huiyin.commands.oversight.settings import watch_in_force
from huiyin.kernel.ids import OfficeId
from huiyin.records import sql
from huiyin.rules.access.require import Standing
from huiyin.rules.oversight.breaches import CLOSED, Item, Watched, supported
from huiyin.rules.oversight.checks import Check
from huiyin.rules.oversight.watch import Watch

IMPORTED = "import"

_ITEMS = """
    SELECT id, petition, failed, office, clock, trigger, since, raised_on, due_on, state
    FROM supervision_item WHERE petition = ANY(%s) ORDER BY raised_on, id
"""
_CHANNELS = "SELECT id, channel FROM petition WHERE id = ANY(%s)"


@dataclass(frozen=True, kw_only=True)
class Supervised:
    """What the checks ask about a matter, and the settings in force."""

    watched: Watched
    watch: Watch

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.watched.matter.standing

    def item(self, identity: UUID) -> Item | None:
        """Return one of its items."""
        return next((one for one in self.watched.items if one.id == identity), None)


def load_supervised(commands: Sequence[OnPetition]) -> list[Supervised]:
    """Lock the petitions, then read them with their items; raise Unknown when one is not there."""
    matters = load_matters(commands)
    petitions = [matter.id for matter in matters]
    items, found = sql.fetch_all(sql.WRITER, [(_ITEMS, (petitions,)), (_CHANNELS, (petitions,))])
    channels = {row["id"]: row["channel"] for row in found}
    watch = watch_in_force()
    return [
        Supervised(
            watched=Watched(
                matter=matter,
                items=tuple(_item(row) for row in items if row["petition"] == matter.id),
                imported=channels[matter.id] == IMPORTED,
                supported=supported(matter),
            ),
            watch=watch,
        )
        for matter in matters
    ]


def close(changes: Changes, subject: Supervised, item: Item, on: date, **values: Any) -> Supervised:
    """Close an item, and what was raised because nobody supervised it; return the matter as it becomes."""
    changes.update("supervision_item", id=item.id, state=CLOSED, closed_on=on, due_on=None, **values)
    after = _with(subject, replace(item, state=CLOSED))
    for one in after.watched.items:
        if one.trigger == item.id and one.standing:
            after = close(changes, after, one, on, closed_by="no_longer_owed", cured_on=None)
    return after


def unwatch(changes: Changes, subject: Supervised) -> None:
    """Mark each clock by whether an item still hangs on it."""
    standing = {one.clock for one in subject.watched.items if one.standing}
    for stored in subject.watched.matter.clocks:
        marked = dict(stored.values)["watched"]
        wanted = WATCHED if stored.id in standing else UNWATCHED
        if marked != wanted:
            changes.update("clock", id=stored.id, watched=wanted)


def _with(subject: Supervised, item: Item) -> Supervised:
    items = tuple(item if one.id == item.id else one for one in subject.watched.items)
    return replace(subject, watched=replace(subject.watched, items=items))


def _item(row: Mapping[str, Any]) -> Item:
    plain = {name: value for name, value in row.items() if name not in {"petition", "failed", "office"}}
    return Item(check=Check(row["failed"]), office=OfficeId(row["office"]), **plain)
