"""Carry out a destruction list (执行销毁): a person orders it, then matter by matter, then it is finished.

档案法 第二十一条, 个人信息保护法 第十九条. The order is a person's, for a list that two people decided on.
Each matter is asked for once more under lock: what may not go any more is left out, and the list says why.
With the entry the database destroys its data key and the salts of all its earlier entries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.evidence.destructions import (
    OnList,
    is_waiting,
    load_list,
    outcome,
    read_list,
    require_waiting,
)
from huiyin.commands.evidence.erasures import ERASED
from huiyin.commands.evidence.retentions import Kept, load_kept, required
from huiyin.commands.handler import Handler
from huiyin.kernel.command import Actor, Command, Decision, insert, update
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.retention.lists import DestructionList, ItemState, ListState
from huiyin.rules.retention.period import Period
from huiyin.rules.retention.wording import years_text

_DRAWN_AT = "SELECT drawn_at FROM destruction_list WHERE id = %s"
_COUNTED = """
    SELECT COALESCE(o.state, 'left_out') AS state, count(*)::int AS matters FROM destruction_item AS i
    LEFT JOIN destruction_outcome AS o ON o.destruction = i.destruction AND o.petition = i.matter
    WHERE i.destruction = %s GROUP BY 1
"""


@dataclass(frozen=True, kw_only=True)
class OrderDestruction(Command):
    """Order that an approved list is carried out."""

    destruction: UUID


@dataclass(frozen=True, kw_only=True)
class DestroyListed(Command):
    """Destroy one matter of a list that is being carried out, or leave it out; `id`: of its erasure."""

    petition: PetitionId
    destruction: UUID
    id: UUID


@dataclass(frozen=True, kw_only=True)
class FinishDestruction(Command):
    """Say that a list was carried out: every matter on it is destroyed, taken off or left out."""

    destruction: UUID


@dataclass(frozen=True, kw_only=True)
class Going:
    """A matter under lock, the list, when that was drawn up, and whether the matter waits there."""

    kept: Kept
    found: DestructionList
    waits: bool
    drawn_at: datetime

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.kept.standing


@dataclass(frozen=True, kw_only=True)
class Carried(OnList):
    """A list, and how many of its matters are in which state."""

    counted: Mapping[str, int]


def load(commands: Sequence[OrderDestruction]) -> list[OnList]:
    """Lock the histories of the lists and read them."""
    return [load_list(command.destruction) for command in commands]


def decide(subject: OnList, command: OrderDestruction, *, actor: Actor, at: datetime) -> Decision:
    """Refuse what nobody approved, or was ordered already."""
    found = subject.found
    found.require(ListState.APPROVED)
    changes = update(
        "destruction_list",
        id=found.id,
        state=ListState.CARRYING.value,
        ordered_by=acting_account(actor),
        ordered_at=at,
    )
    return Decision(
        kind="destruction.ordered",
        subject=command.destruction,
        changes=(changes,),
        facts={"number": found.number, "listed": found.listed, "role": actor.role},
    )


def load_going(commands: Sequence[DestroyListed]) -> list[Going]:
    """Lock the matters and read them with their lists: an ordered list changes only by what is done here."""
    kept = load_kept(commands)
    return [_going(one, command) for one, command in zip(kept, commands, strict=True)]


def destroy(subject: Going, command: DestroyListed, *, actor: Actor, at: datetime) -> Decision:
    """Destroy it, or leave it out when it may not go any more: opened again, held, supervised."""
    subject.found.require(ListState.CARRYING)
    require_waiting(waits=subject.waits)
    hindrance, period = subject.kept.hindrance(at), subject.kept.beside.period(at)
    told = {"list": command.destruction, "number": subject.found.number}
    if hindrance is not None or period is None:
        why = hindrance.code if hindrance else "retention.no_schedule"
        return Decision(
            kind="petition.destruction_left_out",
            subject=command.petition,
            changes=(outcome(subject.found, command.petition, ItemState.LEFT_OUT, why=why, at=at),),
            facts={**told, "why": why},
        )
    erasure = _erasure(subject, command, period, at)
    return Decision(
        kind="petition.erased",
        subject=command.petition,
        changes=(
            update("petition", id=command.petition, erased_at=at),
            outcome(subject.found, command.petition, ItemState.DESTROYED, why="", at=at),
            insert("erasure", **erasure),
        ),
        facts={
            **told,
            "by_office": subject.found.office,  # a system job carries it out, for this office
            "proposal": command.id,
            "basis": erasure["basis"],
            "reason": erasure["reason"],
            "proposed_by": subject.found.drawn_by,
            "approved_by": subject.found.approved_by,
            # What the destroyed salts can prove no more: that the bodies are still those that were committed.
            "bodies": list(subject.kept.erasable.digests),
            "files": subject.kept.erasable.files,
        },
    )


def load_carried(commands: Sequence[FinishDestruction]) -> list[Carried]:
    """Lock the histories of the lists, read them and count."""
    return [_carried(command.destruction) for command in commands]


def finish(subject: Carried, command: FinishDestruction, *, actor: Actor, at: datetime) -> Decision:
    """Refuse while a matter on it still waits."""
    found = subject.found
    found.require(ListState.CARRYING)
    if found.listed:
        raise Conflict("destruction.not_done", listed=found.listed)
    return Decision(
        kind="destruction.done",
        subject=command.destruction,
        changes=(update("destruction_list", id=found.id, state=ListState.DONE.value, done_at=at),),
        facts={"number": found.number, **{one.value: subject.counted.get(one.value, 0) for one in ItemState}},
    )


def _going(kept: Kept, command: DestroyListed) -> Going:
    found = read_list(command.destruction)
    waits = is_waiting(found.id, command.petition)
    drawn = required(sql.fetch(sql.WRITER, _DRAWN_AT, (found.id,)), "destruction.unknown")
    return Going(kept=kept, found=found, drawn_at=drawn["drawn_at"], waits=waits)


def _carried(destruction: UUID) -> Carried:
    found = load_list(destruction).found
    counted = {row["state"]: row["matters"] for row in sql.fetch(sql.WRITER, _COUNTED, (destruction,))}
    return Carried(found=found, counted=counted)


def _erasure(subject: Going, command: DestroyListed, period: Period, at: datetime) -> dict[str, Any]:
    """Return the row that tells of it: the two who decided are those of the list."""
    last = period.ends_on
    kept_until = f"{last.year}年{last.month}月{last.day}日" if last else ""
    office: OfficeId = subject.found.office
    return {
        "id": command.id,
        "petition": command.petition,
        "state": ERASED,
        "basis": f"保管期限表：{period.approval}；销毁清册第{subject.found.number}号",
        "reason": f"保管期限{years_text(period.years, 'zh-hans')}，{kept_until}届满",
        "office": office,
        "proposed_by": subject.found.drawn_by,
        "proposed_at": subject.drawn_at,
        "decided_by": subject.found.approved_by,
        "decided_at": at,
        "decided_because": "",
        "destruction": command.destruction,
    }


ORDER = Handler(permission=Permission.EVIDENCE_DESTRUCTION_ORDER, load=load, decide=decide)
DESTROY = Handler(permission=Permission.EVIDENCE_DESTRUCTION_CARRY_OUT, load=load_going, decide=destroy)
FINISH = Handler(permission=Permission.EVIDENCE_DESTRUCTION_CARRY_OUT, load=load_carried, decide=finish)
