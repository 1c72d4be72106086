"""Quarters as the law counts them, and when one may be audited."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.audit.quarters import Quarter, audited_until, parse_quarter

THIRD = Quarter(year=2026, number=3)


def test_a_quarter_begins_and_ends_in_the_legal_time_of_the_place() -> None:
    assert THIRD.first_at == datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert THIRD.end_at == datetime(2026, 9, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize("year", range(2020, 2031))
def test_quarters_follow_each_other_without_a_gap(year: int) -> None:
    four = [Quarter(year=year, number=number) for number in (1, 2, 3, 4)]
    following = [*four[1:], Quarter(year=year + 1, number=1)]
    assert [one.end_at for one in four] == [one.first_at for one in following]
    assert max([*following, *four]) == following[-1]


@pytest.mark.parametrize("text", ["2026Q1", "2026Q4", "2099Q2"])
def test_what_is_written_is_read_and_written_back(text: str) -> None:
    assert str(parse_quarter(text)) == text


@pytest.mark.parametrize(
    "text", ["", "2026", "2026Q0", "2026Q5", "2026q3", "Q3", "2026Q3 ", "２０２６Q3", "1999Q3", "2026Q33"]
)
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_quarter(text)
    assert refused.value.code == "audit.not_a_quarter"


def test_a_finished_quarter_is_audited_to_its_end_interim_or_not() -> None:
    for at in (THIRD.end_at, THIRD.end_at + timedelta(days=400)):
        assert audited_until(THIRD, at=at, interim=False) == THIRD.end_at
        assert audited_until(THIRD, at=at, interim=True) == THIRD.end_at


def test_a_running_quarter_is_audited_only_as_an_interim_one() -> None:
    last = THIRD.end_at - timedelta(microseconds=1)
    assert audited_until(THIRD, at=last, interim=True) == last
    with pytest.raises(Invalid) as refused:
        audited_until(THIRD, at=last, interim=False)
    assert refused.value.code == "audit.quarter_unfinished"


@pytest.mark.parametrize("interim", [False, True])
def test_a_quarter_to_come_is_never_audited(*, interim: bool) -> None:
    with pytest.raises(Invalid) as refused:
        audited_until(THIRD, at=THIRD.first_at - timedelta(seconds=1), interim=interim)
    assert refused.value.code == "audit.quarter_to_come"
