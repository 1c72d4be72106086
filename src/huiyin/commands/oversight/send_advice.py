"""Send advice on a supervision item (提出改进工作建议): the bureau tells the office how to do better.

信访工作条例 第四十条第一款, 第四款: the bureau supervises and advises; the office replies in writing whether
it adopts the advice. The law sets no day for the reply; the letter may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.oversight.advices import Advice, advices_of
from huiyin.commands.oversight.overseen import Overseen, load_overseen
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.oversight.breaches import Item
from huiyin.rules.statute.events import Event, EventName


@dataclass(frozen=True, kw_only=True)
class SendAdvice(Command):
    """The text is sealed; `due_on`, when given, is the day set for the reply, after today."""

    petition: PetitionId
    item: UUID
    id: UUID
    due_on: date | None
    sealed_text: bytes


@dataclass(frozen=True, kw_only=True)
class Advising:
    """The matter with its items, the bureaus over its place, and the advice sent so far."""

    overseen: Overseen
    advices: tuple[Advice, ...]

    @property
    def standing(self) -> Standing:
        """The matter's, and who oversees its place."""
        return self.overseen.standing


def load(commands: Sequence[SendAdvice]) -> list[Advising]:
    """Load the matter with its items and the advice sent so far."""
    overseen = load_overseen(commands)
    sent = advices_of([command.petition for command in commands])
    return [
        Advising(overseen=one, advices=sent[command.petition])
        for one, command in zip(overseen, commands, strict=True)
    ]


def decide(subject: Advising, command: SendAdvice, *, actor: Actor, at: datetime) -> Decision:
    """Send it to the office that the item names, one at a time; the day it sets starts the office's clock."""
    supervised, office = subject.overseen.supervised, acting_office(actor)
    matter, item = supervised.watched.matter, supervised.item(command.item)
    if item is None:
        raise Unknown("supervision.unknown")
    if item.office == office or item.office in matter.denied:
        raise Refused("access.refused")
    _require_open(item, subject.advices)
    if command.due_on is not None and command.due_on <= local_date(at):
        raise Invalid("advice.day_impossible", field="due_on")
    changes = Changes()
    changes.insert(
        "advice",
        **vars(command),
        office=item.office,
        bureau=matter.bureau,
        county=matter.county,
        sender=office,
        sent_by=acting_account(actor),
        sent_at=at,
        answered_at=None,
        answered_by=None,
        adopted=None,
        sealed_answer=None,
    )
    changes.update("supervision_item", id=item.id, due_on=None)  # the bureau has acted
    record(changes, matter, [_sent(command, office, item.office, at)], at=at)
    return Decision(
        kind="petition.advice_sent",
        subject=command.petition,
        changes=changes.done(),
        facts={"failed": item.check.value, "office": item.office, "due_on": command.due_on},
        notices=(
            Notice(
                kind="advice.sent", office=item.office, petition=command.petition, facts={"level": "head"}
            ),
        ),
    )


def _require_open(item: Item, advices: Sequence[Advice]) -> None:
    if not item.standing:
        raise Conflict("supervision.not_open", state=item.state)
    if any(one.item == item.id and not one.answered for one in advices):
        raise Conflict("advice.waits_for_its_answer")


def _sent(command: SendAdvice, sender: OfficeId, to: OfficeId, at: datetime) -> Event:
    # Its own part: what answers one piece of advice ends no other's clock.
    due_on = command.due_on.isoformat() if command.due_on else None
    return Event(
        name=EventName.ADVICE_SENT,
        at=at,
        office=sender,
        part=str(command.id),
        facts={"to_office": int(to), **({"due_on": due_on} if due_on else {})},
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_ADVICE_SEND, load=load, decide=decide)
