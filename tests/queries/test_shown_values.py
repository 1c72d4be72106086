"""Values of fields as verification shows them: codes in the open, what people wrote as digests."""

import hashlib
from typing import Any

import pytest

from huiyin.queries.ledger.showing import LONGEST, as_shown
from huiyin.records.columns import Column


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


SHOWN = [
    ("petition", "text", "under_review", "under_review"),
    ("petition", "text", "王小明", digest("王小明".encode())),
    ("petition", "text", "two words", digest(b"two words")),
    ("petition", "text", "x" * 65, digest(b"x" * 65)),
    ("petition", "bytea", "\\x00ff", digest(b"\x00\xff")),
    ("petition", "boolean", True, "true"),
    ("petition", "bigint", 510104, "510104"),
    ("petition", "bigint[]", [1, 2], "[1, 2]"),
    ("petition", "timestamp with time zone", "2026-05-06T01:02:03+00:00", "2026-05-06T01:02:03+00:00"),
    ("petition", "text", None, None),
    ("event", "jsonb", {"b": "王", "a": 1}, digest('{"a": 1, "b": "王"}'.encode())),
    ("office", "text", "成都市生态环境局", "成都市生态环境局"),
    ("office", "text", "x" * 300, "x" * LONGEST),
    ("office", "bytea", "\\x00", digest(b"\x00")),
    ("oversight_setting", "jsonb", {"a": 1}, digest(b'{"a": 1}')),
]


@pytest.mark.parametrize(("table", "kind", "value", "shown"), SHOWN)
def test_what_is_shown(table: str, kind: str, value: Any, shown: str | None) -> None:
    assert as_shown(table, Column(name="x", type=kind, key=False), value) == shown
