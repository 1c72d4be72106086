"""Every page for everyone: no serious finding of axe by day or night, nothing sideways or cut off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from support import past_desk, past_evidence, past_public, tour
from support.examiner import Examiner
from support.installation import Installation
from support.tour import May

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """The installation."""
    with tour.installed() as made:
        yield made


@pytest.fixture(scope="module")
def filing(place: Installation, browser: Browser) -> tuple[Examiner, dict[str, str]]:
    """What the pages of filing showed, and what was filed."""
    examiner = Examiner()
    return examiner, tour.filing(place, browser, examiner)


@pytest.fixture(scope="module")
def may(place: Installation, filing: tuple[Examiner, dict[str, str]]) -> May:
    """The same installation in May."""
    return tour.may(place, filing[1])


@pytest.fixture
def examiner() -> Examiner:
    """Somebody who looks closely."""
    return Examiner()


def test_pages_of_filing_are_for_everyone(filing: tuple[Examiner, dict[str, str]]) -> None:
    examiner, _ = filing
    assert "receipt" in examiner.seen
    assert not examiner.faults, "\n".join(examiner.faults)


def test_pages_of_following_are_for_everyone(may: May, browser: Browser, examiner: Examiner) -> None:
    past_public.following(may, browser, examiner)
    assert "follow-review" in examiner.seen
    assert not examiner.faults, "\n".join(examiner.faults)


def test_figures_and_errors_are_for_everyone(may: May, browser: Browser, examiner: Examiner) -> None:
    past_public.public(may, browser, examiner)
    assert examiner.seen == ["figures", *past_public.REASONED, "error-404"]
    assert not examiner.faults, "\n".join(examiner.faults)


def test_the_page_that_checks_receipts_is_for_everyone(
    may: May, browser: Browser, examiner: Examiner
) -> None:
    past_public.checking(may, browser, examiner)
    assert examiner.seen == ["verify", "verify-holds", "verify-altered"]
    assert not examiner.faults, "\n".join(examiner.faults)


def test_pages_in_english_and_in_large_type_are_for_everyone(
    may: May, browser: Browser, examiner: Examiner
) -> None:
    past_public.otherwise(may, browser, examiner)
    assert {"follow-english", "follow-large"} <= set(examiner.seen)
    assert not examiner.faults, "\n".join(examiner.faults)


def test_pages_in_sichuanese_are_for_everyone(may: May, browser: Browser, examiner: Examiner) -> None:
    past_public.in_sichuanese(may, browser, examiner)
    assert {"follow-sichuanese", "home-sichuanese-large"} <= set(examiner.seen)
    assert not examiner.faults, "\n".join(examiner.faults)


def test_pages_of_a_handler_are_for_everyone(may: May, browser: Browser, examiner: Examiner) -> None:
    past_desk.handler(may, browser, examiner)
    assert {"desk-sign-in", "queue", "petition", "preview", "me"} <= set(examiner.seen)
    assert not examiner.faults, "\n".join(examiner.faults)


def test_pages_of_head_and_dispatcher_are_for_everyone(
    may: May, browser: Browser, examiner: Examiner
) -> None:
    past_desk.head_and_dispatcher(may, browser, examiner)
    assert {"act-sign", "queue-bureau", "act-transfer"} <= set(examiner.seen)
    assert not examiner.faults, "\n".join(examiner.faults)


def test_pages_of_those_who_oversee_are_for_everyone(may: May, browser: Browser, examiner: Examiner) -> None:
    past_desk.of_two_posts(may, browser, examiner)
    past_desk.overseers(may, browser, examiner)
    assert examiner.seen == ["posts", "supervision", "supervision-item", "supervision-labels", "rules"]
    assert not examiner.faults, "\n".join(examiner.faults)


def test_pages_of_the_search_are_for_everyone(may: May, browser: Browser, examiner: Examiner) -> None:
    past_desk.searching(may, browser, examiner)
    assert examiner.seen == [
        "search", "search-found", "search-kept", "search-otherwise", "search-nothing", "search-wrong",
        "person-search", "person-found",
    ]  # fmt: skip
    assert not examiner.faults, "\n".join(examiner.faults)


def test_pages_of_own_files_are_for_everyone(may: May, browser: Browser, examiner: Examiner) -> None:
    past_evidence.own(may, browser, examiner)
    assert examiner.seen == ["follow-own-files", "follow-files-there", "follow-player", "follow-statement"]
    assert not examiner.faults, "\n".join(examiner.faults)


def test_pages_of_files_at_the_desk_are_for_everyone(may: May, browser: Browser, examiner: Examiner) -> None:
    past_evidence.at_the_desk(may, browser, examiner)
    assert examiner.seen == ["petition-files", "file-look", "redact", "player", "act-witness"]
    assert not examiner.faults, "\n".join(examiner.faults)
