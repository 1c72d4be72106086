"""When facts recorded later take a record back, and when they do not."""

from datetime import date, timedelta

from huiyin.rules.lifecycle.states import Route
from huiyin.rules.nonresponse.corrections import Correction, Due, correction_due
from huiyin.rules.statute.events import Event, EventName
from rules.nonresponse.silent_matters import (
    ACCEPTED,
    ECOLOGY,
    HANDLE,
    HANDLE_ENDS,
    NOTICE,
    NOTICE_ENDS,
    RECEIVED,
    clock,
    clocks,
    matter,
    noon,
)

LATER = noon(date(2026, 9, 1))


def due(*events: Event, rule: str = NOTICE, binding_on: date = NOTICE_ENDS, **changes: object) -> Due | None:
    return correction_due(clock(matter(*events, **changes), rule, LATER), binding_on=binding_on)


def told(on: date) -> Event:
    return Event(name=EventName.NOTICE_SERVED, at=LATER, happened_at=on, office=ECOLOGY)


def test_a_record_stands_while_nothing_came() -> None:
    assert due(RECEIVED) is None


def test_a_late_answer_leaves_the_record_true() -> None:
    assert due(RECEIVED, told(NOTICE_ENDS + timedelta(days=1))) is None


def test_a_service_of_the_last_day_that_was_recorded_late_takes_it_back() -> None:
    assert due(RECEIVED, told(NOTICE_ENDS)) == Due(correction=Correction.ANSWERED_IN_TIME, on=NOTICE_ENDS)


def test_a_last_day_that_moved_to_a_later_one_takes_it_back() -> None:
    moved = due(RECEIVED, binding_on=NOTICE_ENDS - timedelta(days=1))
    assert moved == Due(correction=Correction.DATE_MOVED, on=NOTICE_ENDS)


def test_a_last_day_that_moved_to_an_earlier_one_does_not() -> None:
    assert due(RECEIVED, binding_on=NOTICE_ENDS + timedelta(days=1)) is None


def test_a_last_day_that_is_open_again_takes_it_back() -> None:
    hearing = Event(name=EventName.HEARING_STARTED, at=noon(date(2026, 5, 8)), office=ECOLOGY)
    received = Event(name=EventName.REEXAMINATION_RECEIVED, at=RECEIVED.at, office=ECOLOGY)
    found = due(received, hearing, rule="cn22.reexam.decide", binding_on=date(2026, 6, 5))
    assert found == Due(correction=Correction.DATE_MOVED, on=None)


def test_a_duty_that_the_class_decided_since_does_not_know_takes_it_back() -> None:
    rerouted = matter(RECEIVED, ACCEPTED, route=Route.DUTY)
    assert [one for one in clocks(rerouted, LATER) if one.rule_id == HANDLE] == []
    assert correction_due(None, binding_on=HANDLE_ENDS) == Due(correction=Correction.NOT_OWED)


def test_an_exemption_that_turned_out_takes_it_back() -> None:
    direct = Event(name=EventName.OFFICE_RECEIVED_DIRECT, at=RECEIVED.at, office=ECOLOGY)
    found = due(direct, rule="cn22.direct.notice", unreachable=True)
    assert found == Due(correction=Correction.NOT_OWED)


def test_a_withdrawal_takes_it_back_only_when_it_came_within_the_limit() -> None:
    def withdrawn(on: date) -> Event:
        return Event(name=EventName.PETITION_WITHDRAWN, at=LATER, happened_at=on)

    assert due(RECEIVED, withdrawn(NOTICE_ENDS)) == Due(correction=Correction.NOT_OWED, on=NOTICE_ENDS)
    assert due(RECEIVED, withdrawn(NOTICE_ENDS + timedelta(days=1))) is None
