"""Numbers, query codes and ids: what a person copies by hand survives, what is wrong is noticed."""

import itertools
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from huiyin.kernel import ids
from huiyin.kernel.ids import (
    ALPHABET,
    begun_at,
    named_id,
    new_id,
    new_number,
    new_query_code,
    parse_number,
    parse_query_code,
)

AT = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
SAMPLES = [new_number(random.Random(seed).randbytes) for seed in range(40)]  # noqa: S311  repeatable
EDGES = ["00000-00000-0", "ZZZZZ-ZZZZZ", "0Z0Z0-Z0Z0Z", "10101-01010"]


def _numbers() -> list[str]:
    full = [ids._bare(edge)[: ids.NUMBER_LETTERS] for edge in EDGES]
    return [*SAMPLES, *(f"{one[:5]}-{one[5:]}-{ids._check_letter(one)}" for one in full)]


def test_a_number_has_fifty_random_bits_and_a_check_letter() -> None:
    assert new_number(lambda count: b"\xff" * count)[:11] == "ZZZZZ-ZZZZZ"
    assert len({new_number() for _ in range(500)}) == 500
    assert all(parse_number(number) == number for number in _numbers())


def test_every_single_wrong_letter_is_noticed() -> None:
    for number in _numbers():
        letters = number.replace("-", "")
        for place, other in itertools.product(range(len(letters)), ALPHABET):
            if other != letters[place]:
                assert parse_number(letters[:place] + other + letters[place + 1 :]) is None


def test_every_two_neighbours_that_changed_places_are_noticed() -> None:
    for number in _numbers():
        letters = number.replace("-", "")
        for place in range(len(letters) - 1):
            one, two = letters[place : place + 2]
            if one != two:
                assert parse_number(letters[:place] + two + one + letters[place + 2 :]) is None


def test_two_letters_apart_that_changed_places_are_noticed_too() -> None:
    letters = SAMPLES[0].replace("-", "")
    for one, two in itertools.combinations(range(len(letters)), 2):
        changed = list(letters)
        changed[one], changed[two] = changed[two], changed[one]
        if letters[one] != letters[two]:
            assert parse_number("".join(changed)) is None


@pytest.mark.parametrize(
    "typed",
    [
        "4f7k2-m9qtx-v",
        " 4F7K2 M9QTX V ",
        "4F7K2M9QTXV",
        "4F7K2—M9QTX—V",
        "4F7K2－M9QTX－V",
        "4F7K2–M9QTX‑V",
        "４Ｆ７Ｋ２－Ｍ９ＱＴＸ－Ｖ",
        "4F7K2\u3000M9QTX\u3000V\n",
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert parse_number(typed) == "4F7K2-M9QTX-V"


@pytest.mark.parametrize(("typed", "meant"), [("O", "0"), ("o", "0"), ("I", "1"), ("l", "1"), ("L", "1")])
def test_letters_that_look_like_digits_are_read_as_digits(typed: str, meant: str) -> None:
    number = next(number for seed in range(200) if meant in (number := _sample(seed)))
    assert parse_number(number.replace(meant, typed)) == number
    code = next(code for seed in range(200) if meant in (code := _code(seed)))
    assert parse_query_code(code.replace(meant, typed)) == code


@pytest.mark.parametrize(
    "typed", ["", "-", "4F7K2-M9QTX", "4F7K2-M9QTX-VV", "4F7K2-M9QT!-V", "信访信访信访信访信访信"]
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


def test_a_query_code_has_eighty_random_bits() -> None:
    assert new_query_code(lambda count: b"\xff" * count) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    code = new_query_code()
    assert len(code.replace("-", "")) * 5 == 80
    assert parse_query_code(code.lower().replace("-", " ")) == code


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH-JKMN", "ABCD-EFGH-JKMN-PQRU", "ABCD-EFGH-JKMN-PQRST"])
def test_what_cannot_be_a_query_code_is_none(typed: str) -> None:
    assert parse_query_code(typed) is None


def test_an_id_is_a_uuid_of_version_7_and_follows_its_instant() -> None:
    first, later = new_id(AT), new_id(AT + timedelta(milliseconds=1))
    assert (first.version, first.variant) == (7, UUID(int=0, version=4).variant)
    assert first < later
    assert first.int >> 80 == int(AT.timestamp() * 1000)
    assert new_id(AT) != first


def test_an_id_tells_when_it_was_made() -> None:
    assert begun_at(new_id(datetime(2026, 5, 6, 1, 2, 3, 4_500, tzinfo=UTC))) == 1_778_029_323_004


def test_an_id_is_random_in_every_other_bit() -> None:
    zeros, ones = new_id(AT, bytes), new_id(AT, lambda count: b"\xff" * count)
    assert (zeros.int ^ ones.int).bit_count() == 74


def test_a_named_id_is_the_same_for_the_same_name_only() -> None:
    assert named_id("stream people") == named_id("stream people") != named_id("stream statute")
    assert named_id("stream people").version == 8


def _sample(seed: int) -> str:
    return new_number(random.Random(seed).randbytes)  # noqa: S311  repeatable


def _code(seed: int) -> str:
    return new_query_code(random.Random(seed).randbytes)  # noqa: S311  repeatable
