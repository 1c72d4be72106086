"""A browser without JavaScript, the house behind it, and a clock that stands still."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from huiyin.kernel import clock
from support.house import house

__all__ = ["house"]


@pytest.fixture(autouse=True)
def _still_clock(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture(autouse=True, scope="session")
def _static_folder() -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def browser() -> Client:
    """A device that has not been here before and speaks Chinese."""
    return Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
