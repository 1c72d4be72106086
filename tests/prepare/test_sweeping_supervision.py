"""The sweep and what offices and bureaus enter: carried out, supervised, replied; in time, late, or never."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

import builders
from builders import BUREAU, ECOLOGY, HEAD
from huiyin.commands.handling.record_execution import RecordExecution
from huiyin.commands.oversight.answer_advice import AnswerAdvice
from huiyin.door import door
from huiyin.kernel.ids import new_id
from huiyin.prepare.watching import Swept, sweep_deadlines
from support.database import Ground
from support.moment import AT
from support.roles import intruder
from support.state import row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

WINDOW = "cn22.review.request"
FEEDBACK = "cn22.suggest.feedback"


def on(day: date, *, after: int = 0) -> datetime:
    """Return ten o'clock in China, so many days after a day."""
    return datetime.combine(day + timedelta(days=after), AT.timetz())


def ends(rule: str) -> date:
    """Return the day on which the only clock of a rule ends."""
    found: date = row("clock", rule=rule)["binding_on"]
    return found


def checks() -> set[str]:
    """Return which checks have raised an item."""
    return {one["failed"] for one in rows("supervision_item")}


def carry_out(life: builders.Life, day: date, *, at: datetime) -> None:
    command = RecordExecution(petition=life.petition, id=new_id(at), on=day, sealed_text=b"sealed")
    door.execute(command, actor=HEAD, at=at)


def reply(life: builders.Life, *, at: datetime) -> None:
    [advice] = [one["id"] for one in rows("advice") if one["adopted"] is None]
    command = AnswerAdvice(petition=life.petition, advice=advice, adopted="adopted", sealed_answer=b"sealed")
    door.execute(command, actor=HEAD, at=at)


def closing(failed: str) -> tuple[Any, ...]:
    found = row("supervision_item", failed=failed)
    return found["state"], found["closed_by"], found["cured_on"]


def test_what_was_carried_out_in_time_is_never_missed() -> None:
    life = builders.answered()
    last = ends(WINDOW)
    carry_out(life, last, at=on(last))
    swept = sweep_deadlines(at=on(last, after=1))
    assert (swept.raised, swept.passed) == (0, 0)
    assert "execute" not in checks()


def test_what_was_carried_out_late_is_raised_and_cured_on_its_day() -> None:
    life = builders.answered()
    last = ends(WINDOW)
    assert sweep_deadlines(at=on(last, after=1)).raised == 1
    assert row("supervision_item")["office"] == ECOLOGY
    carry_out(life, last + timedelta(days=10), at=on(last, after=12))
    assert sweep_deadlines(at=on(last, after=12)).cured == 1
    assert closing("execute") == ("closed", "done", last + timedelta(days=10))
    assert sweep_deadlines(at=on(last, after=13)) == Swept()
    assert differences() == []


def test_what_was_carried_out_in_time_and_recorded_later_keeps_its_day() -> None:
    life = builders.answered()
    last = ends(WINDOW)
    sweep_deadlines(at=on(last, after=1))
    carry_out(life, last - timedelta(days=3), at=on(last, after=4))
    sweep_deadlines(at=on(last, after=4))
    assert closing("execute") == ("closed", "done", last - timedelta(days=3))


def test_a_matter_brought_in_from_elsewhere_is_not_asked_what_was_carried_out() -> None:
    life = builders.file_petition(
        channel="import", happened_at=AT - timedelta(days=3), happened_source="old system"
    )
    builders.answered(builders.drafted(builders.accepted(life)))
    swept = sweep_deadlines(at=on(ends(WINDOW), after=1))
    assert (swept.raised, swept.passed) == (0, 0)
    assert "execute" not in checks()


def test_an_opinion_whose_service_does_not_say_what_was_served_is_not_asked_about(
    installed: Any, ground: Ground
) -> None:
    assert installed
    builders.answered()
    assert row("event", name="opinion.served")["facts"] == {"outcome": "support"}
    with intruder(ground) as connection:  # as it was recorded before execution could be
        connection.execute("UPDATE event SET facts = '{}' WHERE name = 'opinion.served'")
    swept = sweep_deadlines(at=on(ends(WINDOW), after=1))
    assert (swept.raised, swept.passed) == (0, 0)
    assert "execute" not in checks()


def test_a_bureau_that_advised_within_its_days_has_supervised() -> None:
    builders.advised(due_in=None)
    raised_on = row("supervision_item", failed="tell")["raised_on"]
    sweep_deadlines(at=on(raised_on, after=9))
    assert "supervise" not in checks()  # of both items: the advice went to the same office


def test_a_bureau_that_advised_late_is_raised_and_cured_by_the_advice() -> None:
    life = builders.neglected()
    raised_on = row("supervision_item", failed="tell")["raised_on"]
    sweep_deadlines(at=on(raised_on, after=6))
    unsupervised = rows("supervision_item", failed="supervise")
    assert {one["office"] for one in unsupervised} == {BUREAU}
    later = builders.Life(prepared=life.prepared, outcomes=life.outcomes, at=on(raised_on, after=8))
    builders.advised(later, due_in=None)
    sweep_deadlines(at=on(raised_on, after=8))
    found = rows("supervision_item", failed="supervise")
    assert {(one["state"], one["closed_by"], one["cured_on"]) for one in found} == {
        ("closed", "done", raised_on + timedelta(days=8))
    }
    assert {one["state"] for one in rows("supervision_item", failed="tell")} == {"open"}
    assert sweep_deadlines(at=on(raised_on, after=20)).raised == 0
    assert differences() == []


def test_a_reply_in_time_is_never_missed() -> None:
    life = builders.advised()
    last = ends(FEEDBACK)
    reply(life, at=on(last))
    sweep_deadlines(at=on(last, after=1))
    assert "reply" not in checks()


def test_a_reply_that_does_not_come_is_raised_and_cured_by_the_late_one() -> None:
    life = builders.advised()
    last = ends(FEEDBACK)
    sweep_deadlines(at=on(last))
    assert "reply" not in checks()
    sweep_deadlines(at=on(last, after=1))
    found = row("supervision_item", failed="reply")
    assert (found["office"], found["since"], found["state"]) == (ECOLOGY, last, "open")
    assert found["article"] == "信访工作条例 第四十条第四款、第四十五条第三项"
    reply(life, at=on(last, after=9))
    sweep_deadlines(at=on(last, after=9))
    assert closing("reply") == ("closed", "done", last + timedelta(days=9))
    assert differences() == []


def test_advice_without_a_day_can_be_answered_any_time() -> None:
    life = builders.advised(due_in=None)
    sweep_deadlines(at=life.at + timedelta(days=400))
    assert "reply" not in checks()


def test_the_advised_office_is_reminded_of_its_reply() -> None:
    builders.advised()
    last = ends(FEEDBACK)
    sweep_deadlines(at=on(last, after=-5))
    assert {(one["level"], one["office"]) for one in rows("reminder", rule=FEEDBACK)} == {
        ("handler", ECOLOGY)
    }
