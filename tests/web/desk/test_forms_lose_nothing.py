"""Forms at the desk say what is missing and lose nothing that was typed."""

import re
from typing import Any

from desk_forms import ACCEPT, address, opened, send
from desk_papers import state
from django.http import HttpResponse
from django.test import Client
from officials import signed_in, words

import builders
from huiyin.records import sql


def test_an_empty_form_says_at_the_top_and_beside_each_field_what_to_do(handler: Client) -> None:
    life = builders.classified()
    opened(handler, life)
    answered = send(handler, life, "accept", unit="写到一半", contact="", path="", procedure="😡😡")
    page = words(answered)
    assert answered.status_code == 422
    assert page.count("请填写这一项。") == 2
    assert 'href="#id_contact"' in page
    assert "写到一半" in page
    assert "😡😡" in page
    assert state(life) == "transferred"


def test_a_line_that_is_too_long_stays_on_the_page(handler: Client) -> None:
    life = builders.classified()
    opened(handler, life)
    answered = send(handler, life, "accept", **{**ACCEPT, "contact": "长" * 201})
    assert answered.status_code == 422
    assert "长" * 201 in words(answered)


def test_a_form_kept_for_later_is_found_again_and_gone_once_sent(handler: Client) -> None:
    life = builders.classified()
    opened(handler, life)
    kept = send(handler, life, "accept", go="later", **{**ACCEPT, "unit": "明天再写"})
    assert kept.status_code == 302
    assert "明天再写" in words(handler.get(address(life, "accept")))
    assert send(handler, life, "accept", **ACCEPT).status_code == 302
    assert sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM waiting")[0]["n"] == 0


def test_a_script_keeps_what_is_half_typed_without_judging_it(handler: Client) -> None:
    life = builders.classified()
    opened(handler, life)
    assert handler.post(f"{address(life, 'accept')}keep/", {"unit": "半"}).status_code == 204
    page = words(handler.get(address(life, "accept")))
    assert 'value="半"' in page
    assert "您上次填写的内容已保留在这里" in page


def test_an_old_form_is_shown_again_with_its_text(installed: Any) -> None:  # noqa: ARG001
    strict = Client(HTTP_ACCEPT_LANGUAGE="zh-CN", enforce_csrf_checks=True)
    strict.cookies = signed_in(builders.HANDLER).cookies
    life = builders.classified()
    plain = signed_in(builders.HANDLER)
    opened(plain, life)
    form = re.search(r'name="by" value="([^"]+)"', words(plain.get(address(life, "accept"))))
    assert form is not None
    answered = strict.post(address(life, "accept"), {**ACCEPT, "unit": "表单过期", "by": form[1], "go": "do"})
    assert answered.headers["Location"] == address(life, "accept")
    assert "表单过期" in words(strict.get(address(life, "accept")))
    assert state(life) == "transferred"


def test_a_deed_with_a_document_asks_for_the_story_first_and_keeps_the_text(handler: Client) -> None:
    life = builders.classified()
    page: HttpResponse = handler.get(address(life, "accept"))  # type: ignore[assignment]
    assert "请先打开全文" in words(page)
    opened(handler, life)
    by = re.search(r'name="by" value="([^"]+)"', words(handler.get(address(life, "accept"))))
    assert by is not None
    sql.fetch(sql.OWNER, "DELETE FROM story_grant RETURNING 1 AS one")
    asked = handler.post(address(life, "accept"), {**ACCEPT, "unit": "先写后开", "by": by[1], "go": "do"})
    assert "请先打开全文" in words(asked)
    back = handler.post(address(life, "open"), {"next": address(life, "accept")})
    assert back.headers["Location"] == address(life, "accept")
    assert "先写后开" in words(handler.get(address(life, "accept")))


def test_a_redirection_after_opening_stays_at_the_desk(handler: Client) -> None:
    life = builders.file_petition()
    for away in ("https://elsewhere.example/", "//elsewhere.example", "/file/"):
        assert handler.post(address(life, "open"), {"next": away}).headers["Location"] == address(life)
