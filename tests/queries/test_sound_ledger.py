"""Verification of a ledger that nobody touched: nothing is found, and everything was looked at."""

from typing import Any

import pytest

import builders
from huiyin.kernel import canonical
from huiyin.queries.ledger import verify as verification
from huiyin.queries.ledger.verify import Count
from support.state import entries, rows
from support.verifying import differences


def test_a_full_life_and_the_whole_installation_verify_clean(life: builders.Life) -> None:
    counts: list[tuple[int, int, int]] = []
    kept: list[Count] = []

    def progress(count: Count) -> None:
        kept.append(count)
        counts.append((count.entries, count.subjects, count.total))

    assert life
    assert differences(progress) == []
    assert counts[-1] == (len(rows("entry")), 5, len(rows("entry")))


def test_batches_of_any_size_verify_alike(life: builders.Life, monkeypatch: pytest.MonkeyPatch) -> None:
    assert life
    monkeypatch.setattr(verification, "BATCH", 1)
    assert differences() == []
    monkeypatch.setattr(verification, "BATCH", 2)
    assert differences() == []


def test_an_empty_installation_verifies_clean(equipped: Any) -> None:
    assert equipped
    assert differences() == []


def test_the_chain_of_a_petition_reads_from_filing_to_review(life: builders.Life) -> None:
    kinds = [entry["kind"] for entry in entries(life.petition)]
    assert kinds[0] == "petition.filed"
    assert kinds[-1] == "petition.review_requested"
    assert [canonical.decode(one.entry.body)["kind"] for one in life.outcomes] == kinds
