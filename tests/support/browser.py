"""Debian's Chromium, driven by Playwright; one for the session, a fresh context for each test."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PROGRAMS = ("chromium", "chromium-browser")
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds, for a machine that does other things too
expect.set_options(timeout=PATIENCE)


def _program() -> str:
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    pytest.fail("The browser journeys need Chromium. Run: sh tools/browser.sh")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        # Root has no sandbox of its own in a container; the pages are ours.
        started = playwright.chromium.launch(
            executable_path=_program(),
            args=["--no-sandbox", "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN"},  # the browser's own words, such as those of a date field
        )
        yield started
        started.close()


@pytest.fixture
def phone(browser: Browser, live_url: str) -> Iterator[Page]:
    """A page on a phone, in Chinese, at the running installation."""
    context = new_context(browser, live_url)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone_without_scripts(browser: Browser, live_url: str) -> Iterator[Page]:
    """The same without JavaScript."""
    context = new_context(browser, live_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def desktop(browser: Browser, live_url: str) -> Iterator[Page]:
    """A page on a wide screen, at the running installation."""
    context = new_context(browser, live_url, viewport={"width": 1280, "height": 900}, is_mobile=False)
    yield context.new_page()
    context.close()


def new_context(browser: Browser, address: str, **settings: object) -> BrowserContext:
    """Return a browser of its own, at this address; whoever asked closes it."""
    defaults = {"viewport": PHONE, "is_mobile": True, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
    context = browser.new_context(base_url=address, **{**defaults, **settings})  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    return context
