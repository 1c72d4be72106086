"""Answers: what a filing must say, whichever way it came in."""

from datetime import date
from typing import Any

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.prepare import answers
from huiyin.prepare.answers import Klass, Part, PersonKind, Respondent, RespondentKind

PLAIN: dict[str, Any] = {
    "klass": "claim",
    "title": "安靖一家纺织厂夜里排污",
    "text": "去年10月以来河水发黑。\r\n附照片。",
    "request": "请查处。",
    "language": "zh-hans",
    "division": 510117,
}
PERSON = {"part": "petitioner", "kind": "person", "name": "𠮷田·买买提", "phone": "13800000000"}


def problem(**changes: Any) -> tuple[str, str]:
    with pytest.raises(Invalid) as caught:
        answers.read({**PLAIN, **changes})
    return caught.value.code, caught.value.field


def test_the_least_that_can_be_filed_is_read() -> None:
    read = answers.read(PLAIN)
    assert read.klass is Klass.CLAIM
    assert read.text == "去年10月以来河水发黑。\n附照片。"
    assert (read.division, read.town, read.happened_from) == (510117, None, None)
    assert read.anonymous
    assert read.unreachable


def test_everything_that_can_be_said_is_read() -> None:
    read = answers.read(
        {
            **PLAIN,
            "klass": "accusation",
            "town": 510117001000,
            "place": "方桥村",
            "happened_from": "2026-03-05",
            "happened_to": "2026-03-06",
            "respondents": [{"kind": "office", "name": "某局", "office": 510117002, "accused": True}],
            "persons": [PERSON, {"part": "guardian", "kind": "person", "name": "父"}],
            "publish": True,
            "electronic": True,
        }
    )
    assert read.happened_to == date(2026, 3, 6)
    assert read.respondents == (
        Respondent(kind=RespondentKind.OFFICE, name="某局", office=510117002, accused=True),
    )
    assert [one.part for one in read.persons] == [Part.PETITIONER, Part.GUARDIAN]
    assert read.persons[0].kind is PersonKind.PERSON
    assert read.persons[0].name == "𠮷田·买买提"
    assert read.publish
    assert read.electronic
    assert not read.anonymous
    assert not read.unreachable


def test_a_name_without_a_way_to_reach_it_cannot_be_served() -> None:
    read = answers.read({**PLAIN, "persons": [{**PERSON, "phone": ""}]})
    assert not read.anonymous
    assert read.unreachable


def test_a_telephone_without_a_name_cannot_be_served_either() -> None:
    assert answers.read({**PLAIN, "persons": [{**PERSON, "name": ""}]}).unreachable


@pytest.mark.parametrize("field", ["title", "text", "request"])
@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "text.empty"), (" \n\t", "text.empty"), ("😡😡!!", "text.no_words"), ("123", "text.no_words")],
)
def test_a_text_must_hold_words(field: str, typed: str, code: str) -> None:
    assert problem(**{field: typed}) == (code, field)


def test_a_text_may_have_one_mebibyte_and_no_more() -> None:
    full = "水" * (answers.TEXT_LIMIT // 3) + "a"
    assert answers.read({**PLAIN, "text": full}).text == full
    assert problem(text=full + "a") == ("text.too_long", "text")


def test_control_characters_are_dropped_and_rare_ones_kept() -> None:
    assert answers.prose("\x00𠮷\x07·\rx", field="text") == "𠮷·\nx"


def test_a_line_is_one_line_and_has_its_limit() -> None:
    assert answers.line(" 张 \n 三\x00 ", field="name") == "张 三"
    with pytest.raises(Invalid, match=r"line\.too_long"):
        answers.line("张" * 201, field="name")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"klass": "other"}, "answers.unknown_choice", "klass"),
        ({"klass": None}, "answers.unknown_choice", "klass"),
        ({"title": 7}, "answers.not_a_text", "title"),
        ({"division": "510117"}, "answers.not_a_number", "division"),
        ({"division": True}, "answers.not_a_number", "division"),
        ({"town": -1}, "answers.not_a_number", "town"),
        ({"division": 999999}, "place.unknown_division", "division"),
        ({"division": 510117001000}, "place.unknown_division", "division"),
        ({"town": 510117999000}, "place.unknown_town", "town"),
        ({"town": 510104017000}, "place.unknown_town", "town"),
        ({"town": 510117}, "place.unknown_town", "town"),
        ({"happened_from": "5 March"}, "day.not_a_day", "happened_from"),
        ({"happened_from": 5}, "day.not_a_day", "happened_from"),
        (
            {"happened_from": "2026-03-05", "happened_to": "2026-03-04"},
            "day.ends_before_it_begins",
            "happened_to",
        ),
        ({"persons": "me"}, "answers.not_a_list", "persons"),
        ({"persons": ["me"]}, "answers.not_a_list", "persons"),
        ({"persons": [PERSON] * 201}, "answers.too_many", "persons"),
        (
            {"persons": [{**PERSON, "part": "representative"}] * 6},
            "persons.too_many_representatives",
            "persons",
        ),
        ({"persons": [{**PERSON, "minor": True}]}, "persons.guardian_missing", "persons"),
        (
            {"respondents": [{"kind": "person", "name": "甲", "accused": True}]},
            "respondents.accused_outside_accusation",
            "respondents",
        ),
        (
            {"respondents": [{"kind": "office", "name": "", "office": "x"}]},
            "answers.not_a_number",
            "respondents",
        ),
    ],
)
def test_what_cannot_be_used_is_named(changes: dict[str, Any], code: str, field: str) -> None:
    assert problem(**changes) == (code, field)


def test_a_minor_with_a_guardian_and_five_representatives_are_lawful() -> None:
    persons = [
        {**PERSON, "minor": True},
        {"part": "guardian", "kind": "person", "name": "母"},
        *[{**PERSON, "part": "representative"}] * 5,
    ]
    assert len(answers.read({**PLAIN, "persons": persons}).persons) == 7
