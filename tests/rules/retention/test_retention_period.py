"""How long a closed matter is kept: in sentences a lawyer could sign."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from huiyin.rules.lifecycle.states import Klass, State
from huiyin.rules.retention.period import Closed, Period, SetPeriod, last_day, period_of, starts_on
from huiyin.rules.retention.schedule import Adopted, Fact, RunsFrom, shipped_schedule
from huiyin.rules.retention.wording import explain, fact_text, years_text

CLOSED = Closed(closed_on=date(2026, 5, 6), klass=Klass.CLAIM, state=State.ANSWERED)
ADOPTED = Adopted(
    id=UUID(int=1), effective_on=date(2026, 1, 1), approval="锦档函〔2026〕3号", schedule=shipped_schedule()
)


def kept(given: SetPeriod | None = None, **facts: Any) -> Period:
    return period_of(replace(CLOSED, given=given, **facts), ADOPTED)


def test_ten_years_run_from_the_first_of_january_after_the_closing_to_the_end_of_the_tenth_year() -> None:
    period = kept()
    assert (period.category, period.years) == ("handled", 10)
    assert (period.starts_on, period.ends_on) == (date(2027, 1, 1), date(2036, 12, 31))
    assert not period.is_over(date(2036, 12, 31))
    assert period.is_over(date(2037, 1, 1))


def test_closed_on_the_last_day_of_a_year_it_runs_from_the_next_day_on() -> None:
    assert kept(closed_on=date(2026, 12, 31)).ends_on == date(2036, 12, 31)
    assert kept(closed_on=date(2027, 1, 1)).ends_on == date(2037, 12, 31)


def test_what_was_re_examined_is_kept_for_thirty_years() -> None:
    period = kept(reexamined=True)
    assert (period.category, period.ends_on) == ("reexamined", date(2056, 12, 31))
    assert period.because == (Fact.REEXAMINED,)


def test_what_is_kept_for_ever_never_ends() -> None:
    given = SetPeriod(category="instructed", years=0, held=False, reason="省委领导批示")
    period = kept(given)
    assert (period.ends_on, period.by_hand) == (None, True)
    assert not period.is_over(date(9999, 12, 31))


def test_a_hold_keeps_a_matter_whose_period_is_over() -> None:
    period = kept(SetPeriod(category=None, years=None, held=True, reason="正在诉讼"))
    assert (period.category, period.by_hand, period.held) == ("handled", False, True)
    assert not period.is_over(date(2040, 1, 1))


def test_a_class_that_was_set_holds_with_its_years_though_a_later_schedule_knows_it_no_more() -> None:
    given = SetPeriod(category="flood", years=30, held=False, reason="洪灾")
    period = kept(given)
    assert (period.category, period.name.zh, period.years) == ("flood", "flood", 30)
    assert period.ends_on == date(2056, 12, 31)


@pytest.mark.parametrize(
    ("closed_on", "last"),
    [
        (date(2026, 5, 6), date(2036, 5, 6)),
        (date(2028, 2, 28), date(2038, 2, 28)),
        (date(2028, 2, 29), date(2038, 2, 28)),
        (date(2026, 12, 31), date(2036, 12, 31)),
    ],
)
def test_counted_from_the_closing_ten_years_end_on_the_same_day_ten_years_later(
    closed_on: date, last: date
) -> None:
    assert last_day(starts_on(closed_on, RunsFrom.CLOSING), 10) == last


def test_the_facts_of_a_matter_are_those_recorded() -> None:
    assert CLOSED.facts == {Fact.CLAIM}
    declined = Closed(
        closed_on=date(2026, 5, 6),
        klass=None,
        state=State.DECLINED,
        joint=True,
        reviewed=True,
        reexamined=True,
    )
    assert declined.facts == {Fact.DECLINED, Fact.JOINT, Fact.REVIEWED, Fact.REEXAMINED}
    assert Fact.REDIRECTED in replace(CLOSED, state=State.REDIRECTED).facts


def test_the_period_explains_itself_in_chinese() -> None:
    assert explain(kept(), "zh-hans") == (
        "类别：其他办结事项（不属于其他各类）。",
        "保管期限：10年。批准依据：锦档函〔2026〕3号。",
        "2026年5月6日办结，自次年1月1日（2027年1月1日）起算，2036年12月31日届满。",
    )
    assert "因经过复核" in explain(kept(reexamined=True), "zh-hans")[0]


def test_the_period_explains_itself_in_english() -> None:
    assert explain(kept(reexamined=True), "en") == (
        "Class: Matters that were re-examined (because it was re-examined).",
        "Kept: 30 years. Approval: 锦档函〔2026〕3号.",
        (
            "Closed on 6 May 2026; the period runs from 1 January of the next year (1 January 2027); "
            "its last day is 31 December 2056."
        ),
    )
    assert explain(kept(), "en")[0].endswith("(it is of no other class).")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ("由工作人员指定：省委领导批示", "永久保存", "已暂停销毁")),
        ("en", ("set by a person", "for ever", "Held")),
    ],
)
def test_what_a_person_set_is_told_with_the_reason(language: str, said: tuple[str, ...]) -> None:
    given = SetPeriod(category="instructed", years=0, held=True, reason="省委领导批示")
    told = "".join(explain(kept(given), language))
    for one in said:
        assert one in told


def test_counted_from_the_closing_it_says_so() -> None:
    schedule = replace(shipped_schedule(), runs_from=RunsFrom.CLOSING)
    period = period_of(CLOSED, replace(ADOPTED, schedule=schedule))
    assert "自次日（2026年5月7日）起算，2036年5月6日届满" in explain(period, "zh-hans")[2]
    assert "runs from 7 May 2026" in explain(period, "en")[2]


def test_periods_and_facts_have_words_in_both_languages() -> None:
    assert [years_text(years, "zh-hans") for years in (0, 30)] == ["永久", "30年"]
    assert [years_text(years, "en") for years in (0, 10)] == ["permanent", "10 years"]
    assert all(fact_text(one, "en") != fact_text(one, "zh-hans") for one in Fact)
