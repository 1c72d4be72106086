"""Following by number and query code, as somebody does it."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from wizard import text

import builders
from huiyin.kernel import clock
from huiyin.prepare import passes
from huiyin.prepare.drafts import Draft
from huiyin.web.portal.following.sessions import COOKIE
from support.moment import AT


def enter(browser: Client, draft: Draft, **changes: str) -> Any:
    """Enter number and query code of this draft; `changes` replace what is typed."""
    return browser.post("/follow/", {"number": draft.number, "code": draft.code, **changes})


def at_time(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let it be this instant."""
    monkeypatch.setattr(clock, "now", lambda: at)


def follows(browser: Client, life: builders.Life, monkeypatch: pytest.MonkeyPatch, *, days: int = 0) -> str:
    """Open a matter that has lived on, some days after its last step; return the page."""
    at = life.at + timedelta(days=days)
    at_time(monkeypatch, at)
    browser.cookies[COOKIE] = passes.issue(life.petition, at)
    return text(browser.get("/follow/"))


def words(page: str) -> str:
    """Return what a page says, without markup and white space."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def existing(draft: Draft) -> builders.Life:
    """The matter of a draft, to live on by commands."""
    life = builders.file_petition()
    command = type(life.prepared.command)(**{**vars(life.prepared.command), "petition": draft.id})
    prepared = type(life.prepared)(command=command, filed={}, content_key=b"")
    return builders.Life(prepared=prepared, outcomes=life.outcomes, at=AT)
