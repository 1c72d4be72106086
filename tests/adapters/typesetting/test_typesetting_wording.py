"""Dates, money and sizes are written as Chinese documents write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from huiyin.adapters.typesetting import wording


def test_a_date_has_no_leading_zeros() -> None:
    assert wording.chinese_date(date(2026, 5, 6)) == "2026年5月6日"


def test_an_instant_is_told_in_legal_time() -> None:
    assert wording.chinese_instant(datetime(2026, 5, 5, 17, 5, 3, tzinfo=UTC)) == "2026年5月6日 01:05:03"


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        (2_500_000, "250万元"),
        (2_515_000, "251.5万元"),
        (120_000_000, "1.2亿元"),
        (10_000, "1万元"),
        (12_345, "12345元"),
        (Decimal("12345.6"), "12345.60元"),
        (500, "500元"),
    ],
)
def test_money_is_short_but_never_rounded(yuan: Decimal | int, words: str) -> None:
    assert wording.chinese_money(yuan) == words


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (999, "999 B"), (1_482_113, "1.5 MB"), (2_000_000_000, "2.0 GB")]
)
def test_file_sizes_are_readable(size: int, words: str) -> None:
    assert wording.file_size(size) == words


def test_a_document_number_has_hexagonal_brackets_and_no_leading_zeros() -> None:
    number = wording.document_number(code="川环信", year=2026, sequence=12)
    assert number == "川环信〔2026〕12号"
    assert wording.is_document_number(number)
    for wrong in ("川环信[2026]12号", "川环信〔2026〕012号", "川环信〔2026〕第12号", "〔2026〕1号"):
        assert not wording.is_document_number(wrong)


def test_ordinals_run_from_one_to_ninety_nine() -> None:
    assert [wording.ordinal(n) for n in (1, 9, 10, 11, 20, 45, 99)] == [
        *("一", "九", "十", "十一", "二十", "四十五", "九十九")
    ]
