"""When silence may be recorded: every reason against it as a sentence, and the hour at which it is over."""

from datetime import UTC, date, datetime, timedelta

import pytest

from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.nonresponse.permitted import WhyNot, duty_hindrance, may_record, why_not
from huiyin.rules.nonresponse.transit import Transit
from huiyin.rules.routing.offices import serving
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.packs import load_pack, pack_ids
from rules.nonresponse.silent_matters import (
    ACCEPTED,
    AT,
    BUREAU,
    DUTY,
    ECOLOGY,
    HANDLE,
    HANDLE_ENDS,
    HOUSING,
    JINJIANG,
    NOTICE,
    NOTICE_ENDS,
    RECEIVED,
    clock,
    matter,
    noon,
    paper,
)

AFTER = noon(NOTICE_ENDS + timedelta(days=1))
# Of which rules a record may be made at all. Whoever adds a rule decides here.
RECORDABLE = {
    "cn-discipline-2020": {"cnjj.accept.notice", "cnjj.result.notice"},
    "cn-disclosure-2019": {"zfxx.reply"},
    "cn-reconsideration-2023": {"fy.examine", "fy.decide", "fy.simple"},
    "cn-sc-12345-2025": {"sc12345.enquiry", "sc12345.help_suggest", "sc12345.complaint"},
    "cn-xinfang-2005": {
        "cn05.bureau.dispatch",
        "cn05.accept",
        "cn05.handle",
        "cn05.review.decide",
        "cn05.reexam.decide",
    },
    "cn-xinfang-2022": {
        "cn22.bureau.dispatch",
        "cn22.direct.notice",
        "cn22.transferred.notice",
        "cn22.handle",
        "cn22.review.decide",
        "cn22.reexam.decide",
        "cn22.duty31_5",
    },
    "demo-seed-30-90": {"demo.seed.preliminary", "demo.seed.final"},
    "uk-foi-2000": {"uk.foi.reply"},
}


def reason(rule: str = NOTICE, at: datetime = AFTER, **changes: object) -> WhyNot | None:
    events = changes.pop("events", (RECEIVED,))
    found = matter(**{"events": events, **changes})
    return why_not(clock(found, rule, at), found, at=at)


def test_recorded_is_what_was_due_and_did_not_come() -> None:
    assert reason() is None
    found = matter()
    assert may_record(clock(found, NOTICE, AFTER), found, at=AFTER)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 5, 21, 15, 59, 59, tzinfo=UTC), WhyNot.NOT_OVER),  # 23:59:59 in China
        (datetime(2026, 5, 21, 16, 0, tzinfo=UTC), None),  # midnight in China
    ],
)
def test_not_before_the_last_day_is_fully_over_in_china(at: datetime, told: WhyNot | None) -> None:
    assert reason(at=at) is told


def test_a_last_day_that_rolled_over_a_holiday_is_not_over_on_the_day_it_was_counted_to() -> None:
    received = Event(name=EventName.OFFICE_RECEIVED_TRANSFER, at=datetime(2026, 2, 2, 2, tzinfo=UTC),
                     office=ECOLOGY, facts=RECEIVED.facts)  # fmt: skip
    assert reason(events=(received,), at=noon(date(2026, 2, 24))) is WhyNot.NOT_OVER
    assert reason(events=(received,), at=noon(date(2026, 2, 25))) is None


def test_not_of_a_right_or_an_option_that_nobody_used() -> None:
    answered = Event(name=EventName.OPINION_SERVED, at=AT + timedelta(days=3), office=ECOLOGY)
    late = noon(date(2026, 9, 1))
    assert reason("cn22.transfer.objection") is WhyNot.NO_DUTY
    assert reason("cn22.review.request", events=(RECEIVED, ACCEPTED, answered), at=late) is WhyNot.NO_DUTY


def test_not_of_a_report_that_one_office_owes_another() -> None:
    assigned = Event(
        name=EventName.PETITION_ASSIGNED,
        at=AT,
        office=BUREAU,
        facts={"to_office": int(ECOLOGY), "due_days": 10},
    )
    assert reason("cn22.assign.feedback", events=(assigned,)) is WhyNot.NOT_OWED_TO_PETITIONER


@pytest.mark.parametrize(
    ("pack", "rule", "demo", "told"),
    [
        ("cn-procuratorate-letters", "cnjc.procedural", False, WhyNot.NOT_LAW),
        ("cn-internal-2014", "cnint.dispatch.prov", False, WhyNot.NOT_LAW),
        ("cn-xinfang-simplified-2016", "cnsimple.reply", False, WhyNot.NOT_LAW),
        ("bj-12345-2021", "bj12345.tier4", False, WhyNot.NOT_LAW),
        ("demo-seed-30-90", "demo.seed.final", False, WhyNot.NOT_LAW),
        ("demo-seed-30-90", "demo.seed.final", True, None),
    ],
)
def test_not_of_a_target_that_is_no_law_and_of_demonstration_rules_in_a_demonstration_only(
    pack: str, rule: str, *, demo: bool, told: WhyNot | None
) -> None:
    held = load_pack(pack)
    assert duty_hindrance(held.rules[rule], held, demo=demo) is told


def test_every_rule_of_every_pack_is_decided_on() -> None:
    found = {
        name: {
            rule.id
            for rule in load_pack(name).rules.values()
            if duty_hindrance(rule, load_pack(name), demo=True) is None
        }
        for name in pack_ids()
    }
    assert {name: rules for name, rules in found.items() if rules} == RECORDABLE


def test_not_where_name_or_address_are_unclear() -> None:
    direct = Event(
        name=EventName.OFFICE_RECEIVED_DIRECT, at=AT, office=ECOLOGY, facts={"office_kind": "department"}
    )
    assert reason("cn22.direct.notice", events=(direct,), unreachable=True) is WhyNot.EXEMPT
    assert reason("cn22.direct.notice", events=(direct,)) is None


def test_not_while_a_hearing_pauses_the_time() -> None:
    received = Event(name=EventName.REEXAMINATION_RECEIVED, at=AT, office=ECOLOGY)
    hearing = Event(name=EventName.HEARING_STARTED, at=AT + timedelta(days=3), office=ECOLOGY)
    late = noon(date(2026, 9, 1))
    assert reason("cn22.reexam.decide", events=(received, hearing), at=late) is WhyNot.PAUSED


def test_not_on_a_date_that_a_calendar_to_come_can_still_move() -> None:
    def received(on: datetime) -> tuple[Event]:
        return (Event(name=RECEIVED.name, at=on, office=ECOLOGY, facts=RECEIVED.facts),)

    unknown_year = received(datetime(2026, 12, 28, 2, tzinfo=UTC))
    assert reason(events=unknown_year, at=noon(date(2027, 3, 1))) is WhyNot.NOT_FINAL
    late_december = received(datetime(2026, 12, 14, 2, tzinfo=UTC))
    assert reason(events=late_december, at=noon(date(2027, 3, 1))) is WhyNot.NOT_FINAL


@pytest.mark.parametrize("on", [NOTICE_ENDS, NOTICE_ENDS + timedelta(days=1)])
def test_not_once_the_answer_is_there_in_time_or_late(on: date) -> None:
    told = Event(name=EventName.NOTICE_SERVED, at=noon(on), office=ECOLOGY)
    assert reason(events=(RECEIVED, told), at=noon(date(2026, 6, 1))) is WhyNot.ANSWERED


def test_not_of_a_matter_that_was_withdrawn() -> None:
    withdrawn = Event(name=EventName.PETITION_WITHDRAWN, at=AT + timedelta(days=2))
    assert reason(events=(RECEIVED, withdrawn)) is WhyNot.ENDED


def test_not_of_a_time_that_was_over_before_this_system_knew_of_the_matter() -> None:
    brought = Event(
        name=RECEIVED.name,
        at=noon(NOTICE_ENDS + timedelta(days=1)),
        happened_at=AT,
        office=ECOLOGY,
        facts=RECEIVED.facts,
    )
    assert reason(events=(brought,), at=noon(date(2026, 7, 1))) is WhyNot.NOT_WATCHED
    in_time = Event(
        name=RECEIVED.name, at=noon(NOTICE_ENDS), happened_at=AT, office=ECOLOGY, facts=RECEIVED.facts
    )
    assert reason(events=(in_time,), at=noon(date(2026, 7, 1))) is None


def test_an_office_that_decides_on_no_class_does_not_escape_by_that() -> None:
    assert reason(klass=None, route=None) is None
    assert reason(route=None) is None


def test_not_while_the_class_to_be_decided_could_take_the_duty_away() -> None:
    police = serving("police", JINJIANG)
    received = Event(name=RECEIVED.name, at=AT, office=police, facts={"office_kind": "political_legal"})
    assert reason(events=(received,), lead=police, klass=None, route=None) is WhyNot.NOT_DECIDED
    assert reason(events=(received,), lead=police, route=None) is WhyNot.NOT_DECIDED
    assert reason(events=(received,), lead=police) is None
    assert reason(events=(received,), lead=police, route=Route.LITIGATION) is WhyNot.EXEMPT
    suggestion = {"klass": Klass.SUGGESTION, "route": None}
    assert reason(events=(received,), lead=police, **suggestion) is None


def test_not_while_a_document_is_on_its_way_by_post() -> None:
    issued = paper(issued_on=NOTICE_ENDS)
    last = noon(NOTICE_ENDS + timedelta(days=15))
    assert reason(documents=(issued,)) is WhyNot.ON_ITS_WAY
    assert reason(documents=(issued,), at=last) is WhyNot.ON_ITS_WAY
    assert reason(documents=(issued,), at=last + timedelta(days=1)) is None


def test_how_long_a_document_counts_as_on_its_way_is_a_setting() -> None:
    found = matter(documents=(paper(issued_on=NOTICE_ENDS),))
    held = clock(found, NOTICE, AFTER)
    assert why_not(held, found, at=AFTER, transit=Transit(on_its_way_days=0)) is None
    assert why_not(held, found, at=AFTER, transit=Transit(on_its_way_days=1)) is WhyNot.ON_ITS_WAY


def test_a_signed_opinion_that_was_not_served_is_on_its_way() -> None:
    signed = paper("opinion", issued_on=date(2026, 7, 3))
    events = (RECEIVED, ACCEPTED)
    at = noon(HANDLE_ENDS + timedelta(days=1))
    assert reason(HANDLE, events=events, documents=(signed,), at=at) is WhyNot.ON_ITS_WAY
    assert reason(HANDLE, events=events, at=at) is None


@pytest.mark.parametrize(
    "document",
    [
        paper("extension"),  # another notice than the one that is due
        paper("opinion"),  # answers another duty
        paper(office=HOUSING),  # of another office
        paper(served_on=date(2026, 5, 20)),  # served: it would be an event, and is none of this clock
    ],
)
def test_what_does_not_answer_this_duty_is_not_waited_for(document: object) -> None:
    assert reason(documents=(document,)) is None


def test_the_sixty_days_are_recorded_for_31_6_and_the_two_months_for_31_5_only() -> None:
    asked = Event(name=EventName.DUTY_REQUESTED, at=AT, office=ECOLOGY)
    late = noon(date(2026, 9, 1))
    assert reason(HANDLE, events=(RECEIVED, ACCEPTED), at=late) is None
    assert reason(DUTY, events=(RECEIVED, asked), route=Route.DUTY, at=late) is None
