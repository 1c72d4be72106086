"""The sweep of silence: all that is due and nothing else, once, and on from where it was killed."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

import builders
from builders import HANDLER
from huiyin.commands.handling.classify_petition import ClassifyPetition
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.door import door
from huiyin.jobs import silences, tasks
from huiyin.jobs.silences import Swept, sweep_silences
from huiyin.kernel import clock
from huiyin.kernel.command import Command
from huiyin.queries.oversight import expired
from huiyin.records import sql
from huiyin.rules.lifecycle.states import Klass, Route
from support.database import Ground
from support.moment import AT
from support.roles import intruder
from support.state import row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

AFTER = AT + timedelta(days=16)
LATE = AT + timedelta(days=100)


class Killed(BaseException):
    """The process is gone."""


def kept() -> list[dict[str, Any]]:
    return rows("nonresponse")


def test_where_nothing_is_due_nothing_is_written() -> None:
    builders.file_petition()
    assert sweep_silences(at=AT) == Swept(seen=0, recorded=0, corrected=0)
    assert kept() == []


def test_an_installation_without_a_petition_has_nothing_to_sweep() -> None:
    assert sweep_silences(at=AT) == Swept(seen=0, recorded=0, corrected=0)


def test_what_is_due_is_recorded_once_and_a_second_sweep_is_silent() -> None:
    lives = [builders.file_petition(), builders.waiting(), builders.file_petition()]
    assert sweep_silences(at=AFTER) == Swept(seen=3, recorded=3, corrected=0)
    before = len(rows("entry"))
    assert sweep_silences(at=AFTER) == Swept(seen=0, recorded=0, corrected=0)
    assert len(rows("entry")) == before
    assert {one["petition"] for one in kept()} == {life.petition for life in lives}
    assert differences() == []


def test_two_clocks_of_one_matter_get_a_record_each_in_one_sweep() -> None:
    builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    assert sweep_silences(at=LATE).recorded == 2
    assert sorted(one["position"] for one in kept()) == [1, 2]


def test_more_than_a_page_is_swept_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        builders.file_petition()
    page = expired.expired
    monkeypatch.setattr(expired, "expired", lambda **how: page(**how, limit=2))
    assert sweep_silences(at=AFTER) == Swept(seen=5, recorded=5, corrected=0)


def test_after_days_of_standstill_it_catches_up() -> None:
    builders.file_petition()
    assert sweep_silences(at=LATE).recorded == 1
    assert row("nonresponse")["statement"]["recorded_on"] == "2026-08-14"


def test_a_sweep_that_was_killed_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        builders.file_petition()
    page, carried = expired.expired, door.execute_many
    monkeypatch.setattr(expired, "expired", lambda **how: page(**how, limit=2))
    calls: list[int] = []

    def killed_at_the_second(commands: Sequence[Command], **how: Any) -> Any:
        calls.append(len(commands))
        if len(calls) == 2:
            raise Killed
        return carried(commands, **how)

    monkeypatch.setattr(door, "execute_many", killed_at_the_second)
    with pytest.raises(Killed):
        sweep_silences(at=AFTER)
    assert len(kept()) == 2
    monkeypatch.setattr(door, "execute_many", carried)
    assert sweep_silences(at=AFTER).recorded == 2
    assert len({one["clock"] for one in kept()}) == 4
    assert differences() == []


def test_when_somebody_answers_meanwhile_the_others_are_still_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered, silent = builders.file_petition(), builders.file_petition()
    page = expired.expired

    def found_and_then_answered(**how: Any) -> Any:
        found = page(**how)
        if found.found:
            builders.accepted(builders.Life(prepared=answered.prepared, outcomes=answered.outcomes, at=AT))
        return found

    monkeypatch.setattr(expired, "expired", found_and_then_answered)
    assert sweep_silences(at=AFTER) == Swept(seen=2, recorded=1, corrected=0)
    assert row("nonresponse")["petition"] == silent.petition


def test_imported_matters_that_were_over_long_ago_are_not_even_looked_at() -> None:
    builders.file_petition(happened_at=AT - timedelta(days=900), happened_source="import")
    assert sweep_silences(at=AFTER) == Swept(seen=0, recorded=0, corrected=0)


def test_what_is_on_its_way_is_recorded_when_it_never_arrives() -> None:
    builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    assert sweep_silences(at=AFTER) == Swept(seen=1, recorded=0, corrected=0)
    assert sweep_silences(at=AFTER + timedelta(days=3)).recorded == 1
    assert row("nonresponse")["statement"]["issued_not_served"] == ["2026-05-09"]


def test_a_service_recorded_late_corrects_the_record_by_itself() -> None:
    life = builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    sweep_silences(at=AT + timedelta(days=30))
    serve = ServeDocument(
        petition=life.petition,
        document=life.documents["acceptance"],
        way="post",
        served_on=date(2026, 5, 20),
    )
    life.then(serve, HANDLER, days=30)
    assert sweep_silences(at=AT + timedelta(days=33)) == Swept(seen=1, recorded=0, corrected=1)
    assert row("nonresponse")["correction"]["reason"] == "answered_in_time"
    assert sweep_silences(at=AT + timedelta(days=33)) == Swept(seen=0, recorded=0, corrected=0)


def test_a_late_answer_is_no_doubt_about_the_record() -> None:
    life = builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    sweep_silences(at=AT + timedelta(days=30))
    serve = ServeDocument(
        petition=life.petition,
        document=life.documents["acceptance"],
        way="post",
        served_on=date(2026, 5, 28),
    )
    life.then(serve, HANDLER, days=30)
    assert sweep_silences(at=AT + timedelta(days=33)) == Swept(seen=0, recorded=0, corrected=0)


def test_a_class_decided_anew_takes_the_record_of_the_sixty_days_back() -> None:
    life = builders.accepted()
    assert sweep_silences(at=LATE).recorded == 1
    again = ClassifyPetition(
        petition=life.petition, klass=Klass.CLAIM, route=Route.DUTY, topic="environment.water"
    )
    life.then(again, HANDLER, days=110)
    assert sweep_silences(at=LATE + timedelta(days=20)).corrected == 1
    assert row("nonresponse")["correction"]["reason"] == "not_owed"


def test_a_last_day_that_moved_to_an_earlier_one_is_looked_at_and_corrects_nothing(
    installed: Any, ground: Ground
) -> None:
    assert installed
    builders.file_petition()
    sweep_silences(at=AFTER)
    with intruder(ground) as connection:
        connection.execute("UPDATE nonresponse SET binding_on = binding_on + 1")
    assert sweep_silences(at=AFTER) == Swept(seen=1, recorded=0, corrected=0)


def test_pages_of_doubt_go_on_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    lives = [builders.accepted() for _ in range(3)]
    sweep_silences(at=LATE)
    again = [
        ClassifyPetition(
            petition=life.petition, klass=Klass.CLAIM, route=Route.DUTY, topic="environment.water"
        )
        for life in lives
    ]
    door.execute_many(again, actor=HANDLER, at=LATE)
    page = expired.doubtful
    monkeypatch.setattr(expired, "doubtful", lambda **how: page(**how, limit=2))
    assert sweep_silences(at=LATE + timedelta(days=1)).corrected == 3


def test_the_sweep_walks_the_index_of_running_clocks() -> None:
    builders.file_petition()
    values = (date(2026, 6, 1), *expired.FIRST, date(2026, 5, 6), expired.recordable(AT), 200)
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("SET enable_seqscan = off")
        plan = cursor.execute(f"EXPLAIN {expired._EXPIRED}", values).fetchall()
        cursor.execute("RESET enable_seqscan")
    assert "clock_running" in str(plan)


def test_the_job_sweeps_by_the_clock_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    builders.file_petition()
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    tasks.record_silences(0)
    assert len(kept()) == 1
    assert silences.RECORDER.name == "recorder"
