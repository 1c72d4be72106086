"""Retakes the pictures in docs/screenshots: every page on a phone and on a desk, in Chinese, by day."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from support import past_desk, past_public, tour
from support.installation import Installation
from support.pictures import FOLDER, Album
from support.tour import May

pytestmark = pytest.mark.screenshots

LIST = FOLDER.parent / "screens.md"
MOST = 4_000_000


@pytest.fixture(scope="module")
def album() -> Album:
    """The pictures in docs/."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    return Album()


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """The installation."""
    with tour.installed() as made:
        yield made


@pytest.fixture(scope="module")
def filed(place: Installation, album: Album, browser: Browser) -> dict[str, str]:
    """What somebody filed in March, page by page."""
    return tour.filing(place, browser, album)


@pytest.fixture(scope="module")
def may(place: Installation, filed: dict[str, str]) -> May:
    """The same installation in May."""
    return tour.may(place, filed)


def test_pages_of_filing_are_taken(filed: dict[str, str]) -> None:
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]", filed["number"])


def test_pages_of_following_are_taken(may: May, album: Album, browser: Browser) -> None:
    past_public.following(may, browser, album)


def test_public_figures_and_errors_are_taken(may: May, album: Album, browser: Browser) -> None:
    past_public.public(may, browser, album)
    past_public.checking(may, browser, album)


def test_pages_in_english_and_in_large_type_are_taken(may: May, album: Album, browser: Browser) -> None:
    past_public.otherwise(may, browser, album)


def test_pages_in_sichuanese_are_taken(may: May, album: Album, browser: Browser) -> None:
    past_public.in_sichuanese(may, browser, album)


def test_pages_of_a_handler_are_taken(may: May, album: Album, browser: Browser) -> None:
    past_desk.handler(may, browser, album)


def test_pages_of_head_and_dispatcher_are_taken(may: May, album: Album, browser: Browser) -> None:
    past_desk.head_and_dispatcher(may, browser, album)
    past_desk.of_two_posts(may, browser, album)


def test_pages_of_those_who_oversee_are_taken(may: May, album: Album, browser: Browser) -> None:
    past_desk.overseers(may, browser, album)


@pytest.mark.usefixtures("may")
def test_every_picture_is_listed_and_all_together_are_light(album: Album) -> None:
    listed = re.findall(r"\(screenshots/([\w-]+)\.webp\)", LIST.read_text("utf-8"))
    assert sorted(listed) == sorted(album.taken)
    assert album.weight() < MOST
