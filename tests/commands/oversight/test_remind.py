"""Remind: of a clock's day as it was found, at the latest stage that is due, once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

import builders
from builders import BUREAU, DISPATCHER, HEAD, WATCH
from huiyin.commands.oversight.remind import Remind
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.ids import PetitionId, new_id
from support.moment import AT
from support.state import leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def clock() -> dict[str, Any]:
    """The bureau's fifteen days of a matter that waits for a person."""
    builders.waiting()
    return row("clock", rule="cn22.bureau.dispatch")


def remind(found: dict[str, Any], **other: Any) -> Remind:
    given = {"petition": found["petition"], "clock": found["id"], "due_on": found["binding_on"], **other}
    return Remind(**given)


def on_the_day(clock: dict[str, Any]) -> datetime:
    return datetime.combine(clock["binding_on"], AT.timetz())


def test_on_the_day_handler_and_head_are_reminded_with_a_notice_each(clock: dict[str, Any]) -> None:
    door.execute(remind(clock), actor=WATCH, at=on_the_day(clock))
    assert {(one["level"], one["office"], one["due_on"]) for one in rows("reminder")} == {
        ("handler", BUREAU, clock["binding_on"]),
        ("head", BUREAU, clock["binding_on"]),
    }
    assert [one["office"] for one in rows("notice", kind="deadline.reminder")] == [BUREAU, BUREAU]
    assert row("clock", id=clock["id"])["told"] == 0


@pytest.mark.parametrize("actor", [DISPATCHER, HEAD, builders.PUBLIC, builders.INSTALLER, builders.ROUTER])
def test_nobody_but_the_watch_reminds(clock: dict[str, Any], actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(remind(clock), actor=actor, at=on_the_day(clock)))


def test_the_same_stage_is_told_once(clock: dict[str, Any]) -> None:
    moment = on_the_day(clock)
    door.execute(remind(clock), actor=WATCH, at=moment)
    refuses(Conflict, lambda: door.execute(remind(clock), actor=WATCH, at=moment), "reminder.not_due")


def test_before_the_first_stage_nobody_is_reminded(clock: dict[str, Any]) -> None:
    early = on_the_day(clock) - timedelta(days=6)
    refuses(Conflict, lambda: door.execute(remind(clock), actor=WATCH, at=early), "reminder.not_due")


def test_a_day_that_has_moved_since_it_was_found_is_not_told(clock: dict[str, Any]) -> None:
    other = remind(clock, due_on=clock["binding_on"] - timedelta(days=1))
    refuses(Conflict, lambda: door.execute(other, actor=WATCH, at=on_the_day(clock)), "reminder.not_due")


def test_a_clock_that_is_gone_or_was_met_is_not_told(clock: dict[str, Any]) -> None:
    gone = remind(clock, clock=new_id(AT))
    refuses(Conflict, lambda: door.execute(gone, actor=WATCH, at=on_the_day(clock)), "reminder.not_due")
    sent = TransferPetition(
        petition=PetitionId(clock["petition"]), to=builders.ECOLOGY, reason="topic_and_place"
    )
    door.execute(sent, actor=DISPATCHER, at=AT)
    met = remind(clock)
    refuses(Conflict, lambda: door.execute(met, actor=WATCH, at=on_the_day(clock)), "reminder.not_due")


def test_a_late_failure_leaves_nothing(clock: dict[str, Any]) -> None:
    leaves_nothing(lambda: door.execute(remind(clock), actor=WATCH, at=on_the_day(clock)))
