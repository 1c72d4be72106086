"""Batches of messages through the door: what stands already is left alone, what fails is counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import importing
from huiyin.prepare.importing import Brought, Message
from huiyin.queries.intake.imported import standing
from huiyin.rules.access.roles import Role

IMPORTER = Actor(kind=ActorKind.SYSTEM, role=Role.IMPORTER.value, name="import")


@dataclass(kw_only=True)
class Tally:
    """What became of the messages."""

    filed: int = 0
    answered: int = 0
    present: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    reply_times: dict[PetitionId, timedelta] = field(default_factory=dict)  # as the file has them


def bring(batch: Sequence[Message], tally: Tally, *, source: str, counties: Sequence[int]) -> None:
    """File what does not stand yet, record the replies that are not recorded yet."""
    at = clock.now()
    wanted = {importing.petition_of(message, source=source): message for message in batch}
    known = standing(list(wanted))
    replied = {petition for petition, message in wanted.items() if _has_lawful_reply(message, tally, at)}
    unanswered = {
        petition for petition in replied if petition not in known or known[petition].answered_after is None
    }
    due = {one: message for one, message in wanted.items() if one not in known or one in unanswered}
    brought = _prepared(due, tally, source, counties, at)
    new = [one.prepared.command for one in brought if one.petition not in known]
    door.execute_many(new, actor=IMPORTER, at=at)
    tally.filed += len(new)
    tally.present += len(batch) - len(wanted) + len(known)
    replying = [one for one in brought if one.petition in unanswered]
    now = standing([one.petition for one in replying])
    answers = [importing.answered(one, now[one.petition], at=at) for one in replying]
    door.execute_many(answers, actor=IMPORTER, at=at)
    tally.answered += len(answers)
    left_out = due.keys() - {one.petition for one in brought}
    tally.reply_times |= {one: _reply_time(wanted[one]) for one in replied - left_out}


def _prepared(
    due: Mapping[PetitionId, Message], tally: Tally, source: str, counties: Sequence[int], at: datetime
) -> list[Brought]:
    found = []
    for message in due.values():
        county = importing.county_of(message.id, counties)
        try:
            found.append(importing.bring(message, source=source, county=county, at=at))
        except Invalid as fault:
            tally.skipped[fault.code] += 1
    return found


def _has_lawful_reply(message: Message, tally: Tally, at: datetime) -> bool:
    if message.reply_at is None:
        return False
    if message.at <= message.reply_at <= at:
        return True
    tally.skipped["import.reply_out_of_time"] += 1
    return False


def _reply_time(message: Message) -> timedelta:
    return (message.reply_at or message.at) - message.at
