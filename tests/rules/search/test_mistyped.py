"""What a word may have been meant to be: by sound, by look, by a letter too many or too few."""

import pytest

from huiyin.rules.search.folding import alike, folded
from huiyin.rules.search.mistyped import likely, surely


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("工姿", "工资"),  # the same sound
        ("农名", "农民"),  # ing and in
        ("照音", "噪音"),  # zh and z
        ("污蓝", "污难"),  # l and n
        ("托签", "拖欠"),  # both signs
        ("农名工", "农民工"),  # in a longer word
        ("折迁", "拆迁"),  # it looks like it
        ("contarct", "contract"),  # changed round
        ("contrat", "contract"),  # one too few
        ("conttract", "contract"),  # one too many
        ("kontract", "contract"),  # another one
    ],
)
def test_a_slip_leads_to_the_word(typed: str, meant: str) -> None:
    others = list(likely(typed))
    assert meant in others
    assert typed not in others
    assert len(others) == len(set(others))


@pytest.mark.parametrize("typed", ["", "abc", "ht-2026", "2026", "café", "纺织厂废水排放口", "𠮷𠮷"])
def test_short_or_long_words_and_numbers_are_left_as_they_are(typed: str) -> None:
    assert list(likely(typed)) == []


def test_nobody_meant_a_seldom_sign() -> None:
    others = "".join(likely("工姿"))
    assert "资" in others
    assert "孳" not in others


def test_only_words_of_petitions_are_read_into_a_text() -> None:
    assert surely("工姿") == ("工资",)
    assert surely("补长") == ("补偿",)
    assert surely("厂偷") == ()


def test_signs_that_look_alike_are_so_both_ways() -> None:
    assert "拆" in alike("折")
    assert "折" in alike("拆")
    assert alike("水") == ""


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("CAFÉ", "cafe"), ("Straße", "strasse"), ("nai\u0308ve", "naive"), ("ＮＯ．１", "no.1"), ("ÈÉÊ", "eee")],
)
def test_case_width_and_accents_make_no_other_word(written: str, read_as: str) -> None:
    assert folded(written) == read_as
