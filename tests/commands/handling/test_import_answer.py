"""Import the answer that an office gave before the matter came into this system."""

from datetime import timedelta

import pytest

import builders
from builders import AT, BUREAU, ECOLOGY, HANDLER, HOUSING, INSTALLER
from huiyin.commands.documents import NewDocument
from huiyin.commands.handling.import_answer import ImportAnswer
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.kernel.ids import new_id
from support.state import entries, leaves_nothing, refuses, row
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

SENT = AT - timedelta(days=100)
ANSWERED = AT - timedelta(days=80)


def imported(**answers: object) -> builders.Life:
    return builders.file_petition(happened_at=SENT, happened_source="time of the message", **answers)


def answer(
    life: builders.Life, actor: builders.Actor = INSTALLER, answered_at: object = ANSWERED
) -> builders.Life:
    document = NewDocument(id=new_id(life.at), sealed_content=b"sealed")
    command = ImportAnswer(
        petition=life.petition,
        office=HOUSING,
        document=document,
        answered_at=answered_at,  # type: ignore[arg-type]
        source="time of the reply",
    )
    return life.then(command, actor)


def test_the_answer_closes_the_matter_on_the_day_it_was_given() -> None:
    life = answer(imported())
    petition = row("petition", id=life.petition)
    assert (petition["state"], petition["lead"]) == ("answered", ECOLOGY)
    assert petition["closed_on"] == local_date(ANSWERED)
    assert row("service", petition=life.petition)["served_on"] == local_date(ANSWERED)
    assert entries(life.petition)[-1]["kind"] == "petition.answer_imported"
    assert differences() == []


def test_a_matter_that_nobody_had_goes_to_who_answered_when_it_was_sent() -> None:
    life = answer(imported(**builders.UNCLEAR))
    petition = row("petition", id=life.petition)
    assert petition["lead"] == HOUSING
    assert set(petition["offices"]) == {BUREAU, HOUSING}
    notice = row("clock", petition=life.petition, rule="cn22.transferred.notice")
    assert notice["started_on"] == local_date(SENT)
    assert differences() == []


@pytest.mark.parametrize("actor", [HANDLER, builders.DISPATCHER, builders.PUBLIC])
def test_only_an_import_brings_answers(actor: builders.Actor) -> None:
    life = imported()
    refuses(Refused, lambda: answer(life, actor))


def test_an_answer_before_the_question_or_after_today_is_refused() -> None:
    life = imported()
    refuses(Invalid, lambda: answer(life, answered_at=SENT - timedelta(days=1)))
    refuses(Invalid, lambda: answer(life, answered_at=AT + timedelta(days=9)))


def test_what_was_filed_here_or_answered_before_gets_no_imported_answer() -> None:
    here = builders.file_petition()
    refuses(Conflict, lambda: answer(here), "import.not_an_import")
    twice = answer(imported())
    refuses(Conflict, lambda: answer(twice), "import.answered_already")


def test_a_late_failure_leaves_nothing() -> None:
    life = imported()
    leaves_nothing(lambda: answer(life))
