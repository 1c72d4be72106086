"""A single rule asked for its day, and the reason why a matter has no such clock."""

import json
from datetime import date
from typing import Any

import pytest

from huiyin.kernel.errors import Invalid, Unknown
from huiyin.rules.statute.clocks import EventName, clocks, due, why_no_clock
from rules.statute.claims import CHINA, LAW22, ORDINARY, event, instant


def test_the_calculator_answers_whatever_the_route() -> None:
    start = event(EventName.PETITION_ACCEPTED, "2026-03-03")
    explanation = due("cn22.handle", pack=LAW22, calendar=CHINA, start=start, facts={"route": 5})
    assert explanation.binding_on == date(2026, 5, 6)
    plain = explanation.plain()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["article"] == "信访工作条例 第三十四条"
    assert (plain["unrolled_on"], plain["binding_on"]) == ("2026-05-02", "2026-05-06")
    assert plain["skipped"] == [
        {"on": f"2026-05-0{n}", "why": "holiday", "zh": "劳动节", "en": "Labour Day"} for n in range(2, 6)
    ]


def test_the_calculator_refuses_what_it_cannot_count() -> None:
    def ask(rule: str, at: str) -> None:
        due(rule, pack=LAW22, calendar=CHINA, start=event(EventName.PETITION_ACCEPTED, at))

    with pytest.raises(Unknown, match=r"statute\.no_such_rule"):
        ask("cn22.nothing", "2026-03-03")
    with pytest.raises(Invalid, match=r"statute\.counts_no_time"):
        ask("cn22.joint_visit.reps", "2026-03-03")
    with pytest.raises(Invalid, match=r"statute\.not_in_force"):
        ask("cn22.handle", "2022-04-30")
    with pytest.raises(Invalid, match=r"statute\.length_not_given"):
        ask("cn22.assign.feedback", "2026-03-03")


@pytest.mark.parametrize(
    ("facts", "reason", "because"),
    [
        ({"class": "claim", "route": 1}, "litigation", "第三十一条第一项"),
        ({"class": "claim", "route": 2}, "arbitration", "第三十一条第二项"),
        ({"class": "claim", "route": 3}, "party_procedure", "第三十一条第三项"),
        ({"class": "claim", "route": 4}, "administrative_procedure", "第三十一条第四项"),
        ({"class": "claim", "route": 5}, "duty", "第三十一条第五项"),
        ({"class": "accusation"}, "accusation", "第三十条第一款"),
        ({"class": "suggestion"}, "suggestion", "第二十九条第一款"),
        ({}, "not_classified", "第三十一条"),
        ({"class": "claim", "route": 7}, "not_applicable", "第三十四条"),
    ],
)
def test_only_route_six_has_the_sixty_days_and_the_others_are_told_why(
    facts: dict[str, Any], reason: str, because: str
) -> None:
    accepted = event(EventName.PETITION_ACCEPTED, "2026-03-03")
    assert clocks([accepted], pack=LAW22, calendar=CHINA, at=instant("2026-03-04"), facts=facts) == ()
    absence = why_no_clock("cn22.handle", pack=LAW22, facts=facts)
    assert absence is not None
    assert (absence.reason, absence.because.article.zh, absence.number) == (reason, because, 60)
    assert absence.plain()["reason"] == reason


def test_route_six_has_the_sixty_days_and_nothing_to_be_told() -> None:
    assert why_no_clock("cn22.handle", pack=LAW22, facts=ORDINARY) is None
