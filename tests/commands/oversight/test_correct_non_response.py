"""Correct a record of non-response: by facts, or by an office's own statement; once, in the open."""

from datetime import date, timedelta

import pytest
from test_record_non_response import AFTER, record

import builders
from builders import DISPATCHER, HANDLER, HEAD, STRANGER
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.commands.oversight.correct_non_response import CorrectNonResponse
from huiyin.door import door
from huiyin.jobs.silences import RECORDER
from huiyin.kernel.command import Actor, Outcome
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.rules.nonresponse.corrections import Correction
from huiyin.rules.nonresponse.statement import content_of
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

LATER = AFTER + timedelta(days=30)
IN_TIME = date(2026, 5, 20)


def recorded() -> builders.Life:
    """A matter on paper whose notice was issued and, as far as was known, never served."""
    life = builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    record(life, at=LATER - timedelta(days=2))
    return life


def served(life: builders.Life, on: date) -> builders.Life:
    command = ServeDocument(
        petition=life.petition, document=life.documents["acceptance"], way="post", served_on=on
    )
    return life.then(command, HANDLER, days=44)


def correct(
    life: builders.Life,
    reason: Correction = Correction.ANSWERED_IN_TIME,
    *,
    actor: Actor = RECORDER,
    on: date | None = None,
) -> Outcome:
    command = CorrectNonResponse(
        petition=life.petition, record=row("nonresponse")["id"], reason=reason, on=on
    )
    return door.execute(command, actor=actor, at=LATER)


STATED = Correction.OFFICE_STATES_ANSWER


def test_a_service_of_an_earlier_day_recorded_late_corrects_the_record() -> None:
    life = served(recorded(), IN_TIME)
    outcome = correct(life)
    kept = row("nonresponse")
    assert kept["corrected_at"] == LATER
    assert kept["correction"]["reason"] == "answered_in_time"
    assert kept["correction"]["on"] == "2026-05-20"
    assert kept["statement"]["binding_on"] == "2026-05-21"  # what was said stays as it was
    assert outcome.decision.facts["corrects"] == content_of(kept["statement"])
    assert entries(life.petition)[-1]["kind"] == "petition.nonresponse_corrected"
    assert row("notice", kind="nonresponse.corrected")["petition"] == life.petition
    assert differences() == []


def test_a_late_answer_corrects_nothing() -> None:
    life = served(recorded(), date(2026, 5, 25))
    refuses(Unlawful, lambda: correct(life), "nonresponse.holds")


def test_nothing_is_corrected_by_a_reason_that_the_facts_do_not_show() -> None:
    life = served(recorded(), IN_TIME)
    refuses(Unlawful, lambda: correct(life, Correction.DATE_MOVED), "nonresponse.holds")
    refuses(Unlawful, lambda: correct(life, Correction.NOT_OWED), "nonresponse.holds")


@pytest.mark.parametrize("actor", [DISPATCHER, HEAD])
def test_an_office_states_that_it_answered_outside_this_system_and_is_named_as_stating_it(
    actor: Actor,
) -> None:
    life = recorded()
    correct(life, STATED, actor=actor, on=IN_TIME)
    told = row("nonresponse")["correction"]
    assert (told["reason"], told["on"]) == ("office_states_answer", "2026-05-20")
    assert told["office"]["id"] == actor.office
    assert differences() == []


@pytest.mark.parametrize("on", [None, date(2026, 5, 22)])
def test_an_office_cannot_state_a_day_after_the_last(on: date | None) -> None:
    recorded_life = recorded()
    error = refuses(
        Invalid,
        lambda: correct(recorded_life, STATED, actor=HEAD, on=on),
        "nonresponse.day_not_within_limit",
    )
    assert error.field == "on"


def test_an_office_cannot_state_a_day_before_the_time_began() -> None:
    life = recorded()
    refuses(
        Invalid,
        lambda: correct(life, STATED, actor=HEAD, on=date(2026, 5, 1)),
        "nonresponse.day_before_start",
    )


def test_the_machine_states_nothing_by_itself() -> None:
    life = recorded()
    refuses(Refused, lambda: correct(life, STATED, on=IN_TIME))


@pytest.mark.parametrize("actor", [HANDLER, STRANGER, builders.PUBLIC])
def test_nobody_else_corrects(actor: Actor) -> None:
    life = recorded()
    refuses(Refused, lambda: correct(life, STATED, actor=actor, on=IN_TIME))


def test_it_is_corrected_once() -> None:
    life = recorded()
    correct(life, STATED, actor=HEAD, on=IN_TIME)
    refuses(Conflict, lambda: correct(life, STATED, actor=HEAD, on=IN_TIME), "nonresponse.corrected_already")


def test_a_record_that_is_not_there_is_unknown() -> None:
    life = recorded()
    command = CorrectNonResponse(petition=life.petition, record=new_id(AT), reason=STATED, on=IN_TIME)
    refuses(Unknown, lambda: door.execute(command, actor=HEAD, at=LATER), "nonresponse.unknown")


def test_a_late_failure_leaves_nothing() -> None:
    life = served(recorded(), IN_TIME)
    leaves_nothing(lambda: correct(life))
