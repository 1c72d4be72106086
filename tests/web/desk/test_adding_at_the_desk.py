"""Files that an office adds: uploaded or sent with the form, added by one step, told to the petitioner."""

from typing import Any

from desk_forms import address, told
from django.test import Client
from officials import words
from tus import begun, create, patch
from wizard import PDF, pdf

import builders
from support.state import rows


def test_an_office_adds_what_was_handed_in(handler: Client, later: Any) -> None:
    life = builders.accepted()
    later(1)
    assert "补充材料" in words(handler.get(address(life)))
    where = begun(handler, address(life, "uploads"), len(PDF), "窗口收件.pdf")
    assert patch(handler, where, PDF, 0).status_code == 204
    page = words(handler.get(address(life, "files")))
    assert "已备好1个文件" in page.replace(" ", "")
    assert handler.post(address(life, "files"), {"go": "do", "files": [pdf("照片.pdf")]}).status_code == 302
    assert "已补充 2 个文件" in told(handler, life)
    assert {one["added_by"] for one in rows("evidence")} == {"office"}


def test_nothing_chosen_is_said(handler: Client, later: Any) -> None:
    life = builders.accepted()
    later(1)
    answer = handler.post(address(life, "files"), {"go": "do"})
    assert answer.status_code == 422
    assert "请先选择文件" in words(answer)


def test_a_refused_file_is_named_and_the_others_are_added(handler: Client, later: Any) -> None:
    life = builders.accepted()
    later(1)
    sent = {"go": "do", "files": [pdf("a.pdf"), pdf("空.pdf", b"")]}
    answer = handler.post(address(life, "files"), sent)
    assert answer.status_code == 422
    assert "空.pdf" in words(answer)
    assert len(rows("evidence")) == 1
    answer = handler.post(address(life, "files"), {"go": "do", "files": [pdf("空.pdf", b"")]})
    assert "空.pdf" in words(answer)
    assert "请先选择文件" not in words(answer)


def test_a_file_can_be_taken_off_before_it_is_added(handler: Client, later: Any) -> None:
    life = builders.accepted()
    later(1)
    where = begun(handler, address(life, "uploads"), len(PDF))
    secret = where.split("/")[2]
    assert handler.post(address(life, "files"), {"go": f"stop:{secret}"}).status_code == 302
    assert "没有传完" not in words(handler.get(address(life, "files")))


def test_nobody_who_is_not_signed_in_leaves_a_file(handler: Client, later: Any) -> None:  # noqa: ARG001
    life = builders.accepted()
    later(1)
    stranger = Client()
    assert create(stranger, address(life, "uploads"), 5).status_code == 302
    assert stranger.post(address(life, "files"), {"go": "do", "files": [pdf("a.pdf")]}).status_code == 302
    assert rows("evidence") == []
    assert rows("waiting") == []


def test_a_closed_matter_takes_no_more_files(handler: Client, later: Any) -> None:
    life = builders.declined()
    later(1)
    assert handler.get(address(life, "files")).status_code == 403
    assert create(handler, address(life, "uploads"), 5).status_code == 403
