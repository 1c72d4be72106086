"""Move the clocks of a matter after rules or days off changed; the old dates stay in the ledger.

信访工作条例 第二十一条第二款: the petitioner can ask how the matter stands, so the petitioner is told; so are
the offices whose dates moved.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import write_clocks
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, Change, Command, Decision, Notice, Op
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.law import Law
from huiyin.rules.statute.packs.shape import Kind


@dataclass(frozen=True, kw_only=True)
class MoveClocks(Command):
    """Write the clocks of a matter as the law in force gives them; `because` names what was adopted."""

    petition: PetitionId
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One clock before and after; a date is None while there is none that binds, or no such clock."""

    clock: UUID
    rule: str
    kind: str
    duty_of: str
    office: OfficeId | None
    warned_on: date | None
    warn_on: date | None
    bound_on: date | None
    binding_on: date | None
    state: str  # as it becomes: running, …; ended when the law gives it no longer


def load(commands: Sequence[MoveClocks]) -> list[Matter]:
    """Lock the matters and read them."""
    return load_matters(commands)


def decide(subject: Matter, command: MoveClocks, *, actor: Actor, at: datetime) -> Decision:
    """Move what differs; Conflict when nothing does any more: no entry says that nothing happened."""
    changes = differing(subject, at=at)
    if not changes:
        raise Conflict("clocks.stand_already")
    moved = list(moves(subject, changes))
    return Decision(
        kind="petition.clocks_moved",
        subject=subject.id,
        changes=changes,
        facts={"because": command.because, "moved": [_told(one) for one in moved]},
        notices=tuple(_notices(subject, command, moved)),
    )


def differing(matter: Matter, *, at: datetime, law: Law | None = None) -> tuple[Change, ...]:
    """Return what the law in force, or `law`, changes of a matter's clocks and due days, if anything."""
    changes = Changes()
    write_clocks(changes, matter, clocks_of(matter, at=at, law=law))
    return changes.done()


def moves(matter: Matter, changes: Sequence[Change]) -> Iterator[Moved]:
    """Yield the clocks among these changes whose dates, state or rule became others."""
    stored: dict[Any, dict[str, Any]] = {clock.id: dict(clock.values) for clock in matter.clocks}
    for change in changes:
        if change.table == "clock":
            before = stored.get(change.values["id"], {})
            yield _moved(before, {**before, **change.values}, new=change.op is Op.INSERT)


def _moved(before: Mapping[str, Any], after: Mapping[str, Any], *, new: bool) -> Moved:
    return Moved(
        clock=after["id"],
        rule=after["rule"],
        kind=after["kind"],
        duty_of=after["duty_of"],
        office=after["office"],
        warned_on=None if new else before["warn_on"],
        warn_on=after["warn_on"],
        bound_on=None if new else before["binding_on"],
        binding_on=after["binding_on"],
        state=after["state"],
    )


def _told(moved: Moved) -> dict[str, Any]:
    return {
        "clock": moved.clock,
        "rule": moved.rule,
        "office": moved.office,
        "duty_of": moved.duty_of,
        "kind": moved.kind,
        "from": {"warn_on": moved.warned_on, "binding_on": moved.bound_on},
        "to": {"warn_on": moved.warn_on, "binding_on": moved.binding_on, "state": moved.state},
    }


def _notices(matter: Matter, command: MoveClocks, moved: Sequence[Moved]) -> Iterator[Notice]:
    facts = {"because": command.because}
    known = {matter.bureau, *matter.offices} - set(matter.denied)
    offices = {one.office for one in moved if one.office is not None} & known
    for office in sorted(offices):
        yield Notice(kind="clocks.moved", office=office, petition=matter.id, facts=facts)
    if any(_concerns_petitioner(one) for one in moved):
        yield Notice(kind="clocks.moved", petition=matter.id, facts=facts)


def _concerns_petitioner(moved: Moved) -> bool:
    """True for a duty of an office and a right of the petitioner; what an office may do is its own affair."""
    return moved.kind == Kind.CLOCK or moved.duty_of in {"petitioner", "applicant"}


HANDLER = Handler(permission=Permission.LEARNING_CLOCKS_MOVE, load=load, decide=decide)
