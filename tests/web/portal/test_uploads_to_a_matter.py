"""Resumable uploads to a matter that is followed: laid ready first, added by one press."""

from datetime import timedelta

import pytest
from django.test import Client
from followed import enter, words
from tus import VERSION, begun, create, offset, patch
from wizard import PDF, pdf, text

from huiyin.kernel.ids import PetitionId
from huiyin.prepare import replies, trays
from huiyin.prepare.drafts import Draft
from support.moment import AT
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")
HERE = "/follow/uploads/"


def uploaded(visitor: Client, name: str) -> str:
    address = begun(visitor, HERE, len(PDF), name)
    assert patch(visitor, address, PDF, 0).status_code == 204
    return address


def test_files_lie_ready_until_they_are_added_together(draft: Draft, visitor: Client) -> None:
    enter(visitor, draft)
    before = len(rows("entry"))
    uploaded(visitor, "水样报告.pdf")
    uploaded(visitor, "录像.pdf")
    assert len(rows("entry")) == before
    page = words(text(visitor.get("/follow/files/")))
    assert "已备好2个文件" in page
    assert visitor.post("/follow/files/").headers["Location"] == "/follow/?told=files"
    assert len(rows("evidence")) == 2
    assert len(rows("entry")) == before + 1
    assert trays.read(replies.giver_of(PetitionId(draft.id)), AT).count == 0
    assert "请先选择至少一个文件" in text(visitor.post("/follow/files/"))


def test_files_of_the_form_join_those_that_lie_ready(draft: Draft, visitor: Client) -> None:
    enter(visitor, draft)
    uploaded(visitor, "a.pdf")
    empty = pdf("leer.pdf", b"")
    answered = visitor.post("/follow/files/", {"files": [pdf("b.pdf"), empty]})
    assert answered.status_code == 422
    assert "leer.pdf" in text(answered)  # type: ignore[arg-type]
    assert len(rows("evidence")) == 2


def test_what_lies_ready_can_be_taken_off_again(draft: Draft, visitor: Client) -> None:
    enter(visitor, draft)
    uploaded(visitor, "a.pdf")
    address = begun(visitor, HERE, len(PDF), "b.pdf")
    giver = replies.giver_of(PetitionId(draft.id))
    [file] = trays.read(giver, AT).files
    for go in (f"remove:{file.id}", f"stop:{address.split('/')[2]}", "remove:nothing", "stop:nothing"):
        assert visitor.post("/follow/files/", {"go": go}).headers["Location"] == "/follow/files/"
    assert trays.read(giver, AT).count == 0
    assert visitor.head(address, **VERSION).status_code == 404


def test_without_a_session_nothing_begins_and_what_has_begun_goes_on(draft: Draft, visitor: Client) -> None:
    answer = create(visitor, HERE, 5)
    assert answer.status_code == 422
    assert "查询码" in answer.content.decode()
    enter(visitor, draft)
    address = begun(visitor, HERE, len(PDF))
    assert patch(Client(), address, PDF[:5000], 0).status_code == 204
    assert offset(visitor, address) == 5000


def test_an_upload_that_is_left_alone_for_a_week_is_gone(
    draft: Draft, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(visitor, draft)
    address = begun(visitor, HERE, len(PDF))
    monkeypatch.setattr("huiyin.kernel.clock.now", lambda: AT + timedelta(days=8))
    assert visitor.head(address, **VERSION).status_code == 404
    enter(visitor, draft)
    assert "没有传完" not in text(visitor.get("/follow/files/"))
