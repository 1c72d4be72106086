"""Only a clear matter moves by itself; everything else waits for a person with the best two offices."""

import pytest

from huiyin.kernel.canonical import encode
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import DivisionCode, OfficeId
from huiyin.rules.routing.choose import AskHuman, AskReason, Declared, Transfer, choose_office
from huiyin.rules.routing.names import named_offices
from huiyin.rules.routing.offices import discipline_organ, office
from huiyin.rules.routing.places import PlaceCandidate, PlaceReason, find_places, resolve_place
from huiyin.rules.routing.topics import TopicId, TopicSuggestion, suggest_topics
from huiyin.rules.routing.wording import LANGUAGES, reason_text, word_table

NOTHING = Declared()
CHENGDU_ECOLOGY = OfficeId(510100002)


def at(code: int, reason: PlaceReason = PlaceReason.PICKED) -> tuple[PlaceCandidate, ...]:
    return (PlaceCandidate(code=DivisionCode(code), start=0, end=2, text="此地", reason=reason),)


def about(**scores: float) -> tuple[TopicSuggestion, ...]:
    return tuple(
        TopicSuggestion(topic=TopicId(name.replace("__", ".")), score=score, words=("词",))
        for name, score in scores.items()
    )


WATER = about(environment__water=0.9)


def test_the_chengdu_water_petition_goes_to_the_citys_ecology_bureau() -> None:
    title = "举报纺织厂违法排放废水"
    text = "成都市锦江区一家纺织厂长期把未经处理的印染废水直接排入河里，河水发黑，检测报告显示水质超标。"
    decision = choose_office(suggest_topics(title, text), find_places(text), "claim", NOTHING)
    assert isinstance(decision, Transfer)
    assert office(decision.office).name == "成都市生态环境局"
    assert decision.topic == "environment.water"
    assert decision.confidence >= 0.8
    assert decision.percent == int(decision.confidence * 100)
    assert [reason.code for reason in decision.reasons] == [
        "route.topic",
        "route.place",
        "route.level_raised",
    ]
    assert "印染废水" in decision.reasons[0].facts["words"]


def test_the_same_petition_in_english_with_only_the_city_known_goes_there_too() -> None:
    text = (
        "Residents report that a textile factory in Chengdu illegally discharges wastewater into the river."
    )
    decision = choose_office(
        suggest_topics("Illegal wastewater", text), resolve_place("Chengdu"), "claim", NOTHING
    )
    assert isinstance(decision, Transfer)
    assert decision.office == CHENGDU_ECOLOGY
    assert decision.reasons[2].code == "route.level_of_place"


def test_a_suggestion_moves_like_a_claim() -> None:
    assert isinstance(choose_office(WATER, at(510104), "suggestion", NOTHING), Transfer)


def test_a_county_matter_goes_to_the_county() -> None:
    decision = choose_office(about(construction__property=0.85), at(510104037000), "claim", NOTHING)
    assert isinstance(decision, Transfer)
    assert office(decision.office).name == "成都市锦江区住房和城乡建设局"


def test_topics_of_one_office_add_up() -> None:
    both = about(environment__water=0.45, environment__air=0.42)
    decision = choose_office(both, at(510104), "claim", NOTHING)
    assert isinstance(decision, Transfer)
    assert decision.confidence == pytest.approx(0.87)


@pytest.mark.parametrize(
    ("suggestions", "places", "klass", "declared", "reason"),
    [
        (WATER, at(510104), "accusation", NOTHING, AskReason.ACCUSATION),
        (WATER, at(510104), "claim", Declared(accused=frozenset({OfficeId(1)})), AskReason.ACCUSATION),
        (WATER, at(510104), None, NOTHING, AskReason.CLASS_OPEN),
        (WATER, at(510104), "complaint", NOTHING, AskReason.CLASS_OPEN),
        ((), at(510104), "claim", NOTHING, AskReason.NO_TOPIC),
        (about(law__litigation=0.95), at(510104), "claim", NOTHING, AskReason.HELD_TOPIC),
        (about(discipline__bribery=0.95), at(510104), "suggestion", NOTHING, AskReason.HELD_TOPIC),
        (
            about(environment__water=0.82, discipline__neglect=0.08, discipline__abuse=0.08),
            at(510104),
            "claim",
            NOTHING,
            AskReason.HELD_TOPIC,
        ),
        (WATER, (), "claim", NOTHING, AskReason.NO_PLACE),
        (WATER, find_places("我住市中区"), "claim", NOTHING, AskReason.SEVERAL_PLACES),
        (WATER, at(510104037000, PlaceReason.ALONE), "claim", NOTHING, AskReason.PLACE_UNSURE),
        (WATER, at(510000), "claim", NOTHING, AskReason.PLACE_TOO_WIDE),
        (
            WATER,
            at(510104),
            "claim",
            Declared(denied=frozenset({CHENGDU_ECOLOGY})),
            AskReason.OFFICE_DENIED,
        ),
        (WATER, at(510104), "claim", Declared(named=frozenset({CHENGDU_ECOLOGY})), AskReason.OFFICE_NAMED),
        (about(environment__water=0.79), at(510104), "claim", NOTHING, AskReason.TOPIC_UNSURE),
    ],
)
def test_a_person_decides(
    suggestions: tuple[TopicSuggestion, ...],
    places: tuple[PlaceCandidate, ...],
    klass: str | None,
    declared: Declared,
    reason: AskReason,
) -> None:
    decision = choose_office(suggestions, places, klass, declared)
    assert isinstance(decision, AskHuman)
    assert decision.reason is reason
    assert len(decision.best_two) <= 2
    assert not {option.office for option in decision.best_two} & declared.closed
    for language in LANGUAGES:
        told = [reason_text(decision, language)]
        told += [reason_text(each, language) for option in decision.best_two for each in option.reasons]
        assert all(told)
        assert not [sentence for sentence in told if "{" in sentence]
    assert encode(decision.facts)
    assert all(encode(each.facts) for option in decision.best_two for each in option.reasons)


def test_a_little_discipline_in_a_clear_matter_does_not_hold_it() -> None:
    decision = choose_office(
        about(environment__water=0.82, discipline__neglect=0.1), at(510104), "claim", NOTHING
    )
    assert isinstance(decision, Transfer)


def test_a_matter_of_the_whole_province_moves_where_the_province_acts() -> None:
    decision = choose_office(about(technology__telecom=0.9), at(510000), "claim", NOTHING)
    assert isinstance(decision, Transfer)
    assert office(decision.office).name == "四川省通信管理局"


def test_the_two_best_offices_are_offered_in_order() -> None:
    unsure = about(construction__property=0.5, commerce__prices=0.3, labour__wages=0.1)
    decision = choose_office(unsure, at(510104), "claim", NOTHING)
    assert isinstance(decision, AskHuman)
    assert [office(option.office).kind for option in decision.best_two] == ["housing", "market"]
    assert [option.percent for option in decision.best_two] == [50, 30]


def test_several_places_share_the_trust() -> None:
    decision = choose_office(WATER, find_places("我住市中区"), "claim", NOTHING)
    assert isinstance(decision, AskHuman)
    assert [option.confidence for option in decision.best_two] == [pytest.approx(0.45)] * 2


def test_without_topic_or_place_nothing_is_offered() -> None:
    decision = choose_office((), (), "claim", NOTHING)
    assert isinstance(decision, AskHuman)
    assert decision.best_two == ()


def test_an_accusation_is_offered_to_the_discipline_organ_first() -> None:
    decision = choose_office(WATER, at(510104), "accusation", NOTHING)
    assert isinstance(decision, AskHuman)
    assert [option.office for option in decision.best_two] == [discipline_organ(510104), CHENGDU_ECOLOGY]


def test_an_accused_office_is_replaced_by_the_one_above_it() -> None:
    accused = Declared(accused=frozenset({CHENGDU_ECOLOGY, discipline_organ(510104)}))
    decision = choose_office(WATER, at(510104), "accusation", accused)
    assert isinstance(decision, AskHuman)
    names = [office(option.office).name for option in decision.best_two]
    assert names == ["中共成都市纪律检查委员会、成都市监察委员会", "四川省生态环境厅"]
    assert decision.best_two[1].reasons[-1].code == "route.instead"


def test_when_the_whole_line_is_denied_the_discipline_organ_is_offered() -> None:
    denied = Declared(denied=frozenset({CHENGDU_ECOLOGY, OfficeId(510000002)}))
    decision = choose_office(WATER, at(510104), "claim", denied)
    assert isinstance(decision, AskHuman)
    assert [option.office for option in decision.best_two] == [discipline_organ(510100)]


def test_when_everybody_is_denied_nobody_is_offered_and_the_bureau_decides() -> None:
    everybody = {CHENGDU_ECOLOGY, OfficeId(510000002), discipline_organ(510100), discipline_organ(510000)}
    decision = choose_office(WATER, at(510104), "claim", Declared(denied=frozenset(everybody)))
    assert isinstance(decision, AskHuman)
    assert decision.reason is AskReason.OFFICE_DENIED
    assert decision.best_two == ()


def test_the_name_of_the_competent_office_in_the_text_holds_the_matter() -> None:
    text = "我多次找成都市生态环境局，印染废水、工业废水还是直排河里，河水发黑。"
    named = frozenset(mention.office for mention in named_offices(text))
    decision = choose_office(
        suggest_topics("工业废水直排", text), find_places(text), "claim", Declared(named=named)
    )
    assert isinstance(decision, AskHuman)
    assert decision.reason is AskReason.OFFICE_NAMED


def test_the_reasons_of_a_transfer_are_told_in_plain_sentences() -> None:
    decision = choose_office(WATER, at(510104), "claim", NOTHING)
    assert isinstance(decision, Transfer)
    assert [reason_text(reason, "zh-hans") for reason in decision.reasons] == [
        "您反映的内容与“水污染”相符：文中提到“词”。",
        "事发地为四川省成都市锦江区（填写时选定）。",
        "“水污染”类事项由上级单位统一办理，因此转送成都市生态环境局（信访工作条例 第二十二条第一款）。",
    ]
    assert (
        reason_text(decision.reasons[1], "en")
        == "It happened in Jinjiang District, Chengdu (chosen when filing)."
    )


def test_both_languages_have_the_same_sentences_and_every_question_has_one() -> None:
    chinese, english = (word_table(language) for language in LANGUAGES)
    assert {group: set(table) for group, table in chinese.items()} == {
        group: set(table) for group, table in english.items()
    }
    assert set(chinese["ask"]) == {reason.removeprefix("ask.") for reason in AskReason}
    assert set(chinese["why"]) == set(PlaceReason)


def test_an_unknown_language_is_said_to_be_unknown() -> None:
    with pytest.raises(Unknown) as caught:
        word_table("fr")
    assert caught.value.code == "language.unknown"
