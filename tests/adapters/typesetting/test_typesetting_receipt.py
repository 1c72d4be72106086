"""The receipt on paper says everything a petitioner needs, in Chinese and in English."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from typesetting_samples import LONG_OFFICE, NUMBER, QUERY_CODE, RECEIPT, digest, pages, text_of

from huiyin.adapters.typesetting.receipt import ReceiptClock, ReceiptFile, render_receipt
from huiyin.adapters.typesetting.receipt_words import CHINESE, ENGLISH, Language
from huiyin.adapters.typesetting.wording import groups
from huiyin.kernel.errors import Invalid

ENGLISH_RECEIPT = replace(RECEIPT, language=Language.ENGLISH)


def test_it_is_one_page_with_everything_on_it() -> None:
    sheets = pages(render_receipt(RECEIPT))
    assert len(sheets) == 1
    for told in (
        NUMBER,
        QUERY_CODE,
        "王𠮷",
        RECEIPT.matter,
        RECEIPT.place,
        RECEIPT.office,
        "2026年3月3日14:05:09（北京时间）",
        "2026年3月18日前",
        RECEIPT.clocks[0].why,
        RECEIPT.clocks[0].article,
        "水质检测报告.pdf",
        "1.5MB",
        RECEIPT.log_origin,
        RECEIPT.follow_url,
        "第1页，共1页",
    ):
        assert told in sheets[0], told


def test_two_clocks_and_four_files_still_fit_one_page() -> None:
    files = RECEIPT.files * 2
    assert len(pages(render_receipt(replace(RECEIPT, clocks=RECEIPT.clocks * 2, files=files)))) == 1


def test_digests_stand_whole_in_groups_of_eight() -> None:
    printed = text_of(render_receipt(RECEIPT))
    for value in (RECEIPT.files[0].sha256, RECEIPT.key_fingerprint, RECEIPT.commitment):
        assert value in printed
    assert groups(digest("a"), 8).count(" ") == 7


def test_english_reads_as_english() -> None:
    printed = text_of(render_receipt(ENGLISH_RECEIPT))
    for told in ("Petitionreceipt", "By18March2026", "3March2026,14:05:09", "Whatyouhandedin(2)"):
        assert told in printed, told
    assert CHINESE["title"] not in printed


def test_both_languages_have_the_same_words() -> None:
    assert CHINESE.keys() == ENGLISH.keys()
    for name, words in CHINESE.items():
        assert words.count("{") == ENGLISH[name].count("{"), name


@pytest.mark.parametrize(("receipt", "mark"), [(RECEIPT, "演示"), (ENGLISH_RECEIPT, "DEMO")])
def test_a_demonstration_is_marked_and_nothing_else_is(receipt: Any, mark: str) -> None:
    assert mark in text_of(render_receipt(replace(receipt, demo=True)))
    assert mark not in text_of(render_receipt(receipt))


def test_a_withheld_name_is_said_and_an_unknown_place_left_out() -> None:
    printed = text_of(render_receipt(replace(RECEIPT, petitioner=" ", place="")))
    assert "未留姓名" in printed
    assert "地点" not in printed


def test_without_files_it_says_so() -> None:
    assert "本次没有提交材料" in text_of(render_receipt(replace(RECEIPT, files=())))


def test_a_date_that_is_not_fixed_is_not_invented() -> None:
    clock = ReceiptClock(
        label="答复", due_on=None, why="日历尚未公布。", article="第三十四条", provisional=True
    )
    printed = text_of(render_receipt(replace(RECEIPT, clocks=(clock,))))
    assert "日期待定" in printed
    assert "以正式公布的工作日安排为准" in printed


def test_two_hundred_files_run_over_pages_with_their_heading_repeated() -> None:
    files = tuple(
        ReceiptFile(name=f"{i}号{'证据' * 30}.jpg", size=10**9, sha256=digest(str(i))) for i in range(200)
    )
    sheets = pages(render_receipt(replace(RECEIPT, files=files)))
    assert 5 < len(sheets) < 30
    assert all(digest(str(i)) in "".join(sheets) for i in (0, 99, 199))
    assert "序号文件大小" in sheets[2]
    assert f"第{len(sheets)}页，共{len(sheets)}页" in sheets[-1]


def test_the_longest_names_still_fit_one_page() -> None:
    full = replace(RECEIPT, petitioner="娜" * 28 + "𠮷䶮", office=LONG_OFFICE, demo=True, matter="废水" * 100)
    sheets = pages(render_receipt(full))
    assert len(sheets) == 1
    assert LONG_OFFICE in sheets[0]
    assert "水废…" in sheets[0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "4F7K2-M9QTX-0"),
        ("number", ""),
        ("query_code", "short"),
        ("issuer", " "),
        ("matter", ""),
        ("office", ""),
        ("log_origin", ""),
        ("key_fingerprint", ""),
        ("commitment", ""),
        ("filed_at", datetime(2026, 3, 3)),  # noqa: DTZ001  the missing zone is the point
    ],
)
def test_a_receipt_that_proves_nothing_is_refused_and_the_field_named(field: str, value: object) -> None:
    with pytest.raises(Invalid) as caught:
        replace(RECEIPT, **{field: value})
    assert caught.value.field == field


def test_a_digest_or_a_size_that_cannot_be_is_refused() -> None:
    with pytest.raises(Invalid):
        ReceiptFile(name="a", size=1, sha256="ABC")
    with pytest.raises(Invalid):
        ReceiptFile(name="a", size=-1, sha256=digest("a"))


def test_the_day_is_the_day_in_china() -> None:
    late = replace(RECEIPT, filed_at=datetime(2026, 3, 3, 16, 30, tzinfo=UTC))
    assert "2026年3月4日00:30:00" in text_of(render_receipt(late))
    assert date(2026, 3, 18) == late.clocks[0].due_on
