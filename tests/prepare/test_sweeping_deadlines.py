"""The sweep of deadlines: reminds in three levels, once; raises what was not done; closes what was cured."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

import builders
from builders import BUREAU, ECOLOGY, HANDLER, HEAD, INSTALLER
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.extend_deadline import ExtendDeadline
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.commands.oversight.set_watch import SetWatch
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict
from huiyin.prepare import watching
from huiyin.prepare.watching import Swept, sweep_deadlines
from huiyin.queries.oversight import due
from huiyin.rules.oversight.watch import shipped_watch
from support.moment import AT
from support.state import entries, row, rows, state
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

NOTHING = Swept()
HANDLE = "cn22.handle"
DISPATCH = "cn22.bureau.dispatch"
NOTICE = "cn22.transferred.notice"


def on(day: date, *, after: int = 0) -> datetime:
    """Return ten o'clock in China, so many days after a day."""
    return datetime.combine(day + timedelta(days=after), AT.timetz())


def told(**where: Any) -> list[tuple[str, int, int | None]]:
    """Return level, distance and office of the reminders, in the order of time and level."""
    found = sorted(rows("reminder", **where), key=lambda one: (one["at"], one["id"]))
    return sorted([(one["level"], one["days_before"], one["office"]) for one in found])


def ends(rule: str) -> date:
    """Return the day on which the only clock of a rule ends."""
    found: date = row("clock", rule=rule)["binding_on"]
    return found


def items(**where: Any) -> dict[str, str]:
    """Return the state of each item by its check."""
    return {one["failed"]: one["state"] for one in rows("supervision_item", **where)}


def test_with_nothing_due_nothing_is_written() -> None:
    assert sweep_deadlines(at=AT) == NOTHING
    builders.waiting()
    before = state()
    assert sweep_deadlines(at=AT + timedelta(days=1)) == NOTHING
    assert state() == before


def test_five_days_before_the_handler_is_reminded_and_nobody_else() -> None:
    life = builders.accepted()
    last = ends(HANDLE)
    assert sweep_deadlines(at=on(last, after=-6)).reminded == 0
    assert sweep_deadlines(at=on(last, after=-5)) == Swept(reminded=1)
    assert told() == [("handler", 5, ECOLOGY)]
    entry = entries(life.petition)[-1]
    assert entry["kind"] == "petition.reminded"
    assert entry["actor"] == {"kind": "system", "role": "watch", "name": "watch"}
    assert entry["facts"] == {
        "rule": HANDLE,
        "due_on": last.isoformat(),
        "days_before": 5,
        "levels": ["handler"],
    }


def test_the_three_levels_follow_each_other_to_the_bureau() -> None:
    builders.accepted()
    last = ends(HANDLE)
    for after in (-5, 0, 1):
        sweep_deadlines(at=on(last, after=after))
    assert told() == sorted(
        [
            ("handler", 5, ECOLOGY),
            ("handler", 0, ECOLOGY),
            ("head", 0, ECOLOGY),
            ("handler", -1, ECOLOGY),
            ("head", -1, ECOLOGY),
            ("bureau", -1, BUREAU),
        ]
    )
    notices = [one for one in rows("notice") if one["kind"] == "deadline.reminder"]
    assert sorted((one["facts"]["level"], one["office"]) for one in notices) == sorted(
        (level, office) for level, _, office in told()
    )


@pytest.mark.parametrize("after", [-5, 0, 1, 9])
def test_a_second_sweep_is_silent(after: int) -> None:
    builders.accepted()
    moment = on(ends(HANDLE), after=after)
    sweep_deadlines(at=moment)
    before = state()
    assert sweep_deadlines(at=moment + timedelta(hours=9)) == NOTHING
    assert state() == before


def test_after_days_of_standstill_only_the_latest_level_is_told() -> None:
    builders.accepted()
    sweep_deadlines(at=on(ends(HANDLE), after=12))
    assert {distance for _, distance, _ in told()} == {-1}
    assert len(told()) == 3


def test_the_bureaus_own_duty_goes_no_higher_than_its_head() -> None:
    builders.waiting()
    sweep_deadlines(at=on(ends(DISPATCH), after=1))
    assert told() == [("handler", -1, BUREAU), ("head", -1, BUREAU)]


def test_a_day_that_moved_is_reminded_of_anew() -> None:
    life = builders.accepted()
    first = ends(HANDLE)
    sweep_deadlines(at=on(first, after=-5))
    command = ExtendDeadline(
        petition=life.petition, days=30, reason="complex", notice=builders.new_document(life)
    )
    door.execute(command, actor=HEAD, at=on(first, after=-4))
    second = ends(HANDLE)
    assert second > first
    assert sweep_deadlines(at=on(first, after=1)).reminded == 0
    assert sweep_deadlines(at=on(second, after=-5)).reminded == 1
    assert [one["due_on"] for one in sorted(rows("reminder"), key=lambda one: one["at"])] == [first, second]


def test_what_is_done_in_time_is_reminded_of_no_more() -> None:
    builders.answered(builders.drafted(outcome="explain"))
    assert sweep_deadlines(at=AT + timedelta(days=200)).raised == 0
    assert told(rule=HANDLE) == []


def test_many_at_once_are_all_reminded_and_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "PAGE", 3)
    for _ in range(8):
        builders.waiting()
    moment = on(rows("clock", rule=DISPATCH)[0]["binding_on"], after=1)
    assert sweep_deadlines(at=moment) == Swept(reminded=8, raised=8)
    assert sweep_deadlines(at=moment) == NOTHING
    assert differences() == []


def test_killed_in_the_middle_it_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "PAGE", 2)
    for _ in range(6):
        builders.waiting()
    moment = on(rows("clock", rule=DISPATCH)[0]["binding_on"], after=1)
    usual, calls = door.execute_many, [0]

    def dying(*args: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] == 4:  # the items of the second page are raised, its clocks are not told of yet
            raise KeyboardInterrupt
        return usual(*args, **options)

    monkeypatch.setattr(watching.door, "execute_many", dying)
    with pytest.raises(KeyboardInterrupt):
        sweep_deadlines(at=moment)
    monkeypatch.setattr(watching.door, "execute_many", usual)
    again = sweep_deadlines(at=moment)
    assert again.passed == 0
    assert len(rows("supervision_item")) == 6
    assert len(rows("reminder", level="head")) == 6
    assert sweep_deadlines(at=moment) == NOTHING
    assert differences() == []


def test_a_matter_that_moved_on_while_the_sweep_looked_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    life, other = builders.waiting(), builders.waiting()
    moment = on(rows("clock", rule=DISPATCH)[0]["binding_on"])
    usual, moved = door.execute_many, []

    def moving(commands: Any, **options: Any) -> Any:
        if not moved:
            moved.append(True)
            sent = TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place")
            usual([sent], actor=builders.DISPATCHER, at=moment)
        return usual(commands, **options)

    monkeypatch.setattr(watching.door, "execute_many", moving)
    assert sweep_deadlines(at=moment) == Swept(reminded=1, passed=1)
    assert {one["petition"] for one in rows("reminder")} == {other.petition}


def test_the_accused_office_is_reminded_of_nothing_and_named_in_no_notice() -> None:
    life = builders.accusation(ECOLOGY)
    sweep_deadlines(at=on(ends(DISPATCH), after=1))
    assert rows("reminder", office=ECOLOGY) == []
    assert rows("notice", office=ECOLOGY) == []
    assert rows("reminder", petition=life.petition) != []


def test_a_provisional_day_reminds_nobody() -> None:
    builders.waiting(datetime(2026, 12, 20, 2, tzinfo=AT.tzinfo))
    assert row("clock", rule=DISPATCH)["binding_on"] is None
    assert sweep_deadlines(at=datetime(2027, 2, 1, 2, tzinfo=AT.tzinfo)) == NOTHING


def test_the_petitioner_is_reminded_five_days_before_the_window_ends_and_of_nothing_later() -> None:
    life = builders.answered()
    window = ends("cn22.review.request")
    sweep_deadlines(at=on(window, after=-5))
    assert told(level="petitioner") == [("petitioner", 5, None)]
    [notice] = [one for one in rows("notice") if one["kind"] == "deadline.reminder"]
    assert (notice["office"], notice["petition"]) == (None, life.petition)
    sweep_deadlines(at=on(window))
    sweep_deadlines(at=on(window, after=1))
    assert len(told()) == 1


def test_a_window_found_after_its_end_reminds_nobody() -> None:
    builders.answered()
    sweep_deadlines(at=on(ends("cn22.review.request"), after=3))
    assert told(level="petitioner") == []


def test_other_distances_take_effect_from_the_next_sweep() -> None:
    settings = {**shipped_watch().plain, "duty": [
        {"days_before": 10, "to": ["handler", "head"]}, {"days_before": -1, "to": ["bureau"]}]}  # fmt: skip
    builders.accepted()
    last = ends(HANDLE)
    door.execute(SetWatch(settings=settings), actor=INSTALLER, at=AT)
    sweep_deadlines(at=on(last, after=-10))
    assert told() == [("handler", 10, ECOLOGY), ("head", 10, ECOLOGY)]
    sweep_deadlines(at=on(last, after=1))
    assert told(days_before=-1) == [("bureau", -1, BUREAU)]


def test_what_was_told_under_other_settings_is_not_told_twice() -> None:
    builders.waiting()
    moment = on(ends(DISPATCH), after=1)
    sweep_deadlines(at=moment)
    settings = {**shipped_watch().plain, "duty": [
        {"days_before": 20, "to": ["handler"]}, {"days_before": -1, "to": ["handler"]}]}  # fmt: skip
    door.execute(SetWatch(settings=settings), actor=INSTALLER, at=moment)
    assert sweep_deadlines(at=moment) == NOTHING


def test_a_transfer_not_made_by_day_fifteen_is_raised_and_closed_when_it_is_made() -> None:
    life = builders.waiting()
    last = ends(DISPATCH)
    assert sweep_deadlines(at=on(last)).raised == 0
    assert sweep_deadlines(at=on(last, after=1)).raised == 1
    found = row("supervision_item")
    assert (found["failed"], found["office"], found["since"]) == ("transfer", BUREAU, last)
    assert found["article"] == "信访工作条例 第二十二条第一款、第四十三条"
    sent = TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place")
    door.execute(sent, actor=builders.DISPATCHER, at=on(last, after=4))
    assert sweep_deadlines(at=on(last, after=4)).cured == 1
    found = row("supervision_item")
    assert (found["state"], found["closed_by"]) == ("closed", "done")
    assert found["cured_on"] == last + timedelta(days=4)
    assert row("clock", rule=DISPATCH)["watched"] == 0
    assert differences() == []


def test_an_idle_office_is_asked_why_it_neither_accepted_nor_told() -> None:
    life = builders.classified(builders.file_petition())
    last = ends(NOTICE)
    sweep_deadlines(at=on(last, after=1))
    assert items(office=ECOLOGY) == {"accept": "open", "tell": "open"}
    accepting = AcceptPetition(petition=life.petition, notice=builders.new_document(life))
    door.execute(accepting, actor=HANDLER, at=on(last, after=2))  # with the notice, served by portal
    sweep_deadlines(at=on(last, after=2))
    assert items() == {"accept": "closed", "tell": "closed"}
    assert {one["cured_on"] for one in rows("supervision_item")} == {last + timedelta(days=2)}


def test_an_office_that_accepted_and_did_not_tell_is_asked_for_the_notice_alone() -> None:
    life = builders.accepted(builders.file_petition(electronic=False))
    last = ends(NOTICE)
    sweep_deadlines(at=on(last, after=1))
    assert items(rule=NOTICE) == {"tell": "open"}
    served = ServeDocument(
        petition=life.petition,
        document=life.documents["acceptance"],
        way="post",
        served_on=last + timedelta(days=3),
    )
    door.execute(served, actor=HANDLER, at=on(last, after=3))
    sweep_deadlines(at=on(last, after=3))
    assert items(rule=NOTICE) == {"tell": "closed"}


def test_a_matter_not_concluded_in_sixty_days_is_raised_and_closed_by_the_late_opinion() -> None:
    life = builders.signed()
    last = ends(HANDLE)
    sweep_deadlines(at=on(last, after=1))
    assert items() == {"conclude": "open"}
    served = ServeDocument(
        petition=life.petition,
        document=life.documents["opinion"],
        way="in_person",
        served_on=last + timedelta(days=8),
    )
    door.execute(served, actor=HANDLER, at=on(last, after=8))
    sweep_deadlines(at=on(last, after=8))
    found = row("supervision_item", failed="conclude")
    assert (found["state"], found["cured_on"]) == ("closed", last + timedelta(days=8))


def test_what_the_bureau_does_not_supervise_is_raised_against_the_bureau() -> None:
    builders.file_petition()
    last = ends(NOTICE)
    sweep_deadlines(at=on(last, after=1))
    sweep_deadlines(at=on(last, after=6))
    assert "supervise" not in items()
    assert sweep_deadlines(at=on(last, after=7)).raised == 1
    found = rows("supervision_item", failed="supervise")
    assert {(one["office"], one["state"]) for one in found} == {(BUREAU, "open")}
    assert len(found) == 2  # one for each item that nobody acted on
    assert sweep_deadlines(at=on(last, after=20)) == NOTHING


def test_when_the_cause_is_cured_supervision_is_owed_no_longer() -> None:
    life = builders.classified(builders.file_petition())
    last = ends(NOTICE)
    sweep_deadlines(at=on(last, after=1))
    sweep_deadlines(at=on(last, after=7))
    accepting = AcceptPetition(petition=life.petition, notice=builders.new_document(life))
    door.execute(accepting, actor=HANDLER, at=on(last, after=8))
    sweep_deadlines(at=on(last, after=8))
    found = rows("supervision_item", failed="supervise")
    assert {(one["state"], one["closed_by"], one["cured_on"]) for one in found} == {
        ("closed", "no_longer_owed", None)
    }
    assert differences() == []


def test_a_supported_request_without_a_record_that_it_was_carried_out_is_raised_once_it_stands() -> None:
    builders.answered(builders.drafted(outcome="support"))
    window = ends("cn22.review.request")
    assert sweep_deadlines(at=on(window)).raised == 0
    assert sweep_deadlines(at=on(window, after=1)).raised == 1
    found = row("supervision_item")
    assert (found["failed"], found["office"], found["since"]) == ("execute", ECOLOGY, window)


@pytest.mark.parametrize("outcome", ["explain", "not_support"])
def test_what_was_not_supported_needs_no_carrying_out(outcome: str) -> None:
    builders.answered(builders.drafted(outcome=outcome))
    swept = sweep_deadlines(at=on(ends("cn22.review.request"), after=1))
    assert (swept.raised, swept.passed) == (0, 0)
    assert rows("supervision_item") == []


def test_a_review_asked_for_in_time_keeps_the_opinion_from_standing() -> None:
    life = builders.under_review(builders.answered(builders.drafted(outcome="support")))
    sweep_deadlines(at=on(local_date(life.at), after=60))
    assert "execute" not in items()


def test_what_was_received_long_before_it_was_registered_is_raised_and_closed_late() -> None:
    received = AT - timedelta(days=30)
    builders.waiting(channel="letter", happened_at=received, happened_source="postmark")
    sweep_deadlines(at=AT + timedelta(hours=1))
    assert items() == {"register": "closed", "transfer": "open"}
    found = row("supervision_item", failed="register")
    assert (found["office"], found["cured_on"]) == (BUREAU, local_date(AT))


def test_history_brought_in_was_registered_elsewhere() -> None:
    builders.waiting(channel="import", happened_at=AT - timedelta(days=30), happened_source="old system")
    sweep_deadlines(at=AT + timedelta(hours=1))
    assert items() == {"transfer": "open"}


def test_looking_when_nothing_is_due_reads_no_row_of_those_told_before() -> None:
    for _ in range(5):
        builders.waiting()
    moment = on(rows("clock", rule=DISPATCH)[0]["binding_on"], after=1)
    before = due.plans(today=local_date(moment))
    sweep_deadlines(at=moment)
    after = due.plans(today=local_date(moment))
    assert sum(plan.rows for plan in before) >= 5
    assert sum(plan.rows for plan in after) == 0


def test_someone_who_may_not_reminds_nobody() -> None:
    builders.waiting()
    found = row("clock", rule=DISPATCH)
    assert found["told"] == 999
    with pytest.raises(Conflict):
        door.execute(
            watching.Remind(petition=found["petition"], clock=found["id"], due_on=found["binding_on"]),
            actor=watching.WATCH,
            at=AT,
        )
