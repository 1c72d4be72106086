"""The sweep of silence: records what ran out without an answer, corrects records that no longer hold.

Each batch is one transaction; what was written is not found again, so a sweep that was killed, or runs twice
or late, goes on where it stopped.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.oversight.correct_non_response import CorrectNonResponse
from huiyin.commands.oversight.record_non_response import RecordNonResponse
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict, HuiyinError, Unknown, Unlawful
from huiyin.queries.oversight import expired
from huiyin.rules.access.roles import Role

log = logging.getLogger("huiyin.jobs")

RECORDER = Actor(kind=ActorKind.SYSTEM, role=Role.RECORDER.value, name="recorder")

_Command = RecordNonResponse | CorrectNonResponse


@dataclass(frozen=True, kw_only=True)
class Swept:
    """How many clocks and records were looked at, and how many entries were made of them."""

    seen: int
    recorded: int
    corrected: int


def sweep_silences(*, at: datetime) -> Swept:
    """Correct what no longer holds, then record what is due; return what was done."""
    doubts, corrected = _correct(at)
    seen, recorded = _record(at)
    return Swept(seen=doubts + seen, recorded=recorded, corrected=corrected)


def _record(at: datetime) -> tuple[int, int]:
    seen, written, place = 0, 0, expired.FIRST
    while True:
        page = expired.expired(at=at, after=place)
        commands = [RecordNonResponse(petition=one.petition, clock=one.clock) for one in page.found]
        written += _carried_out(commands, at)
        seen += page.seen
        if page.last is None:
            return seen, written
        place = page.last


def _correct(at: datetime) -> tuple[int, int]:
    seen, written, place = 0, 0, expired.FIRST
    while True:
        page = expired.doubtful(at=at, after=place)
        commands = [
            CorrectNonResponse(petition=one.petition, record=one.record, reason=one.reason)
            for one in page.found
        ]
        written += _carried_out(commands, at)
        seen += page.seen
        if page.last is None:
            return seen, written
        place = page.last


def _carried_out(commands: Sequence[_Command], at: datetime) -> int:
    return sum(_batch(batch, at) for batch in _apart(commands))


def _apart(commands: Sequence[_Command]) -> Iterator[list[_Command]]:
    """Yield batches in which no matter stands twice: one command sees nothing of another's change."""
    left = list(commands)
    while left:
        batch = {command.petition: command for command in reversed(left)}
        yield list(batch.values())
        left = [command for command in left if batch[command.petition] is not command]


def _batch(commands: Sequence[_Command], at: datetime) -> int:
    try:
        return len(door.execute_many(commands, actor=RECORDER, at=at))
    except HuiyinError:  # somebody changed one of the matters meanwhile: each by itself
        return sum(_alone(command, at) for command in commands)


def _alone(command: _Command, at: datetime) -> bool:
    try:
        door.execute(command, actor=RECORDER, at=at)
    except (Conflict, Unknown, Unlawful) as hindered:
        log.info("silences.left_out", extra={"code": hindered.code})
        return False
    return True
