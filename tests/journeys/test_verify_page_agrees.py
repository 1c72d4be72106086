"""The verify page in a real browser says of every file, whole or altered, what Python says."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from rules.receipt import made, made_logged
from rules.receipt.altered import altered_files
from rules.receipt.altered_keys import altered_keys, whole_keys
from rules.receipt.altered_logs import LOGGED, altered_compacts, altered_logs
from support.verify_page import (
    SAFE,
    UNSAFE,
    Verdict,
    browser_says,
    opened,
    python_says,
    saved,
    without_key,
)

pytestmark = pytest.mark.journey
FILES = {**altered_files(), **altered_logs(), **whole_keys(), **altered_keys(), **altered_compacts()}


def differing(page: Page, files: Mapping[str, bytes | str]) -> dict[str, tuple[Verdict, Verdict]]:
    """Return what the two say of files of which they do not say the same: browser, Python."""
    said = [without_key(one) for one in browser_says(page, list(files.values()))]
    expected = [python_says(one) for one in files.values()]
    pairs = zip(files, said, expected, strict=True)
    return {name: (browser, python) for name, browser, python in pairs if browser != python}


def test_with_the_browsers_own_signatures_every_verdict_is_that_of_python(browser: Browser) -> None:
    with opened(browser, SAFE) as page:
        assert page.evaluate("!!crypto.subtle")
        assert differing(page, FILES) == {}


def test_without_them_every_verdict_is_the_same(browser: Browser) -> None:
    with opened(browser, UNSAFE) as page:
        assert not page.evaluate("!!crypto.subtle")
        assert differing(page, dict(list(FILES.items())[::5])) == {}  # slower: what older phones have


def test_a_saved_page_without_a_net_says_the_same(browser: Browser, tmp_path: Path) -> None:
    with saved(browser, tmp_path / "verify.html") as page:
        assert differing(page, FILES) == {}


def test_most_altered_files_do_not_hold() -> None:
    verdicts = [python_says(one) for one in FILES.values()]
    holding, codes = [one for one in verdicts if one["well"]], {one.get("code") for one in verdicts}
    assert len(holding) < len(verdicts) / 5
    assert len(codes) > 12


@pytest.mark.parametrize("late", [timedelta(minutes=4, seconds=59), timedelta(minutes=5, seconds=1)])
@pytest.mark.parametrize("file", [made.receipt(), LOGGED, made.receipt(demo=True)])
def test_what_lies_in_the_future_is_told_alike(browser: Browser, file: bytes, late: timedelta) -> None:
    latest = max([made.AT, *(one.at for one in made_logged.ACTS)] if file == LOGGED else [made.AT])
    at = latest - late
    with opened(browser, SAFE) as page:
        [said] = browser_says(page, [file], at)
    assert without_key(said) == python_says(file, at)
