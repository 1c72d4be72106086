"""A petitioner follows a matter whose content was erased: told plainly, and nothing fails."""

from collections.abc import Callable

import pytest
from django.test import Client
from followed import at_time, follows, words
from wizard import text

import builders
from huiyin.prepare import receipts
from huiyin.prepare.receipts import receipt_of
from huiyin.queries.intake.filed import filed

pytestmark = pytest.mark.usefixtures("installed")

Follow = Callable[[Client, builders.Life], str]


def test_the_page_says_that_it_was_erased_by_whom_and_why(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.erased()
    page = words(follows(client, life, monkeypatch))
    for said in (
        "本事项的内容已于",
        "任何人都无法再读取",
        "个人信息保护法第四十七条",
        "保存期限届满",
        "已抹除本事项的内容",
    ):
        assert said in page
    assert life.prepared.command.number in page
    assert "纺织厂" not in page


def test_receipt_and_documents_are_gone_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    life = builders.erased()
    follows(client, life, monkeypatch)
    for address in ("/follow/receipt/", "/follow/document/1/"):
        answer = client.get(address)
        if answer.status_code == 404:
            continue
        assert answer.status_code == 410
        assert "本事项的内容已抹除" in text(answer)


def test_acts_are_closed_and_none_fails(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    life = builders.erased()
    follows(client, life, monkeypatch)
    for act in ("rate", "review", "person", "files", "calendar"):
        assert client.get(f"/follow/{act}/").status_code in {200, 302}
        assert client.post(f"/follow/{act}/", {"grade_bureau": "5", "grounds": "x"}).status_code < 500


def test_a_receipt_given_out_before_still_verifies(monkeypatch: pytest.MonkeyPatch) -> None:
    first = builders.file_petition()
    receipt = receipt_of(first.prepared, first.outcome)
    life = builders.erased(builders.answered(builders.drafted(builders.accepted(first))))
    at_time(monkeypatch, life.at)
    assert receipts.verify(receipt).number == first.prepared.command.number
    assert filed(life.petition) is None


def test_a_destroyed_document_is_named_and_not_linked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = follows(client, builders.erased(), monkeypatch)
    assert "/follow/document/" not in page
    assert "已随内容一并销毁" in words(page)
    assert "已销毁" in words(page)
