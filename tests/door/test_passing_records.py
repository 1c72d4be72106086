"""What the door keeps beside the fold: it expires, and it is swept."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.door import attempts, waiting
from huiyin.rules.access.pace import FORGOTTEN_AFTER, Tried
from support.moment import AT
from support.state import rows

pytestmark = pytest.mark.usefixtures("database")

KEY = b"k" * 32


def test_attempts_are_remembered_until_they_no_longer_count() -> None:
    attempts.change(
        [KEY], lambda before: {key: Tried(failures=2, until=AT) for key in before}, at=AT - timedelta(hours=1)
    )
    assert [one["failures"] for one in rows("attempt")] == [2]
    assert attempts.sweep(at=AT + FORGOTTEN_AFTER - timedelta(seconds=1)) == 0
    assert attempts.sweep(at=AT + FORGOTTEN_AFTER) == 1
    assert rows("attempt") == []


def test_the_first_of_two_drafts_under_one_key_stays() -> None:
    later = AT + timedelta(days=1)
    assert waiting.first_draft(KEY, b"one", expires_at=later, at=AT) == b"one"
    assert waiting.first_draft(KEY, b"two", expires_at=later, at=AT) == b"one"
    assert waiting.read_draft(KEY, at=AT) == b"one"


def test_expired_drafts_are_swept(database: Any) -> None:
    assert database
    waiting.write_draft(KEY, b"one", expires_at=AT)
    waiting.write_draft(b"l" * 32, b"two", expires_at=AT + timedelta(days=1))
    assert waiting.sweep(at=AT) == 1
    assert waiting.read_draft(KEY, at=AT) is None
    assert len(rows("waiting")) == 1
