"""The sweep of deadlines reminds: in three levels, once, of days that bind, those whom they concern."""

from datetime import datetime, timedelta

import pytest
from swept import DISPATCH, HANDLE, NOTHING, ends, on, told

import builders
from builders import BUREAU, ECOLOGY, HEAD, INSTALLER
from huiyin.commands.handling.extend_deadline import ExtendDeadline
from huiyin.commands.oversight.set_watch import SetWatch
from huiyin.door import door
from huiyin.kernel.errors import Conflict
from huiyin.prepare import watching
from huiyin.prepare.watching import Swept, sweep_deadlines
from huiyin.rules.oversight.watch import shipped_watch
from support.moment import AT
from support.state import entries, row, rows

pytestmark = pytest.mark.usefixtures("installed")


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
