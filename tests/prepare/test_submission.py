"""From draft to petition: filed once, whatever happens in between."""

import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connections

from builders import POLLUTION
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.prepare import drafts, house, receipts, submission
from huiyin.prepare.drafts import Draft
from huiyin.prepare.house import Mode
from huiyin.prepare.submission import submit

pytestmark = pytest.mark.usefixtures("installed")


def send(draft: Draft, token: str, at: datetime, moved: bool = False, **answers: Any) -> Draft:  # noqa: FBT001, FBT002
    return submit(draft, token, {**POLLUTION, **answers}, channel="web", moved=moved, at=at)


def petitions(installed: Any) -> int:
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM petition")
        return int(cursor.fetchone()[0])


def proof(draft: Draft | None) -> Any:
    assert draft is not None
    assert draft.receipt is not None
    return receipts.verify(draft.receipt)


def test_a_draft_becomes_a_petition_with_its_number_and_a_receipt(at: datetime) -> None:
    draft, token = drafts.start(at)
    filed = send(draft, token, at)
    assert proof(filed).number == draft.number
    assert not proof(filed).demo
    assert drafts.load(token, at) == filed


def test_a_draft_that_is_filed_only_comes_back(at: datetime, installed: Any) -> None:
    draft, token = drafts.start(at)
    filed = send(draft, token, at)
    assert send(filed, token, at, title="Anders") is filed
    assert petitions(installed) == 1


def test_a_second_window_with_the_old_draft_gets_the_same_proof(at: datetime, installed: Any) -> None:
    draft, token = drafts.start(at)
    first = send(draft, token, at)
    stale = draft.answered(**{submission.SENT: first.answers[submission.SENT]})
    assert proof(send(stale, token, at)).commitment == proof(first).commitment
    assert petitions(installed) == 1


def test_two_at_once_file_one(at: datetime, installed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, token = drafts.start(at)
    together, found, prepare = threading.Barrier(2), [], submission.prepare

    def wait(*args: Any, **kwargs: Any) -> Any:
        prepared = prepare(*args, **kwargs)
        together.wait(10)
        return prepared

    def file() -> None:
        try:
            found.append(send(draft, token, at))
        finally:
            connections.close_all()

    monkeypatch.setattr(submission, "prepare", wait)
    threads = [threading.Thread(target=file) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert petitions(installed) == 1
    assert len({proof(one).commitment for one in found}) == 1
    assert len(found) == 2


def test_answers_that_cannot_be_used_change_nothing(at: datetime, installed: Any) -> None:
    draft, token = drafts.start(at)
    with pytest.raises(Invalid):
        send(draft, token, at, title="")
    assert drafts.load(token, at) == draft
    assert petitions(installed) == 0


def test_a_conflict_that_is_not_about_this_filing_is_told(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise Conflict("something.else")

    draft, token = drafts.start(at)
    monkeypatch.setattr(submission.door, "execute", refuse)
    with pytest.raises(Conflict):
        send(draft, token, at)
    kept = drafts.load(token, at)
    assert kept is not None
    assert kept.receipt is None


def test_a_demonstration_marks_its_receipts(at: datetime) -> None:
    draft, token = drafts.start(at)
    house.use_mode(Mode(demo=True))
    try:
        assert proof(send(draft, token, at)).demo
    finally:
        house.use_mode(Mode())
    second, token = drafts.start(at)
    assert proof(send(second, token, at, moved=True)).demo
