"""Send advice: by the bureau over the place, to the office that failed, sealed, one at a time."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

import builders
from builders import BUREAU, BUREAU_OF_SICHUAN, DISPATCHER, ECOLOGY, HANDLER, HEAD, INSPECTOR, official
from huiyin.commands.oversight import send_advice
from huiyin.commands.oversight.close_supervision import CloseSupervision
from huiyin.commands.oversight.send_advice import SendAdvice
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import new_id
from huiyin.records import sql
from huiyin.rules.access.roles import Role
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")
FEEDBACK = "cn22.suggest.feedback"


@pytest.fixture
def life() -> builders.Life:
    """A matter whose office told the petitioner nothing in time."""
    return builders.neglected()


def advise(
    life: builders.Life, actor: Actor = INSPECTOR, *, due_on: date | None = None, item: UUID | None = None
) -> builders.Life:
    command = SendAdvice(
        petition=life.petition,
        item=item or row("supervision_item", failed="tell")["id"],
        id=new_id(life.at),
        due_on=due_on,
        sealed_text=b"sealed",
    )
    return life.then(command, actor)


@pytest.mark.parametrize(
    "actor", [INSPECTOR, official(Role.HEAD, BUREAU), official(Role.HEAD, BUREAU_OF_SICHUAN)]
)
def test_a_bureau_over_the_place_advises_and_the_office_is_told(life: builders.Life, actor: Actor) -> None:
    after = advise(life, actor)
    found = row("advice")
    assert (found["office"], found["bureau"], found["sender"]) == (ECOLOGY, BUREAU, actor.office)
    assert (found["sent_by"], found["sent_at"]) == (actor.account, after.at)
    assert bytes(found["sealed_text"]) == b"sealed"
    assert found["adopted"] is None
    notice = row("notice", kind="advice.sent")
    assert (notice["office"], notice["facts"]) == (ECOLOGY, {"level": "head"})
    assert entries(life.petition)[-1]["kind"] == "petition.advice_sent"


def test_the_day_that_the_letter_sets_starts_the_clock_of_the_reply(life: builders.Life) -> None:
    due_on = local_date(life.at) + timedelta(days=30)
    advise(life, due_on=due_on)
    clock = row("clock", rule=FEEDBACK)
    assert (clock["office"], clock["warn_on"], clock["state"]) == (ECOLOGY, due_on, "running")
    assert clock["part"] == str(row("advice")["id"])
    assert row("event", name="advice.sent")["facts"] == {"to_office": ECOLOGY, "due_on": due_on.isoformat()}


def test_without_a_day_there_is_none_for_the_law_has_none(life: builders.Life) -> None:
    advise(life)
    assert rows("clock", rule=FEEDBACK) == []
    assert row("event", name="advice.sent")["facts"] == {"to_office": ECOLOGY}


@pytest.mark.parametrize("days", [0, 1])
def test_the_day_of_the_reply_is_still_to_come(life: builders.Life, days: int) -> None:
    due_on = local_date(life.at + timedelta(days=days))
    refuses(Invalid, lambda: advise(life, due_on=due_on), "advice.day_impossible")


@pytest.mark.parametrize(
    "actor",
    [
        DISPATCHER,
        HANDLER,
        HEAD,
        official(Role.HANDLER, BUREAU),
        official(Role.HEAD, builders.WATER),
        builders.WATCH,
        builders.PUBLIC,
    ],
)
def test_nobody_else_advises(life: builders.Life, actor: Actor) -> None:
    refuses(Refused, lambda: advise(life, actor))


def test_a_bureau_does_not_advise_itself_but_the_one_above_does() -> None:
    life = builders.neglected(builders.waiting())
    item = row("supervision_item", failed="transfer")["id"]
    refuses(Refused, lambda: advise(life, item=item))
    advise(life, official(Role.HEAD, BUREAU_OF_SICHUAN), item=item)
    assert row("advice")["office"] == BUREAU


def test_nothing_goes_to_an_office_that_is_denied_the_matter(life: builders.Life) -> None:
    item = row("supervision_item", failed="tell")["id"]
    command = SendAdvice(petition=life.petition, item=item, id=new_id(AT), due_on=None, sealed_text=b"sealed")
    with sql.transaction(sql.WRITER):
        [found] = send_advice.load([command])
    supervised = found.overseen.supervised
    denied = replace(supervised.watched.matter, denied=(ECOLOGY,))
    watched = replace(supervised.watched, matter=denied)
    subject = replace(
        found, overseen=replace(found.overseen, supervised=replace(supervised, watched=watched))
    )
    with pytest.raises(Refused):
        send_advice.decide(subject, command, actor=INSPECTOR, at=life.at)


def test_one_piece_of_advice_at_a_time_waits_for_its_answer(life: builders.Life) -> None:
    after = advise(life)
    refuses(Conflict, lambda: advise(after), "advice.waits_for_its_answer")
    advise(after, item=row("supervision_item", failed="accept")["id"])
    assert len(rows("advice")) == 2


def test_what_is_closed_needs_no_advice(life: builders.Life) -> None:
    item = row("supervision_item", failed="tell")["id"]
    closed = life.then(
        CloseSupervision(petition=life.petition, item=item, sealed_result=b"sealed"), INSPECTOR
    )
    refuses(Conflict, lambda: advise(closed), "supervision.not_open")


def test_an_item_of_another_matter_is_unknown(life: builders.Life) -> None:
    refuses(Unknown, lambda: advise(life, item=new_id(AT)), "supervision.unknown")


def test_nobody_waits_for_the_bureau_any_longer(life: builders.Life) -> None:
    advise(life)
    assert row("supervision_item", failed="tell")["due_on"] is None


def test_a_late_failure_leaves_nothing(life: builders.Life) -> None:
    leaves_nothing(lambda: advise(life))
