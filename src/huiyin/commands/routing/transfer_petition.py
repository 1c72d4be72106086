"""Transfer a petition (转送) to the office that has the power to decide it.

信访工作条例 第二十二条第一款: within 15 days, by place and level, to whoever is in charge. The receiving
office has 15 days to tell the petitioner and 5 working days to object (第二十三条第三款). Never to an office
that the accusation is against (第三十条第三款).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huiyin.commands.acting import happening, withdraw
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.commands.parts import open_part
from huiyin.kernel.command import Actor, ActorKind, Command, Decision, Notice
from huiyin.kernel.errors import Invalid, Unlawful
from huiyin.kernel.ids import OfficeId, PetitionId, new_id
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.facts import office_facts
from huiyin.rules.lifecycle.matter import Matter, Part
from huiyin.rules.lifecycle.stamp import require_unchanged
from huiyin.rules.lifecycle.states import PartRole
from huiyin.rules.lifecycle.steps import require_step
from huiyin.rules.statute.events import Event, EventName


@dataclass(frozen=True, kw_only=True)
class TransferPetition(Command):
    """Send the matter to `to`; an office that has it and has not accepted it gives it back."""

    petition: PetitionId
    to: OfficeId
    reason: str  # a code: topic_and_place, other_office_competent, person_requested
    seen: str | None = None  # stamp of the matter as the person saw it


@dataclass(frozen=True, kw_only=True)
class Sending:
    """The matter, and whether the office it goes to stands."""

    matter: Matter
    role: str | None  # of the office it goes to; None when there is no such office

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing


def load(commands: Sequence[TransferPetition]) -> list[Sending]:
    """Load the matter; look for the office."""
    matters = load_matters(commands)
    wanted = [command.to for command in commands]
    rows = sql.fetch(sql.WRITER, "SELECT id, role FROM office WHERE id = ANY(%s)", (wanted,))
    roles = {row["id"]: row["role"] for row in rows}
    return [
        Sending(matter=matter, role=roles.get(command.to))
        for matter, command in zip(matters, commands, strict=True)
    ]


def decide(subject: Sending, command: TransferPetition, *, actor: Actor, at: datetime) -> Decision:
    """Close the part of who had it, open one at the new office, start its clocks."""
    matter = subject.matter
    require_unchanged(matter, command.seen)
    step = require_step(matter, "transfer")
    if command.to in matter.denied:
        raise Unlawful("transfer.to_the_accused", article="信访工作条例 第三十条第三款")
    if subject.role is None or command.to in {matter.bureau, matter.lead}:
        raise Invalid("transfer.unknown_office", field="to")
    new = Part(id=new_id(at), office=command.to, role=PartRole.LEAD, open=True)
    changes = Changes()
    after, returned = _moved(matter, new, changes, at)
    changes.update("petition", id=matter.id, state=after.state.value, lead=new.office, offices=after.offices)
    record(changes, after, [*returned, *_events(after, new, subject.role, actor, at)], at=at)
    return Decision(
        kind="petition.transferred",
        subject=matter.id,
        changes=changes.done(),
        facts={"to": command.to, "reason": command.reason, "article": step.article},
        notices=(
            Notice(kind="petition.arrived", office=new.office, petition=matter.id),
            Notice(kind="petition.transferred", petition=matter.id),
        ),
    )


def _moved(matter: Matter, new: Part, changes: Changes, at: datetime) -> tuple[Matter, list[Event]]:
    step = require_step(matter, "transfer")
    left, events = withdraw(matter, changes, at)
    open_part(changes, matter, new, at=at)
    offices = tuple(dict.fromkeys((*matter.offices, new.office)))
    parts = (*left.parts, new)
    return replace(left, state=step.after(matter), lead=new.office, offices=offices, parts=parts), events


def _events(matter: Matter, new: Part, role: str, actor: Actor, at: datetime) -> list[Event]:
    # A transfer is the bureau's act, whoever presses the button.
    bureau = replace(actor, office=matter.bureau)
    automatic = {"automatic": actor.kind is ActorKind.SYSTEM}
    return [
        happening(EventName.PETITION_TRANSFERRED, matter, bureau, at, facts=automatic),
        Event(
            name=EventName.OFFICE_RECEIVED_TRANSFER,
            at=at,
            office=new.office,
            part=str(new.id),
            facts=office_facts(role),
        ),
    ]


HANDLER = Handler(permission=Permission.ROUTING_PETITION_TRANSFER, load=load, decide=decide)
