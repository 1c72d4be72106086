"""The verify page in a real browser says of every file what Python's verifier says, whole and altered alike."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from rules.receipt import made, made_silence
from rules.receipt.altered import altered_files
from support.verify_page import (
    NO_KEYS,
    SAFE,
    UNSAFE,
    browser_says,
    opened,
    python_says,
    saved,
    without_key,
)

pytestmark = pytest.mark.journey
FILES = altered_files()


def _differing(page, files: dict[str, bytes]) -> dict[str, tuple[object, object]]:
    said = [without_key(one) for one in browser_says(page, list(files.values()))]
    expected = [python_says(one) for one in files.values()]
    pairs = zip(files, said, expected, strict=True)
    return {name: (browser, python) for name, browser, python in pairs if browser != python}


def test_with_the_browsers_own_signatures_every_verdict_is_that_of_python(browser: Browser) -> None:
    with opened(browser, SAFE) as page:
        assert page.evaluate("!!crypto.subtle")
        assert _differing(page, FILES) == {}


def test_without_them_every_verdict_is_the_same(browser: Browser) -> None:
    with opened(browser, UNSAFE) as page:
        assert not page.evaluate("!!crypto.subtle")
        assert _differing(page, FILES) == {}


def test_a_saved_page_without_a_net_says_the_same(browser: Browser, tmp_path: Path) -> None:
    with saved(browser, tmp_path) as page:
        assert _differing(page, FILES) == {}
