"""Guessing numbers and query codes: one answer for whatever does not fit, and slower each time."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from followed import at_time, enter
from wizard import filed, text

from huiyin.door import attempts
from huiyin.kernel.ids import new_number
from huiyin.prepare import passes
from huiyin.prepare.drafts import Draft
from huiyin.queries.outreach import following
from huiyin.rules.access.pace import FREE
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")


def test_whatever_does_not_fit_gets_the_same_answer_after_the_same_work(
    visitor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch, installed_vault: Any
) -> None:
    work: list[str] = []
    found, changed, hashed = following.find, attempts.change, type(installed_vault).keyed_hash
    monkeypatch.setattr(passes, "find", lambda *a: (work.append("find"), found(*a))[1])
    monkeypatch.setattr(attempts, "change", lambda *a, **k: (work.append("change"), changed(*a, **k))[1])
    monkeypatch.setattr(
        type(installed_vault),
        "keyed_hash",
        lambda self, purpose, data: (work.append(f"hash {purpose}"), hashed(self, purpose, data))[1],
    )
    seen = []
    for changes in (
        {"code": "0000-0000-0000-0000"},
        {"number": new_number()},
        {"number": "x"},
        {"code": ""},
    ):
        work.clear()
        answered = enter(visitor, draft, **changes)
        page = re.sub(r'value="[^"]*"', "", text(answered))
        seen.append((answered.status_code, page, tuple(work)))
    assert len(set(seen)) == 1
    assert seen[0][0] == 422
    assert "编号和查询码对不上" in seen[0][1]
    assert seen[0][2] == ("hash attempt client", "hash attempt number", "change", "hash query code", "find")


def test_the_query_code_is_never_shown_again_after_a_wrong_attempt(visitor: Client, draft: Draft) -> None:
    page = text(enter(visitor, draft, number="00000-00000-0"))
    assert "00000-00000-0" in page
    assert draft.code not in page


def test_after_some_failures_tries_are_slowed_and_told_how_long(
    visitor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(FREE):
        assert enter(visitor, draft, code="0000-0000-0000-0000").status_code == 422
    assert enter(visitor, draft, code="0000-0000-0000-0000").status_code == 422
    slowed = enter(visitor, draft)
    assert slowed.status_code == 429
    assert slowed.headers["Retry-After"] == "10"
    assert "请在 10 秒 后再试" in text(slowed)
    at_time(monkeypatch, AT + timedelta(seconds=10))
    assert enter(visitor, draft).status_code == 302


def test_a_device_that_never_failed_does_not_wait_for_what_others_tried(
    visitor: Client, browser: Client, draft: Draft
) -> None:
    for _ in range(FREE + 3):
        enter(visitor, draft, code="0000-0000-0000-0000")
    assert enter(visitor, draft).status_code == 429
    assert enter(browser, draft).status_code == 302


def test_a_number_slows_down_whoever_has_failed_before_from_any_address(draft: Draft) -> None:
    for place in range(FREE + 1):
        enter(Client(REMOTE_ADDR=f"198.51.100.{place}"), draft, code="0000-0000-0000-0000")
    again = Client(REMOTE_ADDR="198.51.100.1")
    assert enter(again, draft, code="0000-0000-0000-0000").status_code == 429


def test_slowing_outlives_the_process_and_keeps_no_address_and_no_number(
    visitor: Client, draft: Draft, installed: Any
) -> None:
    enter(visitor, draft, code="0000-0000-0000-0000")
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT key, failures FROM attempt")
        rows = cursor.fetchall()
    assert sorted(failures for _, failures in rows) == [1, 1]
    assert all(len(bytes(key)) == 32 for key, _ in rows)


def test_filing_is_never_slowed(visitor: Client, draft: Draft) -> None:
    for _ in range(FREE + 3):
        enter(visitor, draft, code="0000-0000-0000-0000")
    assert filed(visitor).number != draft.number
