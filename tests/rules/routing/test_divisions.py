"""The divisions of Sichuan are all there and fit together."""

from collections import Counter

import pytest

from huiyin.kernel.errors import Unknown
from huiyin.rules.routing.divisions import (
    PROVINCE,
    Level,
    children,
    contains,
    division,
    divisions,
    level_of,
    lineage,
    parent_of,
    path_name,
    seat_of,
    seats,
)


def test_sichuan_has_21_prefectures_183_counties_and_3111_towns() -> None:
    counted = Counter(place.level for place in divisions())
    assert counted == {Level.PROVINCE: 1, Level.PREFECTURE: 21, Level.COUNTY: 183, Level.TOWN: 3111}
    assert len(seats()) == 205


def test_codes_are_unique_and_every_parent_exists_one_level_higher() -> None:
    levels = list(Level)
    assert len({place.code for place in divisions()}) == len(divisions())
    for place in divisions():
        assert level_of(place.code) is place.level
        assert parent_of(place.code) == place.parent
        if place.parent is None:
            assert place.code == PROVINCE
        else:
            assert levels.index(division(place.parent).level) == levels.index(place.level) - 1


def test_children_of_the_province_are_the_prefectures_and_towns_have_none() -> None:
    assert len(children(PROVINCE)) == 21
    assert [place.name for place in children(510300)] == [
        "自流井区",
        "贡井区",
        "大安区",
        "沿滩区",
        "荣县",
        "富顺县",
    ]
    assert children(510104037000) == ()


def test_every_division_has_an_english_name_and_seats_below_the_province_a_point() -> None:
    assert all(place.name_en for place in divisions())
    assert division(510100).name_en == "Chengdu"
    assert division(513200).name_en == "Aba Tibetan and Qiang Autonomous Prefecture"
    for place in seats()[1:]:
        assert place.lon is not None
        assert place.lat is not None
        assert 97 < place.lon < 109
        assert 26 < place.lat < 35


def test_a_path_name_runs_from_the_province_down() -> None:
    assert path_name(510104) == "四川省成都市锦江区"
    assert path_name(510104037000) == "四川省成都市锦江区三圣街道"
    assert [place.code for place in lineage(510104)] == [510000, 510100, 510104]


def test_a_town_is_served_by_its_county() -> None:
    assert seat_of(510104037000) == 510104
    assert seat_of(510104) == 510104
    assert seat_of(510100) == 510100


def test_a_place_contains_itself_and_what_lies_below() -> None:
    assert contains(510100, 510104037000)
    assert contains(510104, 510104)
    assert not contains(510104, 510100)
    assert not contains(510700, 510104)


def test_an_unknown_code_is_said_to_be_unknown() -> None:
    with pytest.raises(Unknown) as caught:
        division(110000)
    assert caught.value.code == "division.unknown"
    assert caught.value.facts == {"division": 110000}
