"""The search page: found by words, in the reader's scope, nothing of the question in an address."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from officials import signed_in, words

import builders
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.commands.people import saved_searches
from huiyin.door import door
from huiyin.prepare.searching import asking, indexing
from huiyin.queries.outreach.own_searches import found_by_name
from support.log import turn
from support.moment import AT
from support.state import rows

NUMBER = re.compile(r'<p class="meta"><span class="number">([^<]+)')


def indexed() -> None:
    turn()
    indexing.catch_up(batches=10)


def asked(browser: Client, q: str, **narrowed: str) -> str:
    response = browser.post("/desk/search/", {"q": q, **narrowed})
    assert response.status_code == 302
    return words(browser.get(response["Location"]))


def number(life: builders.Life) -> str:
    return life.prepared.command.number


def test_what_is_looked_for_stands_in_no_address(handler: Client) -> None:
    response = handler.post("/desk/search/", {"q": "污水"})
    assert "污水" not in response["Location"]
    assert "%E6%B1%A1" not in response["Location"]


def test_a_matter_is_found_and_its_words_are_marked(handler: Client, stranger: Client) -> None:
    life = builders.file_petition()
    assert "没有找到" in asked(handler, "污水")
    indexed()
    page = asked(handler, "污水 偷排")
    assert NUMBER.findall(page) == [number(life)]
    assert "纺织厂<mark>偷排</mark><mark>污水</mark>" in page
    assert "王小明" not in page
    assert NUMBER.findall(asked(stranger, "污水")) == []


def test_a_piece_of_the_story_is_shown_only_while_it_is_open_to_the_reader(
    handler: Client, head: Client
) -> None:
    life = builders.file_petition(AT - timedelta(hours=1))
    indexed()
    assert "excerpt" not in asked(handler, "河水")
    door.execute(OpenStory(petition=life.petition), actor=builders.HANDLER, at=AT)
    assert '<p class="excerpt">' in asked(handler, "河水")
    assert "<mark>河水</mark>发黑发臭" in asked(handler, "河水")
    assert "excerpt" not in asked(head, "河水")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请至少填写一个须出现的词语"),
        ("的", "无法据以检索"),
        ("13800000000", "按人查找"),
        ("污水" * 60, "100 字以内"),
    ],
)
def test_a_question_that_cannot_be_asked_is_explained_beside_its_field(
    handler: Client, typed: str, said: str
) -> None:
    page = asked(handler, typed, state="answered")
    assert said in page
    assert 'aria-invalid="true"' in page


def test_a_mistyped_word_is_read_as_what_was_meant_and_said_so(
    handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAGE", 1)
    lives = [builders.file_petition(AT - timedelta(minutes=minute)) for minute in range(2)]
    indexed()
    assert "以下是按<b>污水&lt;b&gt;</b>检索的结果。" in asked(handler, "污睡<b>")
    page = asked(handler, "污睡")
    assert "没有找到与“污睡”相符的事项，以下是按<b>污水</b>检索的结果。" in page
    assert 'value="污睡"' in page
    assert "<mark>污水</mark>" in page
    assert NUMBER.findall(page) == [number(lives[0])]
    [following] = re.findall(r'rel="next" href="(\?[^"]+)"', page)
    last = words(handler.get(f"/desk/search/{following.replace('&amp;', '&')}"))
    assert NUMBER.findall(last) == [number(lives[1])]
    assert 'value="污水"' in last
    [sealed] = re.findall(r'name="s" value="([^"]+)"', page)
    kept = words(handler.post("/desk/search/", {"go": "keep", "s": sealed}, follow=True))
    assert "污水" in kept
    assert "污睡" not in kept


def test_what_was_found_stands_under_its_headings(handler: Client) -> None:
    builders.file_petition()
    indexed()
    page = asked(handler, "污水")
    assert "没有找到" not in page
    assert "1 件" in page


def test_a_number_leads_to_its_matter(handler: Client, stranger: Client) -> None:
    life = builders.file_petition()
    answer = handler.post("/desk/search/", {"q": number(life)})
    assert handler.get(answer["Location"])["Location"] == f"/desk/petition/{number(life)}/"
    assert "没有找到" in asked(stranger, number(life))


def test_anothers_question_is_an_empty_form(handler: Client, head: Client) -> None:
    address = handler.post("/desk/search/", {"q": "污水"})["Location"]
    assert 'value="污水"' in words(handler.get(address))
    assert 'value="污水"' not in words(head.get(address))
    assert handler.get("/desk/search/?s=nonsense").status_code == 200
    assert handler.get("/desk/search/?s=污水").status_code == 200


def test_filters_stand_in_the_form_and_narrow(handler: Client) -> None:
    life = builders.file_petition(AT - timedelta(days=30))
    indexed()
    for field, fits, unfit in (
        ("state", "transferred", "answered"),
        ("place", "510104", "510105"),
        ("channel", "web", "letter"),
        ("due", "overdue", "soon"),
        ("due", "overdue", "later"),
        ("due", "overdue", "undated"),
        ("since", "2026-04-01", "2026-05-01"),
        ("until", "2026-05-01", "2026-03-01"),
    ):
        assert NUMBER.findall(asked(handler, "污水", **{field: fits})) == [number(life)], (field, fits)
        page = asked(handler, "污水", **{field: unfit})
        assert NUMBER.findall(page) == [], (field, unfit)
        assert '<details class="narrow" open>' in page
    assert NUMBER.findall(asked(handler, "污水", state="x", place="x", channel="x", due="x", since="x"))


def test_pages_follow_each_other(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAGE", 2)
    lives = [builders.file_petition(AT - timedelta(minutes=minute)) for minute in range(3)]
    indexed()
    first = asked(handler, "污水")
    assert "多于 2 件" in first
    assert NUMBER.findall(first) == [number(lives[0]), number(lives[1])]
    [following] = re.findall(r'rel="next" href="(\?[^"]+)"', first)
    last = words(handler.get(f"/desk/search/{following.replace('&amp;', '&')}"))
    assert NUMBER.findall(last) == [number(lives[2])]
    assert 'rel="next"' not in last


def test_a_search_is_kept_found_again_and_dropped(handler: Client, head: Client) -> None:
    address = handler.post("/desk/search/", {"q": "污水", "state": "answered"})["Location"]
    sealed = parse_qs(urlsplit(address).query)["s"][0]
    page = words(handler.post("/desk/search/", {"go": "keep", "s": sealed}, follow=True))
    assert "检索已保存" in page
    [kept] = re.findall(r'<a href="(\?s=[^"]+)">污水', words(handler.get("/desk/search/")))
    assert 'value="污水"' in words(handler.get(f"/desk/search/{kept}"))
    assert "您保存的检索" not in words(head.get("/desk/search/"))
    [search] = re.findall(r'name="search" value="([^"]+)"', words(handler.get("/desk/search/")))
    for said in ("已删去这项检索", "此前已经删去"):
        assert said in words(handler.post("/desk/search/", {"go": "drop", "search": search}, follow=True))
    assert "此前已经删去" in words(handler.post("/desk/search/", {"go": "drop", "search": "x"}, follow=True))
    assert handler.post("/desk/search/", {"go": "keep", "s": "x"})["Location"] == "/desk/search/"


def test_a_full_list_of_searches_says_so(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MOST", 0)
    address = handler.post("/desk/search/", {"q": "污水"})["Location"]
    sealed = parse_qs(urlsplit(address).query)["s"][0]
    assert "请先删去一项" in words(handler.post("/desk/search/", {"go": "keep", "s": sealed}, follow=True))


def test_a_person_is_looked_for_with_a_purpose_and_the_petitioner_sees_it(dispatcher: Client) -> None:
    life = builders.waiting()
    indexed()
    form = words(dispatcher.get("/desk/search/person/"))
    assert "本人来访" in form
    sought = {"purpose": "repeated", "known": "name", "who": "王小明"}
    page = words(dispatcher.post("/desk/search/person/", sought, follow=True))
    assert NUMBER.findall(page) == [number(life)]
    assert "王小明" not in page
    assert found_by_name(life.petition)[0].purpose == "repeated"
    nobody = words(dispatcher.post("/desk/search/person/", {**sought, "who": "王小"}, follow=True))
    assert "这次查找已记录在案" in nobody


@pytest.mark.parametrize(
    "wrong",
    [{"purpose": ""}, {"purpose": "curiosity"}, {"known": "face"}, {"who": ""}, {"who": "王"}],
)
def test_without_purpose_or_a_whole_name_nothing_is_looked_for(
    dispatcher: Client, wrong: dict[str, str]
) -> None:
    sought = {"purpose": "repeated", "known": "name", "who": "王小明", **wrong}
    response = dispatcher.post("/desk/search/person/", sought)
    assert response.status_code == 422
    assert "请填写完整的姓名或者号码" in words(response)
    assert rows("person_search") == []


def test_only_posts_of_the_bureaus_counter_look_for_people(handler: Client, dispatcher: Client) -> None:
    assert handler.get("/desk/search/person/").status_code == 403
    assert "按人查找" not in words(handler.get("/desk/search/"))
    assert "按人查找" in words(dispatcher.get("/desk/search/"))


def test_what_a_search_for_a_person_found_is_shown_to_nobody_else_and_not_tomorrow(
    dispatcher: Client, later: Callable[[float], None]
) -> None:
    builders.waiting()
    indexed()
    sought = {"purpose": "repeated", "known": "name", "who": "王小明"}
    address = dispatcher.post("/desk/search/person/", sought)["Location"]
    reception = signed_in(builders.RECEPTION)
    assert reception.get(address).status_code == 404
    later(0.01)
    assert dispatcher.get(address).status_code == 200
