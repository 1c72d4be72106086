"""When whom to remind: settings read, refused by what is wrong with them, and asked of a day."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import OfficeId
from huiyin.rules.oversight.watch import (
    UNTOLD,
    Level,
    Recipient,
    Stage,
    read_watch,
    recipients,
    shipped_watch,
)

LAST = date(2026, 7, 1)
OFFICE, BUREAU = OfficeId(2), OfficeId(1)
ALL = Stage(days_before=-1, to=(Level.HANDLER, Level.HEAD, Level.BUREAU))


def plain(**other: Any) -> dict[str, Any]:
    return {
        "supervise_after_days": 5,
        "duty": [{"days_before": -1, "to": ["handler"]}],
        "window": [{"days_before": -1, "to": []}],
        **other,
    }


def test_what_is_shipped_reminds_five_days_before_on_the_day_and_the_day_after() -> None:
    watch = shipped_watch()
    assert [(stage.days_before, [one.value for one in stage.to]) for stage in watch.duty] == [
        (5, ["handler"]),
        (0, ["handler", "head"]),
        (-1, ["handler", "head", "bureau"]),
    ]
    assert [stage.days_before for stage in watch.window] == [5, -1]
    assert read_watch(watch.plain) == watch


@pytest.mark.parametrize(("after", "expected"), [(-6, None), (-5, 5), (-1, 5), (0, 0), (1, -1), (30, -1)])
def test_the_latest_stage_that_is_due_counts(after: int, expected: int | None) -> None:
    stage = shipped_watch().newest(LAST, LAST + timedelta(days=after), window=False)
    assert (stage.days_before if stage else None) == expected


def test_a_clock_may_carry_any_greater_distance_that_ever_stood() -> None:
    watch = read_watch({**shipped_watch().plain, "former": [14, 3]})
    assert watch.told_before(watch.duty[1], window=False) == (3, 5, 14, UNTOLD)
    assert watch.told_before(watch.window[0], window=True) == (14, UNTOLD)


def test_an_overdue_duty_reaches_handler_head_and_bureau() -> None:
    assert recipients(ALL, office=OFFICE, bureau=BUREAU, denied=frozenset()) == (
        Recipient(level=Level.HANDLER, office=OFFICE),
        Recipient(level=Level.HEAD, office=OFFICE),
        Recipient(level=Level.BUREAU, office=BUREAU),
    )


def test_an_office_that_is_accused_is_reminded_of_nothing() -> None:
    told = recipients(ALL, office=OFFICE, bureau=BUREAU, denied=frozenset({OFFICE}))
    assert told == (Recipient(level=Level.BUREAU, office=BUREAU),)


@pytest.mark.parametrize("office", [BUREAU, None])
def test_the_bureau_is_not_told_of_its_own_duty_twice(office: OfficeId | None) -> None:
    told = recipients(ALL, office=office, bureau=BUREAU, denied=frozenset())
    assert [(one.level, one.office) for one in told] == [(Level.HANDLER, BUREAU), (Level.HEAD, BUREAU)]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"unknown": 1}, "watch.unknown_key"),
        ({"supervise_after_days": -1}, "watch.days"),
        ({"supervise_after_days": None}, "watch.days"),
        ({"duty": []}, "watch.order"),
        ({"duty": [{"days_before": 5, "to": ["handler"]}]}, "watch.order"),
        (
            {"duty": [{"days_before": -1, "to": ["handler"]}, {"days_before": 5, "to": ["head"]}]},
            "watch.order",
        ),
        ({"duty": [{"days_before": 400, "to": ["handler"]}]}, "watch.days"),
        ({"duty": [{"days_before": "5", "to": ["handler"]}]}, "watch.days"),
        ({"duty": [{"days_before": -1, "to": ["petitioner"]}]}, "watch.levels"),
        ({"duty": [{"days_before": -1, "to": "handler"}]}, "watch.levels"),
        ({"duty": [{"days_before": -1, "to": [], "also": 1}]}, "watch.levels"),
        ({"window": [{"days_before": -1, "to": ["head"]}]}, "watch.levels"),
    ],
)
def test_unsound_settings_are_refused_by_what_is_wrong(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_watch(plain(**wrong))
    assert caught.value.code == code
