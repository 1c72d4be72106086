"""Questions at the edge of what can be asked, and what a question leaves out."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.asking import Asked, answer
from huiyin.rules.statute.explanation import Explanation
from huiyin.rules.statute.law import shipped_law
from huiyin.rules.statute.question import LONGEST, MOST_DAYS, read_question
from rules.statute.claims import CHINA
from rules.statute.made_packs import made

LETTER = {"rule": "cn22.assign.feedback", "from": "2026-03-03"}


def asked(typed: dict[str, str]) -> Explanation:
    put = read_question({"rule": "cn22.handle", **typed}, law=shipped_law())
    return answer(put.asked, put.start)


def put_to(rule: str, **said: int) -> Explanation:
    """Answer a question as the command line puts it."""
    pack = next(one for one in shipped_law().shelf.packs.values() if rule in one.rules)
    question = Asked(
        pack=pack, rule=pack.rules[rule], calendar=CHINA, facts={}, extend=said.get("extend"), pauses=()
    )
    return answer(question, date(2026, 3, 3))


def test_the_first_day_of_a_pack_can_be_asked_about() -> None:
    assert asked({"from": "2022-05-01"}).started_on == date(2022, 5, 1)


def test_the_first_and_the_last_day_that_can_be_asked_about_are_days() -> None:
    assert asked({"from": "2100-12-31"}).awaits_year == 2101
    with pytest.raises(Invalid, match=r"^deadline\.not_yet_in_force$"):
        asked({"from": "1949-10-01"})


@pytest.mark.parametrize("days", [1, 2, MOST_DAYS])
def test_a_letter_may_set_from_one_day_to_ten_years(days: int) -> None:
    assert asked({**LETTER, "due_days": str(days)}).number == days


def test_a_text_may_be_as_long_as_the_limit() -> None:
    cited = "长" * LONGEST
    found = asked({"rule": "cn22.duty31_5", "from": "2026-03-03", "due_days": "20", "due_article": cited})
    assert found.length_cited == cited


def test_a_pause_may_be_a_single_day() -> None:
    paused = {"paused_from": "2026-03-10", "paused_to": "2026-03-10"}
    found = asked({"rule": "cn22.reexam.decide", "from": "2026-03-02", **paused})
    plain = asked({"rule": "cn22.reexam.decide", "from": "2026-03-02"})
    assert found.unrolled_on
    assert plain.unrolled_on
    assert (found.unrolled_on - plain.unrolled_on).days == 1


@pytest.mark.parametrize("rule", ["cn22.direct.notice", "cn22.transferred.notice"])
def test_the_exception_that_is_asked_about_is_the_one_that_is_told(rule: str) -> None:
    reasons = [one.reason for one in shipped_law().rule(rule).exemptions]  # type: ignore[union-attr]
    assert len(reasons) > 1
    told = [asked({"rule": rule, "from": "2026-03-03", "exempt": one}).exemption for one in reasons]
    assert [one.reason for one in told if one] == reasons


def test_a_setting_of_no_hours_is_promptly() -> None:
    assert asked({"rule": "cn22.urgent.report", "from": "2026-03-03", "setting": "0"}).number == 0


def test_the_event_that_starts_a_rule_is_told() -> None:
    assert put_to("cn22.handle").started_by == "petition.accepted"
    assert put_to("demo.seed.preliminary").started_by == "petition.received"


def test_an_extension_is_asked_only_where_the_rule_has_one() -> None:
    assert put_to("cn22.review.request", extend=30).extensions == ()
    assert put_to("cn22.handle").extensions == ()
    assert [one.number for one in put_to("cn22.handle", extend=30).extensions] == [30]


def test_a_single_hour_needs_its_moment_too() -> None:
    pack = made(number=1, unit="hours")
    question = Asked(
        pack=pack, rule=pack.rules["made.rule"], calendar=CHINA, facts={}, extend=None, pauses=()
    )
    with pytest.raises(Invalid, match=r"^statute\.moment_needed$"):
        answer(question, date(2026, 3, 3))
    found = answer(replace(question), datetime(2026, 3, 3, 2, tzinfo=UTC))
    assert found.due_at == datetime(2026, 3, 3, 3, tzinfo=UTC)
