"""The daily job: what has ended is published once, exactly as it can be counted by hand."""

import statistics
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import builders
from huiyin.commands.outreach.rate_petition import RatePetition
from huiyin.door import attempts
from huiyin.jobs import tasks
from huiyin.jobs.figures import refresh_figures
from huiyin.kernel import clock
from huiyin.kernel.ids import new_id
from huiyin.prepare import house
from huiyin.queries.outreach.figures import Figure, Figures, figures, over_time, published_periods
from huiyin.records import sql
from huiyin.rules.disclosure.measures import PROVINCE_ONLY, Measure
from huiyin.rules.disclosure.periods import Period

pytestmark = pytest.mark.usefixtures("installed")

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
START = datetime(2026, 3, 2, 2, tzinfo=UTC)
AFTER = datetime(2026, 4, 6, 2, tzinfo=UTC)


def population(make: Callable[[datetime], Any], number: int, start: datetime = START) -> list[Any]:
    return [make(start + timedelta(minutes=minute)) for minute in range(number)]


def march(*, demo: bool = False) -> Figures:
    found = figures(MARCH, demo=demo)
    assert found is not None
    return found


def test_nothing_is_published_before_the_month_has_ended_and_settled() -> None:
    population(builders.file_petition, 12)
    assert refresh_figures(at=AFTER - timedelta(days=1)) == 0
    assert published_periods(demo=False) == []
    assert refresh_figures(at=AFTER) > 0
    assert MARCH in published_periods(demo=False)


def test_counts_are_those_of_the_matters() -> None:
    population(builders.file_petition, 12)
    refresh_figures(at=AFTER)
    assert march().at(Measure.RECEIVED) == Figure(value=12, base=12)
    assert march().at(Measure.RECEIVED, 510100, "environment") == Figure(value=12, base=12)
    assert march().at(Measure.RECEIVED, 510700) == Figure(value=0, base=0)


def test_a_second_run_and_a_later_matter_change_nothing_of_a_published_month() -> None:
    population(builders.file_petition, 12)
    refresh_figures(at=AFTER)
    before = march()
    assert refresh_figures(at=AFTER) == 0
    builders.file_petition(AFTER, happened_at=START, happened_source="letter")
    refresh_figures(at=AFTER + timedelta(days=1))
    assert march() == before


def test_an_import_of_old_matters_gives_whole_years() -> None:
    builders.file_petition(START)
    old = datetime(2019, 4, 25, 1, tzinfo=UTC)
    for _ in range(11):
        builders.file_petition(START, happened_at=old, happened_source="import")
    refresh_figures(at=AFTER)
    found = figures(Period(date(2019, 1, 1), date(2019, 12, 31)), demo=False)
    assert found is not None
    assert found.at(Measure.RECEIVED) == Figure(value=11, base=11)


def test_small_numbers_are_nowhere_in_what_the_public_role_can_read() -> None:
    population(builders.file_petition, 11)
    population(lambda at: builders.file_petition(at, division=builders.MIANYANG), 3)
    refresh_figures(at=AFTER)
    found = march()
    shown = [figure.base for (measure, _, _), figure in found.cells.items() if figure.base]
    assert all(base >= 10 for base in shown)
    assert found.at(Measure.RECEIVED, 510700) == Figure(value=None, base=None)
    assert found.at(Measure.RECEIVED, 510100) == Figure(value=None, base=None)
    with pytest.raises(Exception, match="permission denied"):
        sql.fetch(sql.READER, "SELECT counted FROM figure")


def test_accusations_count_for_the_province_only() -> None:
    population(builders.file_petition, 12)
    for minute in range(11):
        at = START + timedelta(hours=2, minutes=minute)
        builders.file_petition(at, **{**builders.UNCLEAR, "klass": "accusation", "respondents": []})
    refresh_figures(at=AFTER)
    assert march().at(Measure.RECEIVED) == Figure(value=23, base=23)
    assert march().at(Measure.RECEIVED, 510100) == Figure(value=12, base=12)
    assert march().at(Measure.RECEIVED, PROVINCE_ONLY) == Figure(value=11, base=11)


def test_days_in_time_and_ratings_are_those_of_the_matters_themselves() -> None:
    days = []
    for minute in range(12):
        life = builders.answered(builders.drafted(builders.accepted(
            builders.file_petition(START + timedelta(minutes=minute)))))  # fmt: skip
        days.append((life.at - START).days - 1)  # served the day before it was recorded
        if minute < 10:
            rating = RatePetition(
                petition=life.petition, id=new_id(life.at), of="office", grade=5 if minute else 1,
                sealed_comment=None,
            )  # fmt: skip
            life.then(rating, life.petitioner)
    refresh_figures(at=AFTER)
    assert march().at(Measure.CONCLUDED) == Figure(value=12, base=12)
    assert march().at(Measure.DAYS_MEDIAN) == Figure(value=round(statistics.median(days)), base=12)
    assert march().at(Measure.NOTICE_IN_TIME) == Figure(value=100, base=12)
    assert march().at(Measure.OFFICE_SATISFIED) is None
    refresh_figures(at=datetime(2026, 5, 1, 2, tzinfo=UTC))
    assert march().at(Measure.OFFICE_SATISFIED) == Figure(value=90, base=10)
    assert march().at(Measure.OFFICE_RESPONSE) == Figure(value=83, base=12)
    assert march().at(Measure.BUREAU_RESPONSE) == Figure(value=0, base=12)


def test_made_matters_stand_apart_and_are_shown_up_to_today() -> None:
    house.use_mode(house.Mode(demo=True))
    try:
        population(builders.file_petition, 10)
    finally:
        house.use_mode(house.Mode())
    refresh_figures(at=START + timedelta(days=3))
    running = Period(date(2026, 3, 1), date(2026, 3, 5))
    assert published_periods(demo=True) == [running]
    assert published_periods(demo=False) == []
    refresh_figures(at=START + timedelta(days=4))
    assert published_periods(demo=True) == [Period(date(2026, 3, 1), date(2026, 3, 6))]


def test_every_period_stands_on_the_line_over_time() -> None:
    population(builders.file_petition, 12)
    refresh_figures(at=datetime(2026, 5, 8, 2, tzinfo=UTC))
    line = over_time(demo=False)[Measure.RECEIVED]
    assert [period.first_on.month for period, _ in line] == [3, 4]
    assert [figure.value for _, figure in line] == [12, 0]


def test_the_nightly_job_publishes_and_a_demonstration_shows_its_own_sooner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    population(builders.file_petition, 12)
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    tasks.show_made_figures.func(0)
    assert published_periods(demo=False) == []
    tasks.publish_figures.func(0)
    assert MARCH in published_periods(demo=False)
    house.use_mode(house.Mode(demo=True))
    try:
        builders.file_petition(START + timedelta(hours=5))
        tasks.show_made_figures.func(0)
    finally:
        house.use_mode(house.Mode())
    assert MARCH in published_periods(demo=True)


def test_forgotten_tries_are_swept() -> None:
    attempts.change([b"k" * 32], lambda before: before, at=START)
    assert attempts.sweep(at=START + timedelta(hours=23)) == 0
    assert attempts.sweep(at=START + timedelta(hours=24)) == 1
