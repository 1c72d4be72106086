"""The running installation answers a browser."""

import json

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.journey


def test_a_browser_sees_that_it_is_ready(phone: Page) -> None:
    answer = phone.goto("/healthz")
    assert answer is not None
    assert answer.ok
    assert json.loads(phone.inner_text("body")) == {"status": "ready"}
