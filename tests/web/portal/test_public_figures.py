"""The public figures: every number with its denominator, also as table and file; small ones nowhere."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from wizard import text

import builders
from huiyin.jobs.figures import refresh_figures
from huiyin.prepare import house

pytestmark = pytest.mark.usefixtures("installed")

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
AFTER = datetime(2026, 4, 6, 2, tzinfo=UTC)


def population() -> None:
    for minute in range(23):
        builders.file_petition(START + timedelta(minutes=minute))
    for minute in range(14):
        builders.file_petition(START + timedelta(hours=3, minutes=minute), division=builders.QINGYANG)
    for minute in range(4):
        builders.waiting(START + timedelta(hours=6, minutes=minute), division=builders.MIANYANG)


@pytest.fixture
def published(installed: Any) -> None:  # noqa: ARG001  the ground it stands on
    """March, with 37 matters of Chengdu and 4 of Mianyang."""
    population()
    refresh_figures(at=AFTER)


def rows(browser: Client, cut: str, query: str = "") -> list[dict[str, Any]]:
    answered = browser.get(f"/figures/{cut}.csv{query}")
    assert answered.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answered.content.decode("utf-8-sig"))))


def test_before_anything_is_published_the_page_says_when_and_why(browser: Client) -> None:
    page = text(browser.get("/figures/"))
    assert "还没有可以公布的数据" in page
    assert browser.get("/figures/places.csv").status_code == 404


@pytest.mark.usefixtures("published")
def test_the_newest_period_is_shown_with_its_day_its_definitions_and_denominators(browser: Client) -> None:
    page = text(browser.get("/figures/"))
    assert "2026年3月" in page
    assert "数据截至 2026年4月6日" in page
    assert "分母" in page
    assert page.count('class="t5') == 21
    assert "每个数字的含义" in page


@pytest.mark.usefixtures("published")
def test_a_small_number_is_neither_on_the_page_nor_in_any_file(browser: Client) -> None:
    for cut in ("places", "topics", "crossed"):
        found = rows(browser, cut)
        shown = [row for row in found if row["status"] == "published"]
        hidden = [row for row in found if row["status"] == "suppressed"]
        assert shown
        assert hidden
        assert len(shown) + len(hidden) == len(found)
        assert [row for row in shown if 0 < int(row["base"]) < 10] == []
        assert {(row["value"], row["base"]) for row in hidden} == {("", "")}
    [mianyang] = [
        row for row in rows(browser, "places") if (row["place"], row["measure"]) == ("510700", "received")
    ]
    assert (mianyang["value"], mianyang["base"], mianyang["status"]) == ("", "", "suppressed")


@pytest.mark.usefixtures("published")
def test_page_and_file_show_the_same_number(browser: Client) -> None:
    [whole] = [
        row
        for row in rows(browser, "places")
        if (row["place"], row["topic"], row["measure"]) == ("510000", "", "received")
    ]
    assert whole["value"] == "41"
    assert "<b>41</b>" in text(browser.get("/figures/"))


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("measure", ["received", "concluded", "notice_in_time", "days_median", "nonsense"])
def test_every_figure_has_its_tiles_and_bars(browser: Client, measure: str) -> None:
    page = text(browser.get("/figures/", {"show": measure}))
    assert page.count('class="t5') == 21
    assert 'aria-current="true"' in page


@pytest.mark.usefixtures("published")
def test_an_unknown_period_or_table_is_no_error_of_ours(browser: Client) -> None:
    assert "2026年3月" in text(browser.get("/figures/", {"from": "x"}))
    assert browser.get("/figures/people.csv").status_code == 404


@pytest.mark.usefixtures("published")
def test_the_page_reads_in_english(browser: Client) -> None:
    browser.post("/language/", {"language": "en"})
    page = text(browser.get("/figures/"))
    assert "March 2026" in page
    assert "Received, by prefecture" in page
    assert "%(" not in page


def test_made_matters_are_marked_and_can_be_left_out(browser: Client) -> None:
    population()
    house.use_mode(house.Mode(demo=True))
    try:
        builders.file_petition(START)
        refresh_figures(at=AFTER)
        page = text(browser.get("/figures/"))
    finally:
        house.use_mode(house.Mode())
    assert "演示：这些事项都是虚构的" in page
    assert "不看演示数据" in page
    real = text(browser.get("/figures/", {"demo": "0"}))
    assert "演示：这些事项都是虚构的" not in real
    assert {row["demonstration"] for row in rows(browser, "places", "?demo=1")} == {"yes"}


@pytest.mark.usefixtures("published")
def test_the_page_is_light(browser: Client) -> None:
    assert len(browser.get("/figures/").content) < 80_000
