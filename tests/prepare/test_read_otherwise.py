"""Nothing found for what was typed: what was meant is shown, and only where this reader may see it."""

from datetime import timedelta

import pytest

import builders
from builders import HOUSING, HOUSING_ELSEWHERE, JINJIANG, MIANYANG
from huiyin.kernel.command import Reader
from huiyin.prepare.searching import asking, mistyped
from huiyin.prepare.searching.mistyped import other_readings
from huiyin.queries.handling.search import Narrowed
from huiyin.rules.search import asked
from support.moment import AT
from support.searching import OF_BUREAU, found, indexed, page

pytestmark = pytest.mark.usefixtures("installed")


def read_as(typed: str, reader: Reader = OF_BUREAU) -> str:
    instead = page(typed, reader).instead
    return instead.written if instead else ""


def test_a_mistyped_question_finds_what_was_meant() -> None:
    mine = builders.file_petition(text="工厂拖欠农民工工资，拖欠工资三月，签了contract，在CAFÉ门口。")
    indexed()
    for typed, meant in (
        ("农民工工姿", "农民工工资"),
        ("农名工", "农民工"),
        ("托签工资", "拖欠工资"),
        ("托签 农名工", "拖欠 农民工"),
        ("contarct", "contract"),
        ("工姿 -噪声", "工资 -“噪声”"),
    ):
        assert found(typed) == [mine.petition], typed
        assert read_as(typed) == meant
    for typed in ("cafe", "café", "拖欠農民工工資", "ＣＯＮＴＲＡＣＴ"):
        assert found(typed) == [mine.petition], typed
        assert read_as(typed) == ""


def test_a_mistyped_text_is_found_by_the_word_that_was_meant() -> None:
    mine = builders.file_petition(text="老板不发工姿，物夜公司不管。")
    indexed()
    for typed in ("工资", "工姿", "物业"):
        assert found(typed) == [mine.petition], typed
        assert read_as(typed) == ""


def test_what_is_found_is_not_read_otherwise() -> None:
    mine = builders.file_petition(text="工厂门口有一只杠子。")
    other = builders.file_petition(AT + timedelta(minutes=1), text="拖欠工资。")
    indexed()
    assert found("杠子") == [mine.petition]
    assert found("工资") == [other.petition]


def test_words_that_stand_apart_and_phrases_are_not_read_otherwise() -> None:
    builders.file_petition(text="拖欠工资，噪声很大。")
    indexed()
    for typed in ("“工姿”", "龘靐", "污水 工资 电梯"):
        assert (found(typed), read_as(typed)) == ([], ""), typed


def test_a_reading_that_finds_nothing_here_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The likelier reading is frequent elsewhere; this office has only a matter of the other one."""
    builders.file_petition(text="公事公办。")
    builders.file_petition(AT + timedelta(minutes=1), text="拖欠工资。")
    indexed()
    question = asked.read("工姿")
    assert {one.words for one in other_readings(question)} >= {("工资",), ("公事",)}
    first = next(other_readings(question))
    monkeypatch.setattr(mistyped, "lexicon", lambda: {"公事": {}})
    assert next(other_readings(question)).words == ("公事",) != first.words
    nobody = Reader(offices=(HOUSING,))
    assert (found("工姿", nobody), read_as("工姿", nobody)) == ([], "")


def test_of_two_worlds_the_accused_is_shown_the_same_readings() -> None:
    """An accusation against this office, or against another: its words make no suggestion."""
    asked_for = ("虚报", "虚暴", "徐报", "克扣", "刻口", "拆签")
    told = []
    for accused in (HOUSING, HOUSING_ELSEWHERE):
        builders.accusation(accused, title="虚报拆迁面积", text="有人虚报拆迁面积，克扣补偿款。")
        indexed()
        told.append(
            [
                (page(typed, Reader(offices=(HOUSING,))), [*other_readings(asked.read(typed))])
                for typed in asked_for
            ]
        )
        if accused == HOUSING:  # whatever else it oversees
            overseer = Reader(offices=(HOUSING,), oversight=(510100, 510199))
            assert [page(typed, overseer).found for typed in asked_for] == [()] * len(asked_for)
    assert told[0] == told[1]
    assert all(one.found == () and readings == [] for one, readings in told[0])


def test_an_office_is_led_only_to_what_it_may_list() -> None:
    mine = builders.file_petition(text="拖欠工资。")
    indexed()
    for reader, finds in (
        (Reader(oversight=(JINJIANG, JINJIANG)), True),
        (Reader(oversight=(MIANYANG, MIANYANG + 99)), False),
        (Reader(offices=(HOUSING,)), False),
    ):
        assert (found("工姿", reader), read_as("工姿", reader)) == ([mine.petition] * finds, "工资" * finds)


def test_a_following_page_is_not_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAGE", 1)
    for minute in range(2):
        builders.file_petition(AT + timedelta(minutes=minute), text="拖欠工资。")
    indexed()
    first = page("工姿")
    assert first.more is not None
    assert first.instead is not None
    further = asking.search(OF_BUREAU, first.instead, Narrowed(), on=AT.date(), before=first.more)
    assert (len(further.found), further.instead) == (1, None)
    nothing = asking.search(OF_BUREAU, asked.read("工姿"), Narrowed(), on=AT.date(), before=first.more)
    assert (nothing.found, nothing.instead) == ((), None)
