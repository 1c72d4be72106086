"""Texts are tagged by words an official would point at; silence is not tagged."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import Unknown
from huiyin.rules.routing.divisions import Level
from huiyin.rules.routing.lexicon import IGNORED, evidence, lexicon, normalised
from huiyin.rules.routing.scan import Scanner
from huiyin.rules.routing.topics import MOST_SUGGESTIONS, Hold, Suggester, suggest_topics, topic, topics

CLASSES = 17


def test_the_tree_has_17_classes_each_with_topics_under_it() -> None:
    classes = [each for each in topics() if each.parent is None]
    assert len(classes) == CLASSES
    under = {each.parent for each in topics()} - {None}
    assert under == {each.id for each in classes}
    assert len({each.id for each in topics()}) == len(topics())


def test_every_class_but_the_last_has_a_place_for_the_rest() -> None:
    for each in topics():
        if each.parent is None and each.id != "other":
            assert topic(f"{each.id}.other").parent == each.id


def test_ids_are_lower_case_ascii_and_names_are_given_in_both_languages() -> None:
    for each in topics():
        assert each.id == each.id.lower()
        assert each.id.replace(".", "").replace("_", "").isalpha()
        assert each.id.isascii()
        assert each.zh
        assert each.en


def test_litigation_and_discipline_are_held_and_only_they() -> None:
    held = {each.id.partition(".")[0]: each.hold for each in topics() if each.hold is not None}
    assert held == {"law": Hold.LITIGATION, "discipline": Hold.DISCIPLINE}
    assert all(each.hold for each in topics() if each.parent == "discipline")
    assert topic("law.public_order").hold is None


def test_the_table_names_the_level_that_acts() -> None:
    assert topic("environment.water").lowest is Level.PREFECTURE
    assert topic("technology.telecom").lowest is Level.PROVINCE
    assert topic("construction.property").lowest is Level.COUNTY


def test_an_unknown_topic_is_said_to_be_unknown() -> None:
    with pytest.raises(Unknown) as caught:
        topic("weather.rain")
    assert caught.value.code == "topic.unknown"


def test_every_word_of_the_lexicon_speaks_for_a_topic_of_the_tree() -> None:
    names = {each.id for each in topics()}
    spoken = {name for weights in lexicon().values() for name in weights}
    assert spoken <= names
    assert all(topic(f"{name.partition('.')[0]}.other") for name in spoken)


def test_no_word_of_the_lexicon_stands_twice_in_one_list() -> None:
    for file in ("lexicon.toml", "lexicon_en.toml"):
        table = tomllib.loads(
            files("huiyin.rules.routing").joinpath("data", file).read_text("utf-8"),
        )
        for name, groups in table.items():
            for words in groups.values():
                listed = [word.strip() for word in words.split("," if file.endswith("en.toml") else None)]
                assert len(listed) == len(set(listed)), name
                assert all(listed), name


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("纺织厂偷排废水", "厂里每天夜里把印染废水直接排进河里，河水发黑，鱼都死了。", "environment.water"),
        (
            "Textile factory",
            "The factory discharges wastewater into the river at night.",
            "environment.water",
        ),
        ("坝坝舞吵得很", "楼下天天晚上跳坝坝舞，音响开得大，娃儿睡不着。", "environment.noise"),
        ("拖欠农民工工资", "包工头欠我们三个月工钱，一直莫得说法。", "labour.migrant_wages"),
        ("物业乱收费", "物业公司擅自上涨物业费，业委会形同虚设。", "construction.property"),
        ("小区电梯经常困人", "电梯故障频发，电梯维保公司不来。", "commerce.equipment"),
        ("征地补偿款没有到位", "村里土地被征收，征地补偿款两年没发。", "land.expropriation"),
        ("幼儿园收费", "普惠性幼儿园保教费标准是多少？", "education.preschool"),
        ("低保被取消", "我家低保被取消，希望民政局核实。", "civil.relief"),
        ("出租车拒载", "火车站门口的出租车不打表还拒载。", "transport.taxi"),
        ("快递丢了", "快递公司把包裹弄丢了不赔。", "transport.post"),
        ("宽带装不了", "电信公司说没有端口，宽带安装一直拖。", "technology.telecom"),
        ("医院误诊", "县医院误诊，属于医疗事故，要求赔偿。", "health.disputes"),
        ("村主任贪污", "村主任贪污集体资金，虚报冒领补贴。", "discipline.bribery"),
        ("一审判决不公", "法院一审判决错误，我要申请再审。", "law.litigation"),
    ],
)
def test_plain_matters_find_their_topic(title: str, text: str, expected: str) -> None:
    best = suggest_topics(title, text)[0]
    assert best.topic == expected
    assert best.words


def test_a_clear_matter_scores_high_and_shows_its_words() -> None:
    best = suggest_topics("举报印染废水", "工业废水未经处理直排河道，河水污染严重，污水直排，死鱼很多。")[0]
    assert best.topic == "environment.water"
    assert best.score >= 0.8
    assert "工业废水" in best.words


def test_a_text_that_says_nothing_has_no_topic() -> None:
    assert suggest_topics("", "") == ()
    assert suggest_topics("你好", "😀😀😀") == ()


def test_a_title_that_contradicts_the_story_lowers_the_trust() -> None:
    story = "工业废水未经处理直排河道，河水污染严重。"
    agreeing, contradicting = suggest_topics("废水", story)[0], suggest_topics("医保报销", story)[0]
    assert agreeing.score > contradicting.score
    assert not evidence("医保报销", story).agreed
    assert evidence("", story).agreed


def test_a_class_without_a_known_topic_is_tagged_as_its_rest() -> None:
    best = suggest_topics("", "请交通局处理")[0]
    assert best.topic == "transport.other"
    assert best.words == ("交通局",)


def test_the_longest_word_is_read_so_an_ignored_phrase_hides_the_word_inside() -> None:
    assert IGNORED not in {name for weights in lexicon().values() for name in weights}
    assert suggest_topics("", "学校附近") == ()
    assert suggest_topics("", "学校")[0].topic == "education.other"


def test_words_of_latin_letters_are_read_whole() -> None:
    assert [hit.word for hit in Scanner(["bus"]).find("a bus, business, abus 乘bus")] == ["bus", "bus"]


def test_writing_is_levelled_before_it_is_read() -> None:
    assert normalised("１１０ＫＶ　变 电\n站") == "110kv变电站"
    assert normalised("Water  supply") == "water  supply"


def test_the_lexicon_can_be_replaced_by_anything_of_the_same_shape() -> None:
    suggester: Suggester = suggest_topics
    assert suggester("", "废水")[0].topic == "environment.water"


@given(title=st.text(max_size=40), text=st.text(alphabet="废水噪音物业法院医保 a🙂\n", max_size=300))
def test_scores_are_shares_whatever_is_typed(title: str, text: str) -> None:
    suggestions = suggest_topics(title, text)
    scores = [each.score for each in suggestions]
    assert len(scores) <= MOST_SUGGESTIONS
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)
    assert sum(scores) < 1
    assert suggestions == suggest_topics(title, text)
