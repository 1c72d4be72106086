"""Every division has its bureau and its competent offices, and every topic finds one."""

from collections import Counter
from types import MappingProxyType

import pytest

from huiyin.kernel.errors import Unknown
from huiyin.rules.routing import offices as room
from huiyin.rules.routing.divisions import SEATS, Level, seats
from huiyin.rules.routing.kinds import OfficeRole, exists_at, kinds
from huiyin.rules.routing.names import named_offices
from huiyin.rules.routing.offices import (
    competent_office,
    discipline_organ,
    office,
    offices,
    offices_at,
    responsible_bureau,
    serving,
)
from huiyin.rules.routing.topics import topic, topics


def test_the_number_of_offices_at_each_level_stands() -> None:
    assert Counter(each.level for each in offices()) == {
        Level.PROVINCE: 44,
        Level.PREFECTURE: 44 * 21,
        Level.COUNTY: 37 * 183,
    }


def test_ids_are_division_and_sequence_and_names_are_unique() -> None:
    sequences = {kind.sequence for kind in kinds().values()}
    assert len(sequences) == len(kinds())
    assert max(sequences) < 1000
    for each in offices():
        assert each.id == each.division * 1000 + kinds()[each.kind].sequence
    assert len({each.id for each in offices()}) == len(offices())
    assert len({each.name for each in offices()}) == len(offices())
    assert not [each for each in offices() if set("{}") & set(each.name + each.name_en)]


def test_every_parent_exists_at_a_higher_level() -> None:
    for each in offices():
        if each.level is Level.PROVINCE:
            assert each.parent is None
            continue
        assert each.parent is not None
        assert SEATS.index(office(each.parent).level) < SEATS.index(each.level)


def test_a_county_bureau_stands_under_the_bureau_of_its_prefecture() -> None:
    bureau = office(responsible_bureau(510104))
    assert bureau.name == "成都市锦江区信访局"
    assert bureau.role is OfficeRole.BUREAU
    assert bureau.parent == responsible_bureau(510100)
    assert office(responsible_bureau(510100)).parent == responsible_bureau(510000)


def test_a_town_is_served_by_the_bureau_of_its_county() -> None:
    assert responsible_bureau(510104037000) == 510104001
    assert responsible_bureau(510000) == 510000001


def test_every_topic_reaches_an_office_in_every_division() -> None:
    for place in seats():
        around = {place.code, place.code // 100 * 100, 510000}
        assert {office(competent_office(matter.id, place.code)).division for matter in topics()} <= around


def test_every_office_for_topics_is_of_a_known_kind_and_stand_ins_exist() -> None:
    for matter in topics():
        assert matter.office in kinds()
    for kind in kinds().values():
        for level, other in kind.stand_in.items():
            assert not exists_at(kind, Level(level))
            assert exists_at(kinds()[other], Level(level))


@pytest.mark.parametrize(
    ("matter", "place", "name"),
    [
        ("environment.water", 510104, "成都市生态环境局"),
        ("environment.water", 510104037000, "成都市生态环境局"),
        ("environment.water", 510000, "四川省生态环境厅"),
        ("construction.property", 510104, "成都市锦江区住房和城乡建设局"),
        ("construction.property", 510100, "成都市住房和城乡建设局"),
        ("construction.sanitation", 510000, "四川省住房和城乡建设厅"),
        ("construction.fund", 511102, "乐山市住房公积金管理中心"),
        ("technology.telecom", 513221, "四川省通信管理局"),
        ("transport.post", 513221, "阿坝藏族羌族自治州邮政管理局"),
        ("education.sport", 510000, "四川省体育局"),
        ("education.sport", 513401, "西昌市教育和体育局"),
        ("law.public_order", 510703, "绵阳市公安局涪城区分局"),
        ("law.public_order", 510781, "江油市公安局"),
        ("economy.finance", 510703, "国家金融监督管理总局绵阳监管分局"),
        ("economy.state_assets", 510703, "绵阳市涪城区财政局"),
        ("land.management", 510100, "成都市规划和自然资源局"),
    ],
)
def test_a_topic_finds_the_office_of_its_place(matter: str, place: int, name: str) -> None:
    assert office(competent_office(matter, place)).name == name


@pytest.mark.parametrize(
    ("number", "name", "name_en"),
    [
        (510104002, "成都市锦江生态环境局", "Chengdu Jinjiang District Ecology and Environment Bureau"),
        (513221002, "阿坝州汶川生态环境局", "Wenchuan County Ecology and Environment Bureau"),
        (510402002, "攀枝花市东区生态环境局", "Panzhihua East District Ecology and Environment Bureau"),
        (510726013, "北川羌族自治县民政局", "Beichuan Qiang Autonomous County Civil Affairs Bureau"),
        (510100024, "四川省成都市中级人民法院", "Chengdu Intermediate People's Court"),
        (510000002, "四川省生态环境厅", "Sichuan Department of Ecology and Environment"),
        (513200029, "中共阿坝州委组织部", None),
    ],
)
def test_offices_are_named_as_their_level_demands(number: int, name: str, name_en: str | None) -> None:
    assert office(number).name == name
    if name_en is not None:
        assert office(number).name_en == name_en


def test_an_office_that_stands_in_holds_the_topics_it_serves() -> None:
    assert "economy.state_assets" in office(510703021).topics
    assert "economy.state_assets" not in office(510700021).topics
    assert topic("environment").id not in office(510100002).topics


def test_the_offices_of_a_town_are_those_of_its_county() -> None:
    assert offices_at(510104037000) == offices_at(510104)
    assert len(offices_at(510104)) == 37


def test_the_discipline_organ_is_the_one_of_the_place() -> None:
    assert office(discipline_organ(510104)).role is OfficeRole.DISCIPLINE
    assert office(discipline_organ(510104)).division == 510104


def test_unknown_offices_kinds_and_topics_are_said_to_be_unknown() -> None:
    for ask, code in (
        (lambda: office(1), "office.unknown"),
        (lambda: serving("nobody", 510100), "office.unknown_kind"),
        (lambda: competent_office("nothing.at_all", 510100), "topic.unknown"),
        (lambda: responsible_bureau(1), "division.unknown"),
    ):
        with pytest.raises(Unknown) as caught:
            ask()
        assert caught.value.code == code


def test_a_kind_that_nobody_serves_is_said_so_instead_of_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    post = kinds()["post"]
    lonely = type(post)(
        id="lonely",
        sequence=900,
        role=post.role,
        patterns=MappingProxyType({}),
        patterns_en=post.patterns_en,
        stand_in=MappingProxyType({}),
        names=MappingProxyType({}),
    )
    monkeypatch.setattr(room, "kinds", lambda: {"lonely": lonely})
    with pytest.raises(Unknown) as caught:
        serving("lonely", 510104)
    assert caught.value.code == "office.none_serving"


def test_offices_named_in_a_text_are_found_by_their_full_names() -> None:
    text = "我向成都市生态环境局反映过，后来又找了锦江区信访局。"
    found = named_offices(text)
    assert [each.office for each in found] == [510100002]
    assert text[found[0].start : found[0].end] == "成都市生态环境局"
