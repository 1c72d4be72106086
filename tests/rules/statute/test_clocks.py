"""Clocks as a whole: what belongs to whom, as of when, and what must always hold."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.ids import OfficeId
from huiyin.rules.statute.calendars.calendar import ONE_DAY
from huiyin.rules.statute.clocks import EventName, State, clocks
from huiyin.rules.statute.explanation import Provisional
from huiyin.rules.statute.packs import load_pack
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.shape import DutyOf, Kind
from rules.statute.claims import CHINA, DAYS, LAW22, ORDINARY, event, instant, one

LAW05 = load_pack("cn-xinfang-2005")


def test_a_day_is_a_day_in_china_at_midnight() -> None:
    before = event(EventName.PETITION_ACCEPTED, "2026-03-03T23:59:59")
    after = event(EventName.PETITION_ACCEPTED, "2026-03-04T00:00")
    assert (before.on, after.on) == (date(2026, 3, 3), date(2026, 3, 4))
    assert before.at.date() == after.at.date() == date(2026, 3, 3)


def test_clocks_run_from_the_day_it_happened_and_not_from_its_recording() -> None:
    letter = event(EventName.BUREAU_RECEIVED, "2026-03-05T09:00", happened_at=date(2026, 3, 2))
    assert letter.instant == letter.at
    clock = one([letter], "2026-03-06", "cn22.bureau.dispatch")
    assert (clock.started_on, clock.binding_on) == (date(2026, 3, 2), date(2026, 3, 17))
    timed = event(EventName.BUREAU_RECEIVED, "2026-03-05T09:00", happened_at=instant("2026-03-03T00:30"))
    assert timed.on == date(2026, 3, 3)
    assert timed.instant == instant("2026-03-03T00:30")


def test_a_past_state_can_be_recomputed() -> None:
    events = [
        event(EventName.BUREAU_RECEIVED, "2026-03-02T09:00"),
        event(EventName.PETITION_TRANSFERRED, "2026-03-20T09:00"),
    ]
    rule = "cn22.bureau.dispatch"
    assert one(events, "2026-03-03", rule).state is State.RUNNING
    assert one(events, "2026-03-12", rule).state is State.SOON
    assert one(events, "2026-03-18", rule).state is State.OVERDUE
    late = one(events, "2026-03-21", rule)
    assert (late.state, late.ended_by) == (State.MET_LATE, EventName.PETITION_TRANSFERRED)
    assert clocks(events, pack=LAW22, calendar=CHINA, at=instant("2026-03-01")) == ()


def test_a_clock_tells_whose_it_is_and_under_what() -> None:
    clock = one([event(EventName.OPINION_SERVED, "2026-03-02")], "2026-03-03", "cn22.review.request")
    assert (clock.kind, clock.duty_of, clock.office) == (Kind.WINDOW, DutyOf.PETITIONER, None)
    assert (clock.pack_id, clock.pack_version) == ("cn-xinfang-2022", "1")
    assert clock.article == "信访工作条例 第三十五条"
    assert clock.remind_on == date(2026, 3, 27)
    assert clock.settled


def test_each_office_has_its_own_clock_for_its_own_part() -> None:
    first, second = OfficeId(510104001), OfficeId(510104002)
    events = [
        event(EventName.PETITION_ACCEPTED, "2026-03-02", office=first, part="a"),
        event(EventName.PETITION_ACCEPTED, "2026-03-05", office=second, part="b"),
        event(EventName.OPINION_SERVED, "2026-03-20", part="b"),
    ]
    found = clocks(events, pack=LAW22, calendar=CHINA, at=instant("2026-03-21"), facts=ORDINARY)
    handling = {clock.office: clock.state for clock in found if clock.rule_id == "cn22.handle"}
    assert handling == {first: State.RUNNING, second: State.MET}
    withdrawn = [*events, event(EventName.PETITION_WITHDRAWN, "2026-03-21", part="b")]
    found = clocks(withdrawn, pack=LAW22, calendar=CHINA, at=instant("2026-03-22"), facts=ORDINARY)
    assert found[0].state is State.RUNNING


def test_the_assignee_and_not_the_assigner_owes_the_report() -> None:
    assigned = event(
        EventName.PETITION_ASSIGNED,
        "2026-03-02",
        office=OfficeId(510000001),
        facts={"due_days": 20, "to_office": 510104001},
    )
    clock = one([assigned], "2026-03-03", "cn22.assign.feedback")
    assert clock.office == OfficeId(510104001)


@pytest.mark.parametrize(
    "wrong", [{"due_days": 0}, {"due_on": "2026-02-01"}, {"due_on": "soon"}, {"due_days": "9"}]
)
def test_a_letter_that_sets_no_sound_time_starts_no_clock(wrong: dict[str, Any]) -> None:
    assigned = event(EventName.PETITION_ASSIGNED, "2026-03-02", facts=wrong)
    assert clocks([assigned], pack=LAW22, calendar=CHINA, at=instant("2026-03-03")) == ()


def test_a_matter_that_crosses_is_counted_once_under_each_pack() -> None:
    events = [
        event(EventName.BUREAU_RECEIVED, "2022-04-20"),
        event(EventName.PETITION_ACCEPTED, "2022-05-05"),
    ]
    rules = [
        clock.rule_id
        for pack in (LAW05, LAW22)
        for clock in clocks(events, pack=pack, calendar=CHINA, at=instant("2022-06-01"), facts=ORDINARY)
    ]
    assert rules == ["cn05.bureau.dispatch", "cn22.handle"]


def test_hours_run_from_the_moment_and_end_at_the_moment() -> None:
    flagged = event(EventName.PETITION_FLAGGED_URGENT, "2026-05-02T22:00", facts={"urgent_report_hours": 4})
    rule = "cn22.urgent.report"
    clock = one([flagged], "2026-05-03T01:59", rule)
    assert (clock.state, clock.due_at, clock.binding_on) == (
        State.SOON,
        instant("2026-05-03T02:00"),
        date(2026, 5, 3),
    )
    assert one([flagged], "2026-05-03T02:01", rule).state is State.OVERDUE
    told = event(EventName.URGENT_REPORTED, "2026-05-03T02:01")
    assert one([flagged, told], "2026-05-03T09:00", rule).state is State.MET_LATE


@pytest.mark.parametrize("setting", [-1, "24", True])
def test_a_setting_that_is_no_number_of_hours_leaves_the_law(setting: Any) -> None:
    flagged = event(EventName.PETITION_FLAGGED_URGENT, "2026-05-02T22:00")
    clock = one([flagged], "2026-05-02T23:00", "cn22.urgent.report", {"urgent_report_hours": setting})
    assert (clock.due_at, clock.binding_on) == (None, date(2026, 5, 2))


def test_a_window_ended_after_it_had_lapsed_stays_lapsed() -> None:
    events = [
        event(EventName.OFFICE_RECEIVED_TRANSFER, "2026-03-02"),
        event(EventName.NOTICE_SERVED, "2026-03-17"),
    ]
    assert one(events, "2026-03-18", "cn22.transfer.objection").state is State.LAPSED


def test_a_number_binds_only_from_its_commencement() -> None:
    text = (
        'id = "x"\nversion = "1"\nstatus = "local"\nfamily = "x"\njurisdiction = "cn"\n'
        'from = 2022-01-01\nreminder_days = 1\ntitle = { zh = "例", en = "x" }\n'
        'instrument = { zh = "例", en = "x" }\n[[rules]]\nid = "x.r"\ntitle = { zh = "例", en = "x" }\n'
        'article = { code = "1", zh = "第一条", en = "art. 1" }\nduty_of = "office"\n'
        'started_by = ["petition.accepted"]\nmet_by = ["opinion.served"]\nunit = "calendar_days"\n'
        "lengths = [{ from = 2023-01-01, number = 3 }]\n"
    )
    pack = parse_pack(text, "x.toml")
    events = [
        event(EventName.PETITION_ACCEPTED, "2022-12-31"),
        event(EventName.PETITION_ACCEPTED, "2023-01-01"),
    ]
    found = clocks(events, pack=pack, calendar=CHINA, at=instant("2023-01-02"))
    assert [clock.warn_on for clock in found] == [date(2023, 1, 4)]
    assert found[0].explanation.skipped == ()


@given(DAYS, st.integers(0, 400))
def test_recomputing_gives_the_same_and_the_end_does_not_depend_on_when(accepted: date, after: int) -> None:
    start = event(EventName.PETITION_ACCEPTED, accepted.isoformat())
    rules = {"pack": LAW22, "calendar": CHINA, "facts": ORDINARY}
    at = instant((accepted + timedelta(days=after)).isoformat())
    first = clocks([start], at=at, **rules)
    assert first == clocks([start], at=at, **rules)
    later = clocks([start], at=at + timedelta(days=90), **rules)
    assert first[0].binding_on == later[0].binding_on
    assert first[0].explanation == later[0].explanation


@given(DAYS)
def test_nobody_is_late_on_the_binding_day_and_everybody_is_on_the_next(accepted: date) -> None:
    start = event(EventName.PETITION_ACCEPTED, accepted.isoformat())
    rules = {"pack": LAW22, "calendar": CHINA, "facts": ORDINARY}
    (clock,) = clocks([start], at=start.at, **rules)
    assert clock.binding_on is not None
    last = instant(f"{clock.binding_on.isoformat()}T23:59:59")
    assert clocks([start], at=last, **rules)[0].state is State.SOON
    assert clocks([start], at=last + ONE_DAY, **rules)[0].state is State.OVERDUE


def test_nothing_adverse_is_said_on_a_provisional_date() -> None:
    events = [
        event(EventName.BUREAU_RECEIVED, "2026-12-20"),
        event(EventName.PETITION_TRANSFERRED, "2027-03-01"),
    ]
    clock = one(events, "2027-03-02", "cn22.bureau.dispatch")
    assert (clock.state, clock.provisional) == (State.MET, Provisional.CALENDAR_UNKNOWN)
