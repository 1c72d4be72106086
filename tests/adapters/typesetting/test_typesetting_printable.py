"""Texts of every kind become printable without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.adapters.typesetting.printable import printable, printable_data


def anything(code_point: int) -> bool:
    return code_point != ord("囧")


def clean(text: str) -> str:
    return printable(text, anything)[0]


def test_plain_text_stays_as_it_is() -> None:
    text = "王·买买提 #set page() $x^2$ \\ @a <b> [c] “引号” 2026年5月6日"
    assert printable(text, anything) == (text, frozenset())


def test_a_character_without_a_glyph_is_named_in_its_place() -> None:
    text, missing = printable("姓囧名", anything)
    assert text.replace("\u200b", "") == "姓⟦U+56E7⟧名"
    assert missing == {"U+56E7"}


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\u202e", "\u2066", "\ud800", "\ue000"])
def test_controls_overrides_and_half_characters_are_shown(character: str) -> None:
    text, missing = printable(f"a{character}b", anything)
    name = f"U+{ord(character):04X}"
    assert f"⟦{name}⟧" in text
    assert missing == {name}


def test_invisible_tags_cannot_carry_hidden_text() -> None:
    assert clean("a\U000e0041\ufeffb") == "ab"


def test_all_line_ends_become_one() -> None:
    assert clean("a\r\nb\rc\u2028d\u2029e\x0bf\tg") == "a\nb\nc\nd\ne\nf g"


def test_joined_emoji_and_variants_keep_their_joiners() -> None:
    text = "👩\u200d👧☎\ufe0f葛\U000e0100"
    assert clean(text) == text


def test_a_long_row_of_letters_gets_places_to_break() -> None:
    broken = clean("a" * 100)
    assert broken.replace("\u200b", "") == "a" * 100
    assert max(len(part) for part in broken.split("\u200b")) <= 16


def test_words_and_ideographs_get_no_extra_breaks() -> None:
    text = "水" * 500 + " word " * 50
    assert clean(text) == text


def test_structure_is_kept_and_everything_missing_is_collected() -> None:
    data = {"a": ["囧", ("b", 3, True, None)], "c": {"d": "\x01"}}
    cleaned, missing = printable_data(data, anything)
    assert cleaned["a"][1] == ["b", 3, True, None]
    assert missing == {"U+56E7", "U+0001"}


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once).replace("\u200b", "") == once.replace("\u200b", "")
