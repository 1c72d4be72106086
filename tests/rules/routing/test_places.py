"""Places are read as people write them; what is ambiguous stays ambiguous."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.routing.choose import AskHuman, Declared, choose_office
from huiyin.rules.routing.divisions import divisions, path_name
from huiyin.rules.routing.gazetteer import gazetteer
from huiyin.rules.routing.places import PlaceReason, find_places, resolve_place
from huiyin.rules.routing.topics import suggest_topics


def codes(text: str) -> list[int]:
    return [place.code for place in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("四川省成都市锦江区三圣街道", [510104037000]),
        ("我住在成都锦江，物业很差", [510104]),
        ("四川 成都 武侯区的河", [510107]),
        ("绵阳的河水发黑", [510700]),
        ("汶川县映秀镇修路", [513221102000]),
        ("北川县和木里县", [510726, 513422]),
        ("宜宾县已经改名", [511504]),
        ("凉山州西昌市", [513401]),
        ("成都高新区一家工厂", [510100]),
        ("全四川省都这样", [510000]),
        ("", []),
        ("什么地方都没有写", []),
    ],
)
def test_a_named_place_is_found(text: str, expected: list[int]) -> None:
    assert codes(text) == expected


def test_the_span_and_the_reason_of_a_place_are_shown() -> None:
    text = "反映成都市锦江区的问题"
    (place,) = find_places(text)
    assert text[place.start : place.end] == place.text == "锦江区"
    assert place.reason is PlaceReason.CHAINED
    assert place.certain
    assert find_places("锦江区的河")[0].reason is PlaceReason.NAMED
    assert find_places("锦江边的厂")[0].reason is PlaceReason.SHORT


def test_the_same_name_in_two_prefectures_gives_both() -> None:
    assert codes("我住市中区") == [511002, 511102]


def test_a_place_named_elsewhere_in_the_text_decides_between_two() -> None:
    (place,) = find_places("内江的天气好，我住在市中区")
    assert place.code == 511002
    assert place.reason is PlaceReason.CONTEXT
    assert codes("乐山市市中区") == [511102]


def test_a_name_of_prefecture_and_county_means_the_prefecture_that_holds_both() -> None:
    assert codes("我是阿坝的") == [513200]
    assert codes("广安的路") == [511600]
    assert codes("阿坝州阿坝县") == [513231]


def test_two_places_are_two_candidates() -> None:
    assert codes("锦江区和武侯区的河") == [510104, 510107]
    assert codes("成都，德阳两地") == [510100, 510600]


def test_an_ordinary_word_is_a_place_only_beside_its_place() -> None:
    assert codes("屋顶是石棉瓦，南部漏水，要安居乐业，工资中扣了钱，办理县级证明，东区电梯坏了") == []
    assert codes("雅安石棉") == [511824]
    assert codes("雅安市石棉县") == [511824]
    assert codes("宜宾高县") == [511525]
    assert codes("攀枝花东区") == [510402]


def test_streets_and_firms_named_after_a_place_are_not_the_place() -> None:
    assert codes("成都银行德阳路支行不给取钱") == []
    assert codes("绵阳人在成都") == [510100]


def test_a_town_without_its_county_is_not_certain() -> None:
    (place,) = find_places("三圣街道的路灯不亮")
    assert place.code == 510104037000
    assert place.reason is PlaceReason.ALONE
    assert not place.certain
    assert place.seat == 510104


def test_a_town_is_certain_when_its_county_is_named_anywhere() -> None:
    (place,) = find_places("锦江区政府：三圣街道的路灯不亮")
    assert place.code == 510104037000
    assert place.certain


def test_a_town_outside_the_named_prefecture_is_not_certain() -> None:
    found = find_places("绵阳市领导：三圣街道的路灯不亮")
    assert [(place.code, place.certain) for place in found] == [(510700, True), (510104037000, False)]


def test_towns_of_the_same_name_are_all_shown_and_the_county_decides() -> None:
    several = gazetteer().names["龙门镇"].codes
    assert len(several) > 1
    assert codes("龙门镇的路") == list(several)
    (one,) = find_places(f"{path_name(several[0] // 10**6)}，龙门镇的路")
    assert one.code == several[0]


def test_a_place_said_twice_is_one_place() -> None:
    assert codes("锦江区，还是锦江区") == [510104]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("510104", [510104]),
        ("510104037000", [510104037000]),
        ("999999", []),
        ("Chengdu", [510100]),
        ("jinjiang  district", [510104]),
        ("Shizhong District", [511002, 511102]),
        ("Aba", [513200]),
        ("East District", [510402]),
        ("East", []),
        ("南部", [511321]),
        ("石棉", [511824]),
        ("锦江区三圣街道", [510104037000]),
        ("", []),
    ],
)
def test_a_place_field_takes_codes_and_names_in_both_languages(field: str, expected: list[int]) -> None:
    assert [place.code for place in resolve_place(field)] == expected


def test_what_is_picked_in_a_field_is_certain() -> None:
    (place,) = resolve_place("南部")
    assert place.reason is PlaceReason.PICKED
    assert place.certain


def test_every_seat_is_found_by_its_full_path() -> None:
    for place in divisions()[:205]:
        assert codes(path_name(place.code)) == [place.code]


def test_every_town_is_found_by_its_full_path_or_shown_with_its_namesakes() -> None:
    for place in divisions()[205:]:
        assert place.code in codes(path_name(place.code))


def test_a_text_of_nothing_but_places_is_read_in_one_pass() -> None:
    everywhere = "，".join(path_name(place.code) for place in divisions())
    found = find_places(everywhere)
    assert len({place.code for place in found}) == len(found)
    decision = choose_office(suggest_topics("", "废水"), found, "claim", Declared())
    assert isinstance(decision, AskHuman)
    assert len(decision.facts["divisions"]) == 10


PIECES = st.sampled_from(
    ["成都", "市中区", "锦江区", "三圣街道", "阿坝", "石棉", "龙门镇", "，", "的路", "路", "🙂", "四川省"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_spans_are_true_and_no_candidate_holds_another_whatever_is_written(text: str) -> None:
    found = find_places(text)
    named = [place.code for place in found]
    assert len(set(named)) == len(named)
    for place in found:
        assert text[place.start : place.end] == place.text
        assert not [
            other for other in named if other != place.code and str(other).startswith(_stem(place.code))
        ]


def _stem(code: int) -> str:
    return str(code) if code % 100 else str(code).rstrip("0")
