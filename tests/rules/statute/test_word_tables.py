"""The words of explanations: every code has its own in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest

from huiyin.kernel.errors import Unknown
from huiyin.rules.statute.clocks import EventName
from huiyin.rules.statute.explanation import Refusal
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.shape import DutyOf
from huiyin.rules.statute.wording import LANGUAGES, word_table

DOCS = Path(__file__).parents[3] / "docs" / "law"


def shape(table: Any) -> Any:
    """The keys of a table and the braces of each sentence."""
    if isinstance(table, dict):
        return {key: shape(value) for key, value in table.items()}
    return sorted(set(re.findall(r"\{\w+\}", table))) if isinstance(table, str) else len(table)


def test_both_languages_have_the_same_sentences_with_the_same_facts() -> None:
    chinese, english = shape(word_table("zh-hans")), shape(word_table("en"))
    for table in (chinese, english):
        table.pop("months", None)
        table.pop("date")
        table.pop("date_short")
        table["law"].pop("before")
    assert chinese == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_words(language: str) -> None:
    table = word_table(language)
    assert set(table["event"]) == {name.value for name in EventName}
    assert set(table["duty_of"]) == {who.value for who in DutyOf}
    assert set(table["refusal"]) == {refusal.value for refusal in Refusal}
    rules = [rule for pack in pack_ids() for rule in load_pack(pack).rules.values()]
    assert {x.reason for rule in rules for x in (*rule.exemptions, *rule.pauses)} <= set(table["reason"])
    assert {x.reason for rule in rules for x in rule.absences} <= set(table["absence"])
    assert {r for rule in rules if rule.extension for r in rule.extension.approvers} <= set(table["role"])


def test_a_language_without_words_is_unknown() -> None:
    with pytest.raises(Unknown, match=r"language\.unknown"):
        word_table("fr")


def test_the_list_of_events_for_lawyers_is_complete() -> None:
    _, _, words = (DOCS / "events.md").read_text("utf-8").partition("## The words")
    listed = re.findall(r"^\| `([a-z_.]+)` \|", words, re.MULTILINE)
    assert listed == [name.value for name in EventName]
