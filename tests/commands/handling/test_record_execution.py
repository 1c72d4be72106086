"""Record how a supporting opinion was carried out: by the office that leads, once the opinion is served."""

from datetime import date, timedelta

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HANDLER, HEAD, STRANGER, official
from huiyin.commands.handling.record_execution import RecordExecution
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.rules.access.roles import Role
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def carry_out(
    life: builders.Life, on: date | None = None, actor: Actor = HANDLER, *, days: int = 5
) -> builders.Life:
    on = on or local_date(life.at + timedelta(days=days))
    command = RecordExecution(petition=life.petition, id=new_id(life.at), on=on, sealed_text=b"sealed")
    return life.then(command, actor, days=days)


@pytest.mark.parametrize("actor", [HANDLER, HEAD])
def test_the_office_records_day_and_text_and_the_petitioner_is_told(actor: Actor) -> None:
    life = carry_out(builders.answered(), actor=actor)
    found = row("execution", petition=life.petition)
    assert (found["office"], found["account"], found["at"]) == (ECOLOGY, actor.account, life.at)
    assert (found["on"], bytes(found["sealed_text"])) == (local_date(life.at), b"sealed")
    assert entries(life.petition)[-1]["kind"] == "petition.execution_recorded"
    assert row("notice", kind="execution.recorded")["petition"] == life.petition


def test_a_past_day_is_the_day_on_which_it_happened() -> None:
    answered = builders.answered()
    served_on = row("service", document=answered.documents["opinion"])["served_on"]
    carry_out(answered, served_on)
    event = row("event", name="opinion.executed")
    assert (event["on"], event["office"]) == (served_on, ECOLOGY)
    assert event["part"] == row("event", name="opinion.served")["part"]


def test_neither_before_the_opinion_was_served_nor_in_the_future() -> None:
    life = builders.answered()
    served_on = row("service", document=life.documents["opinion"])["served_on"]
    for on in (served_on - timedelta(days=1), local_date(life.at + timedelta(days=6))):
        refuses(Invalid, lambda on=on: carry_out(life, on), "execution.day_impossible")


@pytest.mark.parametrize(
    "actor",
    [
        STRANGER,
        DISPATCHER,
        builders.INSPECTOR,
        official(Role.HEAD, BUREAU),
        official(Role.REVIEWER, builders.ECOLOGY_OF_SICHUAN),
    ],
)
def test_nobody_but_the_office_that_leads_records_it(actor: Actor) -> None:
    life = builders.answered()
    refuses(Refused, lambda: carry_out(life, actor=actor))


@pytest.mark.parametrize("outcome", ["explain", "not_support"])
def test_what_was_not_supported_is_not_carried_out(outcome: str) -> None:
    life = builders.answered(builders.drafted(outcome=outcome))
    refuses(Unlawful, lambda: carry_out(life), "step.nothing_supported")


def test_an_opinion_that_is_signed_and_not_served_supports_nothing_yet() -> None:
    life = builders.signed()
    refuses(Unlawful, lambda: carry_out(life), "step.not_when_accepted")


def test_it_may_be_recorded_in_the_middle_of_a_review() -> None:
    carry_out(builders.under_review())
    assert len(rows("execution")) == 1
    assert row("petition")["state"] == "under_review"


def test_another_part_carried_out_later_is_another_record() -> None:
    carry_out(carry_out(builders.answered()))
    assert len(rows("execution")) == len(rows("event", name="opinion.executed")) == 2


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.answered()
    leaves_nothing(lambda: carry_out(life))
