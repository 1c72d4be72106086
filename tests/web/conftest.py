"""A browser without JavaScript, the house behind it, and a clock that stands still."""

from datetime import datetime

import pytest
from django.test import Client

from huiyin.adapters.postgres.tell import silent
from huiyin.cli.static import collect
from huiyin.kernel import clock
from support.house import house, sichuan, vault

__all__ = ["house", "sichuan", "vault"]


@pytest.fixture(autouse=True)
def _still_clock(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture(autouse=True, scope="session")
def _static_files() -> None:
    collect(silent)


@pytest.fixture
def browser() -> Client:
    """A device that has not been here before and speaks Chinese."""
    return Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
