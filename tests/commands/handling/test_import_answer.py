"""Import an answer that was given elsewhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import builders
from builders import ECOLOGY, HANDLER, PUBLIC, WATER
from huiyin.commands.documents import NewDocument
from huiyin.commands.handling.import_answer import ImportAnswer
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.kernel.ids import OfficeId, new_id
from huiyin.records import sql
from huiyin.rules.access.roles import Role
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")
IMPORTER = Actor(kind=ActorKind.SYSTEM, role=Role.IMPORTER.value, name="import")
ASKED = datetime(2019, 4, 25, 1, 32, tzinfo=UTC)
ANSWERED = datetime(2019, 5, 6, 2, 0, tzinfo=UTC)


def message(**answers: Any) -> builders.Life:
    """A message of 2019, imported without its reply."""
    prepared = builders.prepare(
        happened_at=ASKED, happened_source="platform", channel="import", **{**answers, "persons": []}
    )
    outcome = door.execute(prepared.command, actor=IMPORTER, at=AT)
    return builders.Life(prepared=prepared, outcomes=(outcome,), at=AT)


def answer(
    life: builders.Life,
    *,
    actor: Actor = IMPORTER,
    office: OfficeId = WATER,
    answered_at: datetime = ANSWERED,
) -> builders.Life:
    command = ImportAnswer(
        petition=life.petition,
        office=office,
        document=NewDocument(id=new_id(AT), sealed_content=b"sealed"),
        answered_at=answered_at,
        source="platform",
    )
    return life.then(command, actor, days=0)


def clocks(life: builders.Life) -> dict[str, Any]:
    rows = sql.fetch(
        sql.WRITER, "SELECT rule, state, met_on FROM clock WHERE petition = %s", (life.petition,)
    )
    return {one["rule"]: (one["state"], one["met_on"]) for one in rows}


def test_the_answer_stands_with_its_own_day_and_the_entry_with_todays() -> None:
    life = answer(message())
    petition = row("petition", id=life.petition)
    assert (petition["state"], petition["lead"], str(petition["closed_on"])) == (
        "answered",
        ECOLOGY,
        "2019-05-06",
    )
    assert petition["next_due_on"] is None
    served = row("service", petition=life.petition)
    assert (str(served["served_on"]), served["served_at"]) == ("2019-05-06", AT)
    entry = entries(life.petition)[-1]
    assert entry["kind"] == "petition.answer_imported"
    assert entry["at"].startswith("2026-05-06")
    assert (entry["happened_at"], entry["happened_source"]) == ("2019-05-06T02:00:00.000000Z", "platform")
    assert differences() == []


def test_clocks_run_by_the_rules_of_that_time_and_end_with_the_answer() -> None:
    life = answer(message())
    assert clocks(life)["cn05.bureau.dispatch"][0] == "met"
    assert str(clocks(life)["cn05.accept"][1]) in {"2019-05-06", "None"}
    assert {state for state, _ in clocks(life).values()} <= {"met", "exempt"}


def test_what_nobody_had_goes_to_the_office_that_answered() -> None:
    life = answer(message(**builders.UNCLEAR))
    petition = row("petition", id=life.petition)
    assert (petition["lead"], petition["offices"]) == (WATER, [builders.BUREAU, WATER])
    part = row("part", petition=life.petition, office=WATER)
    assert (part["state"], part["closed_at"], part["next_due_on"]) == ("handled", ANSWERED, None)
    assert row("document", petition=life.petition)["number"] == "〔2019〕1号"


def test_two_answers_of_one_office_in_one_call_have_two_numbers() -> None:
    lives = [message(**builders.UNCLEAR) for _ in range(2)]
    commands = [
        ImportAnswer(
            petition=life.petition,
            office=WATER,
            document=NewDocument(id=new_id(AT), sealed_content=b"sealed"),
            answered_at=ANSWERED,
            source="platform",
        )
        for life in lives
    ]
    door.execute_many(commands, actor=IMPORTER, at=AT)
    numbers = {one["number"] for one in sql.fetch(sql.WRITER, "SELECT number FROM document")}
    assert numbers == {"〔2019〕1号", "〔2019〕2号"}


@pytest.mark.parametrize("actor", [HANDLER, PUBLIC, builders.DISPATCHER, builders.ROUTER])
def test_nobody_but_the_importer_does_it(actor: Actor) -> None:
    life = message()
    refuses(Refused, lambda: answer(life, actor=actor))


def test_what_was_filed_here_is_never_answered_by_an_import() -> None:
    life = builders.file_petition()
    refuses(Conflict, lambda: answer(life), "import.not_an_import")


def test_it_is_answered_once() -> None:
    life = answer(message())
    refuses(Conflict, lambda: answer(life), "import.answered_already")


@pytest.mark.parametrize("when", [ASKED - timedelta(seconds=1), AT + timedelta(seconds=1)])
def test_an_answer_lies_between_its_message_and_today(when: datetime) -> None:
    life = message()
    refuses(Invalid, lambda: answer(life, answered_at=when), "import.answered_before_it_was_asked")


def test_an_office_that_does_not_stand_answers_nothing() -> None:
    life = message()
    refuses(Invalid, lambda: answer(life, office=OfficeId(999)), "import.unknown_office")


def test_a_late_failure_leaves_nothing() -> None:
    life = message()
    leaves_nothing(lambda: answer(life))
