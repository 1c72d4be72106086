"""The remedy of each route, as a lawyer would sign it; a suit is named only where the law gives one."""

import re

import pytest

from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.nonresponse.remedies import Remedy, remedies, tell
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.shape import Words

SUIT = re.compile(r"诉讼|起诉|法院|应诉|\bcourt|\bsuit|\bsue|litigation", re.IGNORECASE)
CN22 = load_pack("cn-xinfang-2022")
EVERY = [
    (pack, rule, klass, route)
    for pack in map(load_pack, pack_ids())
    for rule in pack.rules.values()
    for klass in (None, *Klass)
    for route in ((None, *Route) if klass is Klass.CLAIM else (None,))
]


def found(rule: str, klass: Klass | None = Klass.CLAIM, route: Route | None = None) -> list[str]:
    return [one.value for one in remedies(CN22.rules[rule], CN22, klass=klass, route=route)]


def test_no_suit_is_named_over_silence_in_any_pack_and_route_but_over_the_duty_of_31_5() -> None:
    named = set()
    for pack, rule, klass, route in EVERY:
        told = tell(remedies(rule, pack, klass=klass, route=route), pack, route=route)
        assert told, (pack.id, rule.id)
        for one in told:
            assert one.words.zh
            assert one.words.en
            if SUIT.search(one.words.zh) or SUIT.search(one.words.en):
                named.add((rule.id, klass, route, one.remedy))
    assert named == {("cn22.duty31_5", Klass.CLAIM, Route.DUTY, Remedy.DUTY)}


def test_no_sentence_has_a_gap_left_in_it() -> None:
    for pack, rule, klass, route in EVERY:
        for one in tell(remedies(rule, pack, klass=klass, route=route), pack, route=route):
            assert "{" not in one.words.zh + one.words.en
            assert "第项" not in one.words.zh


@pytest.mark.parametrize(
    ("rule", "klass", "route", "expected"),
    [
        ("cn22.handle", Klass.CLAIM, Route.ORDINARY, ["supervision", "not_concluded", "review_later"]),
        ("cn22.review.decide", Klass.CLAIM, Route.ORDINARY, ["supervision", "reexamination_later"]),
        ("cn22.reexam.decide", Klass.CLAIM, Route.ORDINARY, ["supervision"]),
        ("cn22.duty31_5", Klass.CLAIM, Route.DUTY, ["supervision", "duty"]),
        ("cn22.transferred.notice", Klass.CLAIM, Route.DUTY, ["supervision"]),
        ("cn22.transferred.notice", Klass.CLAIM, Route.ORDINARY, ["supervision"]),
        ("cn22.transferred.notice", Klass.CLAIM, Route.ARBITRATION, ["supervision", "other_procedure"]),
        ("cn22.transferred.notice", Klass.CLAIM, None, ["supervision"]),
        ("cn22.transferred.notice", Klass.SUGGESTION, None, ["supervision"]),
        ("cn22.transferred.notice", Klass.ACCUSATION, None, ["accusation"]),
        ("cn22.transferred.notice", None, None, ["supervision"]),
        ("cn22.bureau.dispatch", None, None, ["bureau_superior"]),
        ("cn22.bureau.dispatch", Klass.CLAIM, Route.LITIGATION, ["bureau_superior", "other_procedure"]),
    ],
)
def test_the_remedy_follows_the_duty_and_the_route(
    rule: str, klass: Klass | None, route: Route | None, expected: list[str]
) -> None:
    assert found(rule, klass, route) == expected


@pytest.mark.parametrize("pack", ["cn-reconsideration-2023", "cn-disclosure-2019", "cn-sc-12345-2025"])
def test_where_the_remedies_of_a_law_were_not_read_less_is_said(pack: str) -> None:
    held = load_pack(pack)
    for rule in held.rules.values():
        assert remedies(rule, held, klass=Klass.CLAIM, route=Route.ADMINISTRATIVE) == (Remedy.OWN_LAW,)
    [told] = tell((Remedy.OWN_LAW,), held, route=None)
    assert held.instrument.zh in told.words.zh
    assert "没有核对" in told.words.zh


def test_demonstration_rules_give_no_remedy() -> None:
    demo = load_pack("demo-seed-30-90")
    rule = demo.rules["demo.seed.final"]
    assert remedies(rule, demo, klass=Klass.CLAIM, route=Route.ORDINARY) == (Remedy.DEMONSTRATION,)


def test_a_review_is_told_to_begin_with_the_written_reply_and_not_before() -> None:
    [told] = tell((Remedy.REVIEW_LATER,), CN22, route=Route.ORDINARY)
    assert "自收到书面答复之日起30日内" in told.words.zh
    assert "没有收到以前，这30日不开始计算" in told.words.zh


def test_the_suit_of_31_5_comes_after_reconsideration_and_concerns_the_duty_itself() -> None:
    [told] = tell((Remedy.DUTY,), CN22, route=Route.DUTY)
    assert told.words.zh.index("行政复议") < told.words.zh.index("行政诉讼")
    assert "不是针对信访答复" in told.words.zh


def test_the_bureau_that_supervises_is_named_and_the_item_of_art_31_is_told() -> None:
    bureau = Words(zh="成都市锦江区信访局", en="Jinjiang Petition Bureau")
    both = tell((Remedy.SUPERVISION, Remedy.OTHER_PROCEDURE), CN22, route=Route.ARBITRATION, bureau=bureau)
    assert "您可以向成都市锦江区信访局反映" in both[0].words.zh
    assert "第三十一条第二项" in both[1].words.zh
    assert "art. 31(2)" in both[1].words.en
