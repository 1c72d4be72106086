"""The edges of clocks: the first and last day of everything that has a first and a last day."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import OfficeId
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.calendars.calendar import blank, make_calendar
from huiyin.rules.statute.clocks import Clock, Event, EventName, State, clocks, due
from huiyin.rules.statute.counting import Span, Unit, end_of, rolled_end
from huiyin.rules.statute.explanation import LengthFrom, Provisional
from huiyin.rules.statute.packs import load_pack
from huiyin.rules.statute.packs.shape import Pack
from rules.statute.made_packs import ARTICLE, made

CHINA = calendar_for(0)
LAW22 = load_pack("cn-xinfang-2022")
HEARD = 'starts = "hearing.started", ends = "hearing.ended", reason = "hearing"'
HEARING = f"pauses = [{{ {HEARD}, article = {ARTICLE} }}]"


def event(name: str, at: str, **facts: Any) -> Event:
    text = at if "T" in at else f"{at}T10:00"
    when = datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE).astimezone(UTC)
    return Event(name=EventName(name), at=when, facts=facts)


def only(pack: Pack, *events: Event, at: str = "2026-12-01", **facts: Any) -> Clock:
    (clock,) = clocks(events, pack=pack, calendar=CHINA, at=event("year.ended", at).at, facts=facts)
    return clock


def test_a_period_that_starts_on_the_last_day_before_the_calendar_is_known() -> None:
    end = end_of(date(2003, 12, 31), 5, unit=Unit.WORKING_DAYS, rolls=False, calendar=CHINA)
    assert end.binding_on == date(2004, 1, 8)


def test_a_period_of_no_days_ends_on_the_day_itself() -> None:
    end = end_of(date(2026, 12, 31), 0, unit=Unit.WORKING_DAYS, rolls=False, calendar=CHINA)
    assert end.rolled_on == date(2026, 12, 31)


def test_the_first_working_day_beyond_the_calendar_is_guessed() -> None:
    end = end_of(date(2026, 12, 31), 1, unit=Unit.WORKING_DAYS, rolls=False, calendar=CHINA)
    assert (end.unrolled_on, end.binding_on) == (date(2027, 1, 1), None)


def test_a_pause_counts_only_from_the_day_after_the_start() -> None:
    pause = Span(date(2026, 3, 1), date(2026, 3, 5))
    end = end_of(date(2026, 3, 2), 10, unit=Unit.CALENDAR_DAYS, rolls=False, calendar=CHINA, pauses=[pause])
    assert end.unrolled_on == date(2026, 3, 15)


def test_a_pause_on_the_last_day_moves_it_and_one_on_the_next_does_not() -> None:
    for day, ends in ((12, 13), (13, 12)):
        pause = Span(date(2026, 3, day), date(2026, 3, day))
        end = end_of(
            date(2026, 3, 2), 10, unit=Unit.CALENDAR_DAYS, rolls=False, calendar=CHINA, pauses=[pause]
        )
        assert end.unrolled_on == date(2026, 3, ends)


def test_what_does_not_roll_and_what_counts_hours_is_settled_in_any_year() -> None:
    assert rolled_end(date(2031, 1, 1), rolls=False, calendar=CHINA).settled
    clock = only(
        LAW22, event("petition.flagged_urgent", "2026-12-30", urgent_report_hours=24), at="2026-12-30T11:00"
    )
    assert clock.settled


def test_a_locality_may_set_zero_hours_where_the_rule_has_some() -> None:
    pack = made('length_setting = "made_hours"', number=24, unit="hours")
    clock = only(pack, event("petition.accepted", "2026-05-02"), at="2026-05-02T11:00", made_hours=0)
    assert (clock.due_at, clock.explanation.number) == (None, 0)
    assert clock.explanation.length_from is LengthFrom.SETTING


def test_a_letter_may_set_the_same_day_or_one_day() -> None:
    same = only(LAW22, event("petition.assigned", "2026-03-03", due_on="2026-03-03"))
    assert same.binding_on == date(2026, 3, 3)
    one = only(LAW22, event("petition.assigned", "2026-03-03", due_days=1))
    assert one.binding_on == date(2026, 3, 4)


def test_a_pause_that_begins_on_the_last_day_leaves_it_open() -> None:
    events = [event("reexamination.received", "2026-03-02"), event("hearing.started", "2026-04-01")]
    assert only(LAW22, *events).provisional is Provisional.PAUSED


def test_several_extensions_share_one_cap() -> None:
    pack = made(f'extension = {{ event = "deadline.extended", article = {ARTICLE}, cap = 15, times = 2 }}')
    asked = {"extension_days": 10, "reason_code": "complex"}
    events = [event("petition.accepted", "2026-03-02")]
    events += [event("deadline.extended", f"2026-03-0{day}", **asked) for day in (3, 4, 5)]
    clock = only(pack, *events)
    assert [one.number for one in clock.explanation.extensions] == [10, 5, 0]
    assert clock.warn_on == date(2026, 3, 27)


def test_a_rule_may_count_back_from_a_day_that_its_event_names() -> None:
    letters = load_pack("cn-procuratorate-letters")
    rule = "cnjc.hearing.notice"
    asked = due(rule, pack=letters, calendar=CHINA, start=event("hearing.scheduled", "2026-03-20"))
    assert (asked.started_on, asked.binding_on) == (date(2026, 3, 20), date(2026, 3, 17))
    start = event("hearing.scheduled", "2026-03-02", hearing_on="2026-03-25")
    named = due(rule, pack=letters, calendar=CHINA, start=start)
    assert (named.started_on, named.binding_on) == (date(2026, 3, 25), date(2026, 3, 22))
    clock = only(letters, start)
    assert (clock.triggered_on, clock.started_on) == (date(2026, 3, 2), date(2026, 3, 25))


def test_a_rule_that_began_after_its_pack_has_no_answer_before() -> None:
    letters = load_pack("cn-procuratorate-letters")
    with pytest.raises(Invalid, match=r"statute\.not_in_force"):
        due(
            "cnjc.progress",
            pack=letters,
            calendar=CHINA,
            start=event("procuratorate.progress_due", "2023-02-22"),
        )
    start = event("procuratorate.progress_due", "2023-02-23")
    assert due("cnjc.progress", pack=letters, calendar=CHINA, start=start).binding_on == date(2023, 3, 23)


def test_the_calculator_takes_pauses_and_extensions() -> None:
    later = [event("hearing.ended", "2026-03-13"), event("hearing.started", "2026-03-10")]
    start = event("reexamination.received", "2026-03-02")
    found = due("cn22.reexam.decide", pack=LAW22, calendar=CHINA, start=start, later=later)
    assert (found.unrolled_on, found.binding_on) == (date(2026, 4, 5), date(2026, 4, 7))


def test_a_unit_may_be_set_only_to_days_of_either_kind() -> None:
    letters = load_pack("cn-procuratorate-letters")
    start = event("procuratorate.received", "2026-04-24")
    ends = {
        "working_days": date(2026, 5, 8),
        "calendar_days": date(2026, 5, 6),
        "hours": date(2026, 5, 6),
    }
    for unit, binding in ends.items():
        facts = {"procuratorate_reply_unit": unit}
        found = due("cnjc.procedural", pack=letters, calendar=CHINA, start=start, facts=facts)
        assert found.binding_on == binding
        assert found.rolls is (unit != "working_days")
    assert found.length_from is LengthFrom.RULE


def test_a_moment_at_midnight_belongs_to_the_day_that_begins() -> None:
    start = event("petition.accepted", "2026-03-04T00:00")
    found = due("cn22.handle", pack=LAW22, calendar=CHINA, start=start)
    assert (found.started_on, found.unrolled_on) == (date(2026, 3, 4), date(2026, 5, 3))


def test_a_calendar_that_knows_nothing_binds_nothing() -> None:
    nowhere = blank("in")
    end = end_of(date(2026, 3, 6), 2, unit=Unit.WORKING_DAYS, rolls=False, calendar=nowhere)
    assert (end.unrolled_on, end.binding_on) == (date(2026, 3, 10), None)
    assert rolled_end(date(2026, 3, 7), rolls=True, calendar=nowhere).binding_on is None
    assert rolled_end(date(2026, 3, 7), rolls=False, calendar=nowhere).binding_on == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("unit", "number", "start", "awaited"),
    [
        ("calendar_days", 60, "2020-12-20", 2021),  # only where it ends does a calendar matter
        ("working_days", 5, "2020-12-31", 2021),  # the day itself is not counted
        ("working_days", 5, "2020-12-29", 2020),
        ("working_days", 5, "2022-12-30", 2023),
    ],
)
def test_the_first_year_that_matters_and_is_not_known_is_named(
    unit: str, number: int, start: str, awaited: int
) -> None:
    held = make_calendar("cn", [CHINA.years[2022]])
    rolls = ("rolls = true",) if unit == "calendar_days" else ()
    pack = made(*rolls, number=number, unit=unit)
    found = due("made.rule", pack=pack, calendar=held, start=event("petition.accepted", start))
    assert (found.provisional, found.awaits_year) == (Provisional.CALENDAR_UNKNOWN, awaited)


def test_a_pause_in_a_rule_without_later_events_changes_nothing() -> None:
    clock = only(made(HEARING), event("petition.accepted", "2026-03-02"), at="2026-03-03")
    assert (clock.state, clock.explanation.pauses) == (State.RUNNING, ())


def test_a_right_of_a_person_belongs_to_no_office() -> None:
    law = load_pack("cn-reconsideration-2023")
    office = OfficeId(510104001)
    known = replace(event("act.known", "2026-03-03"), office=office)
    assert only(law, known, **{"class": "claim", "route": 4}).office is None
    served = replace(event("opinion.served", "2026-03-03"), office=office)
    assert only(LAW22, served).office is None
    received = replace(event("bureau.received", "2026-03-03"), office=office)
    assert only(LAW22, received).office == office


def test_a_clock_is_named_shortly() -> None:
    clock = only(made(), event("petition.accepted", "2026-03-02"), at="2026-03-03")
    assert repr(clock) == "<Clock made.rule running 2026-03-12>"
