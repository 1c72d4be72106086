"""The queue: next due first, only one's own, found again by number, place, topic, office, state and date."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asked import Statements
from django.test import Client
from officials import signed_in, words

import builders
from huiyin.queries.handling import find as finding
from huiyin.queries.handling import queue as queueing
from huiyin.rules.access.roles import Role
from support.moment import AT

NUMBER = re.compile(r'<p class="meta"><span class="number">([^<]+)')


def numbers(browser: Client, place: str = "/desk/") -> list[str]:
    return NUMBER.findall(words(browser.get(place)))


def number(life: builders.Life) -> str:
    return life.prepared.command.number


def test_what_is_due_first_stands_first(handler: Client) -> None:
    lives = [builders.file_petition(AT - timedelta(days=days)) for days in (1, 9, 20, 4)]
    expected = [number(lives[place]) for place in (2, 1, 3, 0)]
    assert numbers(handler) == expected


def test_an_office_sees_its_own_parts_only(handler: Client, stranger: Client, dispatcher: Client) -> None:
    life = builders.file_petition()
    assert numbers(handler) == [number(life)]
    assert numbers(dispatcher) == [number(life)]
    assert numbers(stranger) == []
    assert "这里没有待办事项" in words(stranger.get("/desk/"))


def test_a_line_says_state_days_duty_topic_place_and_a_masked_name(handler: Client) -> None:
    builders.file_petition(AT - timedelta(days=12))
    page = words(handler.get("/desk/"))
    for said in (
        "还有 3 天",
        "2026年5月9日",
        "书面告知信访人",
        "水污染",
        "成都市锦江区",
        "王**",
        "纺织厂偷排污水",
    ):
        assert said in page
    assert "王小明" not in page
    assert 'class="line soon"' in page


def test_overdue_and_undated_matters_are_drawn_differently(handler: Client, dispatcher: Client) -> None:
    builders.file_petition(AT - timedelta(days=30))
    assert "超期" in words(handler.get("/desk/"))
    assert 'class="line overdue"' in words(handler.get("/desk/"))
    assert 'class="line none"' in words(dispatcher.get("/desk/"))


def test_counts_are_of_what_this_office_has(handler: Client) -> None:
    for days in (30, 12, 1):
        builders.file_petition(AT - timedelta(days=days))
    page = words(handler.get("/desk/"))
    assert re.findall(r"<b>(\d+)</b><span class=\"state", page) == ["1", "1", "1", "0"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due=overdue", 1),
        ("due=soon", 1),
        ("due=later", 1),
        ("due=undated", 0),
        ("state=transferred", 3),
        ("state=answered", 0),
        ("topic=environment", 3),
        ("topic=environment.water", 3),
        ("topic=labour", 0),
        ("place=510104", 3),
        ("place=510105", 0),
        ("place=510100", 3),
        ("state=nonsense&topic=nonsense&place=nonsense&due=nonsense&after=nonsense", 3),
        ("place=999999", 3),
    ],
)
def test_each_condition_of_the_sentence_narrows_the_queue(handler: Client, query: str, found: int) -> None:
    for days in (30, 12, 1):
        builders.file_petition(AT - timedelta(days=days))
    assert len(numbers(handler, f"/desk/?{query}")) == found
    if not found:
        assert "没有符合条件的事项" in words(handler.get(f"/desk/?{query}"))


def test_pages_follow_each_other_without_loss_or_repetition(
    dispatcher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "PAGE", 2)
    dated = [number(builders.waiting(AT - timedelta(days=days))) for days in (9, 1, 5, 7, 3)]
    undated = [number(builders.file_petition()) for _ in range(4)]  # sent on: nothing is due from the bureau
    seen: list[str] = []
    place = "/desk/"
    while place:
        page = words(dispatcher.get(place))
        seen += NUMBER.findall(page)
        following = re.search(r'rel="next" href="\?([^"]+)"', page)
        place = f"/desk/?{following[1]}" if following else ""
    assert seen[:5] == [dated[index] for index in (0, 3, 2, 4, 1)]
    assert sorted(seen) == sorted(dated + undated)


def test_the_bureau_sees_the_best_two_offices_for_what_waits(dispatcher: Client, handler: Client) -> None:
    text = "小区自来水发黄有异味已持续两周，物业和水厂互相推诿。"
    life = builders.waiting(title="小区自来水发黄有异味", text=text)
    page = words(dispatcher.get("/desk/?waiting=1"))
    assert "建议转送：" in page
    assert f"/desk/petition/{number(life)}/transfer/" in page
    assert "建议转送的单位" in words(dispatcher.get(f"/desk/petition/{number(life)}/panel/"))
    assert "建议转送：" not in words(handler.get("/desk/"))


def test_only_what_waits_for_a_person_is_shown_when_asked(dispatcher: Client) -> None:
    builders.file_petition()
    life = builders.waiting()
    assert numbers(dispatcher, "/desk/?waiting=1") == [number(life)]
    assert "从文字中未能判断" in words(dispatcher.get("/desk/?waiting=1"))


def test_an_inspector_sees_the_whole_division_or_the_own_office(installed: Any) -> None:  # noqa: ARG001
    inspector = signed_in(builders.official(Role.INSPECTOR, builders.BUREAU))
    first = builders.file_petition(AT - timedelta(days=30))
    second = builders.waiting()
    elsewhere = builders.file_petition(division=builders.QINGYANG)
    assert numbers(inspector) == [number(first), number(second)]
    assert number(elsewhere) not in numbers(inspector, "/desk/?scope=office")
    assert numbers(inspector, "/desk/?waiting=1") == [number(second)]
    assert numbers(inspector, "/desk/?state=transferred&due=overdue") == [number(first)]
    page = words(inspector.get("/desk/"))
    assert "整个辖区" in page
    assert numbers(inspector, f"/desk/find/?go=find&since={AT:%Y-%m-%d}") == [number(second)]
    assert numbers(inspector, "/desk/find/?go=find") == [number(second), number(first)]


def test_the_queue_asks_the_same_number_of_statements_however_long_it_is(
    handler: Client, statements: Statements
) -> None:
    builders.file_petition()
    handler.get("/desk/")
    few = statements.count
    for _ in range(12):
        builders.file_petition()
    statements.count = 0
    handler.get("/desk/")
    assert statements.count == few <= 5


def test_a_number_leads_straight_to_its_matter(handler: Client, stranger: Client) -> None:
    life = builders.file_petition()
    typed = number(life).lower().replace("-", " ")
    assert handler.get(f"/desk/find/?number={typed}").headers["Location"] == f"/desk/petition/{number(life)}/"
    page = words(stranger.get(f"/desk/find/?number={number(life)}"))
    assert "没有查到您单位可以查看的这一编号的事项" in page
    assert page == words(stranger.get("/desk/find/?number=4F7K2-M9QTX-C")).replace(
        "4F7K2-M9QTX-C", number(life)
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("state=transferred", 1),
        ("state=answered", 1),
        ("topic=environment", 2),
        ("topic=labour", 0),
        ("place=510104", 2),
        ("place=510105", 0),
        (f"office={builders.ECOLOGY}", 2),
        (f"office={builders.WATER}", 0),
        ("since=2026-05-06", 2),
        ("since=2026-05-07", 0),
        ("until=2026-05-06", 2),
        ("until=2026-05-05", 0),
        ("since=gestern&until=morgen&office=x&before=nonsense", 2),
    ],
)
def test_matters_are_found_by_each_condition_closed_ones_too(handler: Client, query: str, found: int) -> None:
    builders.file_petition()
    builders.answered()
    assert len(numbers(handler, f"/desk/find/?go=find&{query}")) == found


def test_found_matters_come_latest_first(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    filed = [builders.file_petition(AT - timedelta(days=days)) for days in (9, 7, 5, 3, 1)]
    expected = [number(life) for life in reversed(filed)]
    seen: list[str] = []
    place = "/desk/find/?go=find"
    while place:
        page = words(handler.get(place))
        seen += NUMBER.findall(page)
        following = re.search(r'rel="next" href="\?([^"]+)"', page)
        place = f"/desk/find/?{following[1].replace('&amp;', '&')}" if following else ""
    assert seen == expected


def test_nothing_found_says_what_to_do(stranger: Client) -> None:
    assert "没有找到" in words(stranger.get("/desk/find/?go=find"))
    assert "没有找到" not in words(stranger.get("/desk/find/"))


def test_the_desk_speaks_english_too(handler: Client, later: Callable[[float], None]) -> None:
    builders.file_petition()
    handler.cookies["django_language"] = "en"
    later(14)
    page = words(handler.get("/desk/"))
    for said in ("What is to be done", "1 day left", "Water pollution", "Jinjiang"):
        assert said in page
    assert "Chengdu" in words(handler.get("/desk/find/"))
