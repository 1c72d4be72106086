"""What can be done with a matter that is followed: rating, review, a person, further files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from followed import follows, words
from wizard import pdf, text

import builders
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def test_an_answered_matter_offers_review_with_its_last_day_and_rating(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = follows(visitor, builders.answered(), monkeypatch)
    assert "由四川省生态环境厅复查，最迟可以在 2026年6月9日提出" in page
    assert "评价办理情况" in page
    assert "您可以：请求复查" in page


def test_bureau_and_office_are_rated_apart_and_each_once(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(visitor, builders.answered(), monkeypatch)
    form = text(visitor.get("/follow/rate/"))
    assert form.count("<fieldset") == 2
    typed = {"grade_office": "2", "comment_office": "太慢"}
    assert visitor.post("/follow/rate/", typed).headers["Location"] == "/follow/?told=rate"
    assert text(visitor.get("/follow/rate/")).count("<fieldset") == 1
    assert "对成都市生态环境局的评价：不满意。" in text(visitor.get("/follow/"))
    assert visitor.post("/follow/rate/", {"grade_bureau": "5"}).status_code == 302
    again = visitor.post("/follow/rate/", {"grade_bureau": "1"})
    assert again.headers["Location"] == "/follow/?told=changed"
    assert len(rows("rating")) == 2


def test_a_rating_without_a_grade_says_what_to_do_and_keeps_the_comment(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(visitor, builders.declined(), monkeypatch)
    answered = visitor.post("/follow/rate/", {"comment_office": "说了半天"})
    assert answered.status_code == 422
    assert "请为信访部门、办理单位或者两者选择一个等次" in text(answered)
    assert "说了半天" in text(answered)
    assert visitor.post("/follow/rate/", {"grade_office": "9"}).status_code == 422
    assert len(rows("rating")) == 0


def test_a_review_is_asked_for_once_with_its_grounds(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(visitor, builders.answered(), monkeypatch)
    empty = visitor.post("/follow/review/", {"grounds": " "})
    assert empty.status_code == 422
    assert "请简单写明理由" in text(empty)
    assert visitor.post("/follow/review/", {"grounds": "事实没有查清"}).status_code == 302
    second = visitor.post("/follow/review/", {"grounds": "事实没有查清"})
    assert second.headers["Location"] == "/follow/?told=changed"
    assert len(rows("review_request")) == 1
    page = text(visitor.get("/follow/"))
    assert "四川省生态环境厅正在复查" in page
    assert "向四川省生态环境厅请求复查。" in page


def test_after_the_window_no_review_is_offered_but_the_remedy_that_is_left(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = follows(visitor, builders.answered(), monkeypatch, days=45)
    assert "请求复查的30日已经届满" in page
    assert visitor.get("/follow/review/").headers["Location"] == "/follow/"


def test_a_person_decides_when_asked(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    follows(visitor, builders.file_petition(), monkeypatch, days=2)
    before = len(rows("entry"))
    assert "转送这一单位的理由" in text(visitor.get("/follow/person/"))
    assert visitor.post("/follow/person/").headers["Location"] == "/follow/?told=person"
    page = text(visitor.get("/follow/"))
    assert "成都市锦江区信访局已登记您的事项，最迟2026年5月21日转送有权处理的单位" in words(page)
    assert "要求由工作人员确定办理单位。" in page
    assert len(rows("entry")) == before + 1


def test_files_are_added_later_and_every_office_that_has_the_matter_is_told(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, installed: Any
) -> None:
    life = builders.accepted()
    follows(visitor, life, monkeypatch)
    files = [pdf("水样报告.pdf"), pdf("二次检测.pdf")]
    answered = visitor.post("/follow/files/", {"files": files})
    assert answered.headers["Location"] == "/follow/?told=files"
    page = text(visitor.get("/follow/"))
    assert "水样报告.pdf" in page
    assert "补充了 2 个文件。" in page
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notice WHERE kind = 'evidence.added'")
        assert cursor.fetchone() == (2,)


def test_a_file_that_cannot_be_taken_is_named_with_its_reason(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(visitor, builders.accepted(), monkeypatch)
    empty = SimpleUploadedFile("空白.pdf", b"")
    answered = visitor.post("/follow/files/", {"files": [empty]})
    assert answered.status_code == 422
    assert "空白.pdf" in text(answered)
    assert "请先选择至少一个文件" in text(visitor.post("/follow/files/"))
    assert len(rows("evidence")) == 0
