"""Files of proof damaged at random: the verify page in a real browser says of each what Python says."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from huiyin.rules.receipt.compact import write_compact
from huiyin.rules.receipt.format import read
from rules.receipt import made, made_logged, made_silence
from support import weird
from support.verify_page import browser_says, opened, python_says, without_key

pytestmark = pytest.mark.long

AT_ONCE = 20
LARGEST_VALUE = 10_000  # megabytes take the same way and only take longer
BATCHES = settings(
    max_examples=50,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # the file that differs is named; to make it smaller in a browser takes hours
    suppress_health_check=list(HealthCheck),
)
FILES = {
    "receipt": made.receipt(),
    "receipt with history": made_logged.receipt(),
    "record": made_silence.file(correction=made_silence.corrected()),
}


def agree(page: Page, given_files: Sequence[bytes | str]) -> None:
    """Fail with the first file of which the two do not say the same."""
    pairs = zip(given_files, browser_says(page, given_files), strict=True)
    differing = [(one, said) for one, said in pairs if without_key(said) != python_says(one)]
    if differing:
        one, said = min(differing, key=lambda pair: len(pair[0]))
        pytest.fail(f"{one!r}: the page says {said}, Python {python_says(one)}")


def many(one: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Return as many at once as go to the browser together."""
    return st.lists(one, min_size=AT_ONCE, max_size=AT_ONCE)


@pytest.mark.parametrize("name", FILES)
def test_of_damaged_files_both_say_the_same(browser: Browser, name: str) -> None:
    with opened(browser) as page:

        @BATCHES
        @given(many(weird.damaged(FILES[name])))
        def attempt(damaged: list[bytes]) -> None:
            agree(page, damaged)

        attempt()


@pytest.mark.parametrize("name", FILES)
def test_of_files_with_another_value_anywhere_both_say_the_same(browser: Browser, name: str) -> None:
    ways = list(_ways(json.loads(FILES[name])))

    def put(way: tuple[Any, ...], value: Any) -> bytes:
        changed = holder = json.loads(FILES[name])
        for step in way[:-1]:
            holder = holder[step]
        holder[way[-1]] = value
        return json.dumps(changed).encode()

    small = weird.anything.filter(lambda value: len(json.dumps(value)) < LARGEST_VALUE)
    with opened(browser) as page:

        @BATCHES
        @given(many(st.builds(put, st.sampled_from(ways), small)))
        def attempt(changed: list[bytes]) -> None:
            agree(page, changed)

        attempt()


def test_of_damaged_texts_of_qr_codes_both_say_the_same(browser: Browser) -> None:
    text = write_compact(read(made_logged.receipt())).encode()
    with opened(browser) as page:

        @BATCHES
        @given(many(weird.damaged(text).map(lambda one: one.decode("latin-1"))))
        def attempt(damaged: list[str]) -> None:
            agree(page, damaged)

        attempt()


def _ways(plain: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = (
        plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    )
    return [way for name, value in members for way in [(*above, name), *_ways(value, (*above, name))]]
