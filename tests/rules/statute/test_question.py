"""Questions to the calculator as an address holds them: what is answered, and what is refused by its name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.asking import answer, told
from huiyin.rules.statute.explanation import Explanation
from huiyin.rules.statute.law import shipped_law
from huiyin.rules.statute.packs import load_pack, shipped
from huiyin.rules.statute.question import LONGEST, NAMES, counts_time, read_question, rule_of


def asked(**typed: str) -> Explanation:
    """Answer a question; `on` stands for `from`."""
    named = {"from" if name == "on" else name: text for name, text in typed.items()}
    put = read_question({"rule": "cn22.handle", **named}, law=shipped_law())
    return answer(put.asked, put.start)


def test_sixty_days_from_the_third_of_march_roll_over_labour_day() -> None:
    found = asked(on="2026-03-03")
    assert (found.unrolled_on, found.binding_on) == (date(2026, 5, 2), date(2026, 5, 6))
    assert [day.on.day for day in found.skipped] == [2, 3, 4, 5]


WRITTEN = ["2026-3-3", "2026/03/03", "2026.3.3", "2026年3月3日", " 2026 年 3 月 3 日 "]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert asked(on=text).started_on == date(2026, 3, 3)


@pytest.mark.parametrize("text", ["2026-02-02T23:30", "2026-02-02 23:30:00"])
def test_hours_run_from_the_moment_of_the_place(text: str) -> None:
    found = asked(rule="bj12345.tier1", on=text)
    assert found.due_at == datetime(2026, 2, 2, 15, 30, tzinfo=UTC) + timedelta(hours=2)


def test_an_extension_counts_on_its_own_day_or_on_that_of_the_event() -> None:
    assert asked(on="2026-03-03", extend="30").binding_on == date(2026, 6, 1)
    found = asked(on="2026-03-03", extend="30", extended_on="2026-05-06")
    assert (found.binding_on, found.extensions[0].on) == (date(2026, 6, 1), date(2026, 5, 6))
    late = asked(on="2026-03-03", extend="30", extended_on="2026-05-07")
    assert late.extensions[0].refused == "too_late"
    assert late.binding_on == date(2026, 5, 6)


def test_time_left_out_moves_the_day_and_may_be_open() -> None:
    reexam = {"rule": "cn22.reexam.decide", "on": "2026-03-02", "paused_from": "2026-03-10"}
    plain = asked(rule="cn22.reexam.decide", on="2026-03-02")
    paused = asked(**reexam, paused_to="2026-03-13")
    assert paused.unrolled_on
    assert plain.unrolled_on
    assert (paused.unrolled_on - plain.unrolled_on).days == 4
    assert asked(**reexam).provisional == "paused"


def test_consultation_is_left_out_of_a_request_for_information_and_correction_begins_it_anew() -> None:
    found = asked(rule="zfxx.reply", on="2026-01-28", paused_from="2026-02-02", paused_to="2026-02-05")
    assert [pause.reason for pause in found.pauses] == ["consultation"]
    assert found.binding_on is not None


def test_letters_and_other_laws_set_a_length() -> None:
    assert asked(rule="cn22.assign.feedback", on="2026-03-03", due_days="20").number == 20
    found = asked(rule="cn22.assign.feedback", on="2026-03-03", due_on="2026-03-31")
    assert found.binding_on == date(2026, 3, 31)
    law = asked(rule="cn22.duty31_5", on="2026-03-03", due_days="20", due_article="某法第十条")
    assert (law.number, law.length_cited) == (20, "某法第十条")


def test_an_exception_takes_the_period_away() -> None:
    found = asked(rule="cn22.direct.notice", on="2026-03-03", exempt="name_or_address_unclear")
    assert found.exemption
    assert found.binding_on is None


def test_local_settings_change_hours_and_units() -> None:
    found = asked(rule="cn22.urgent.report", on="2026-03-03 10:00", setting="4")
    assert found.due_at == datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
    assert asked(rule="cn22.urgent.report", on="2026-03-03").due_at is None
    assert asked(rule="cnjc.procedural", on="2026-03-03", setting="working_days").unit == "working_days"


def test_a_day_beyond_the_calendar_is_provisional() -> None:
    found = asked(on="2031-02-20")
    assert (found.binding_on, found.awaits_year) == (None, 2031)


def test_places_and_divisions_have_calendars_and_a_country_without_any_gets_weekends() -> None:
    assert asked(on="2026-03-03", calendar="cn-5132").calendar_id == "cn"
    assert asked(on="2026-03-03", calendar="513221").calendar_id == "cn"
    assert asked(rule="uk.foi.reply", on="2026-03-03").calendar_id == "gb"
    assert asked(rule="in.cpgrams.resolve", on="2026-03-03").calendar_id == "in"


FACTS = {"on": "2026-03-03"}


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"rule": ""}, "rule_missing", "rule"),
        ({"rule": "cn22.none"}, "unknown_rule", "rule"),
        ({"rule": "cn05.handle", "pack": "cn-xinfang-2022"}, "unknown_rule", "rule"),
        ({"pack": "cn-xinfang-1995"}, "unknown_pack", "pack"),
        ({"on": ""}, "day_missing", "from"),
        ({"on": "yesterday"}, "not_a_day", "from"),
        ({"on": "2026-02-30"}, "no_such_day", "from"),
        ({"on": "2026-13-01"}, "no_such_day", "from"),
        ({"on": "2026-03-03T25:00"}, "not_a_day", "from"),
        ({"on": "2026-03-03Tx"}, "not_a_day", "from"),
        ({"on": "2003-05-01"}, "not_yet_in_force", "from"),
        ({"rule": "cn05.handle", "on": "2022-05-01"}, "no_longer_in_force", "from"),
        ({"rule": "cn05.handle", "on": "2022-05-01T00:10"}, "no_longer_in_force", "from"),
        ({"on": "2101-01-01"}, "day_out_of_range", "from"),
        ({"on": "1949-09-30"}, "day_out_of_range", "from"),
        ({"calendar": "cn-9999"}, "unknown_calendar", "calendar"),
        ({"calendar": "99"}, "unknown_calendar", "calendar"),
        ({"extend": "0"}, "not_a_number", "extend"),
        ({"extend": "3661"}, "not_a_number", "extend"),
        ({"extend": "十"}, "not_a_number", "extend"),
        ({"extended_on": "2026-03-05"}, "extension_without_days", "extend"),
        ({"rule": "cn22.review.request", "extend": "5"}, "not_extendable", "extend"),
        ({"paused_from": "2026-03-05"}, "no_pauses", "paused_from"),
        ({"rule": "cn22.reexam.decide", "paused_to": "2026-03-05"}, "pause_without_beginning", "paused_from"),
        (
            {"rule": "cn22.reexam.decide", "paused_from": "2026-03-05", "paused_to": "2026-03-04"},
            "pause_ends_before_it_begins",
            "paused_to",
        ),
        ({"exempt": "mood"}, "unknown_exemption", "exempt"),
        ({"setting": "working_days"}, "no_setting", "setting"),
        ({"rule": "cnjc.procedural", "setting": "hours"}, "no_setting", "setting"),
        (
            {"rule": "cn22.urgent.report", "on": "2026-03-03 10:00", "setting": "working_days"},
            "not_a_number",
            "setting",
        ),
        ({"due_article": "长" * (LONGEST + 1)}, "too_long", "due_article"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_the_name_of_its_text(
    typed: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(Invalid, match=rf"^deadline\.{code}$") as caught:
        asked(**{**FACTS, **typed})
    assert caught.value.field == field


def test_a_period_in_hours_needs_the_time() -> None:
    for typed in ({"rule": "bj12345.tier1"}, {"rule": "cn22.urgent.report", "setting": "4"}):
        with pytest.raises(Invalid, match=r"^statute\.moment_needed$"):
            asked(on="2026-03-03", **typed)
    put = read_question({"rule": "bj12345.tier1", "from": "2026-02-02 10:00"}, law=shipped_law())
    with pytest.raises(Invalid, match=r"^statute\.moment_needed$"):
        answer(put.asked, date(2026, 2, 2))


def test_every_period_that_is_offered_can_be_reckoned() -> None:
    for pack in shipped().packs.values():
        for rule in filter(counts_time, pack.rules.values()):
            start = min(pack.ends_on or date.max, date(2026, 3, 3)).isoformat()
            found = asked(rule=rule.id, on=f"{start} 10:00", due_days="9", due_article="某法")
            assert found.rule_id == rule.id
            assert found.pack_id == pack.id


def test_numbers_and_distances_are_no_periods() -> None:
    names = ("cn22.joint_visit.reps", "cn22.annual.report", "demo.seed.reminder")
    assert not any(counts_time(rule_of({"rule": name}, law=shipped_law())[1]) for name in names)
    assert "demo.seed.reminder" in load_pack("demo-seed-30-90").rules


def test_an_answer_is_told_with_the_question_and_in_both_languages() -> None:
    plain = told(asked(on="2026-03-03"), "2026-03-03")
    assert [plain[name] for name in ("from", "binding_on")] == ["2026-03-03", "2026-05-06"]
    assert "劳动节" in plain["says"]["zh"]
    assert "Labour Day" in plain["says"]["en"]
    assert len(set(NAMES)) == len(NAMES)


TEXTS = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"\d{1,5}", fullmatch=True),
    st.dates(date(1940, 1, 1), date(2110, 1, 1)).map(date.isoformat),
    st.sampled_from(["cn-5132", "510104", "working_days", "name_or_address_unclear", "2026-03-03 10:00"]),
)
RULES = st.sampled_from([rule for pack in shipped().packs.values() for rule in pack.rules])


def outcome(typed: dict[str, str]) -> str:
    """Return the rule that was answered, or the code of what was refused."""
    try:
        put = read_question(typed, law=shipped_law())
        plain = told(answer(put.asked, put.start), "")
    except Invalid as fault:
        return fault.code if fault.field else "without a field"
    return str(plain["rule"])


@given(st.dictionaries(st.sampled_from(NAMES), TEXTS), RULES)
@settings(max_examples=300)
def test_whatever_is_asked_is_answered_or_refused(typed: dict[str, str], rule: str) -> None:
    asked_for = {"rule": rule, **typed}
    assert outcome(asked_for).startswith(("deadline.", "statute.", asked_for["rule"] or "."))
