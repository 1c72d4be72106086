"""Answer supervision: by the head of the office that failed, once, sealed."""

from uuid import UUID

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HANDLER, HEAD, WATER, official
from huiyin.commands.oversight.answer_supervision import AnswerSupervision
from huiyin.commands.oversight.raise_supervision import RaiseSupervision
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import new_id
from huiyin.rules.access.roles import Role
from support.moment import AT
from support.state import leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def life() -> builders.Life:
    """A matter whose office told the petitioner nothing in time."""
    return builders.neglected()


def tell() -> UUID:
    found: UUID = row("supervision_item", failed="tell")["id"]
    return found


def answer(life: builders.Life, actor: Actor = HEAD, item: UUID | None = None) -> builders.Life:
    command = AnswerSupervision(petition=life.petition, item=item or tell(), sealed_answer=b"sealed")
    return life.then(command, actor)


def test_the_head_answers_and_the_bureau_is_told(life: builders.Life) -> None:
    after = answer(life)
    found = row("supervision_item", failed="tell")
    assert (found["state"], found["sealed_answer"], found["due_on"]) == ("answered", b"sealed", None)
    assert found["answered_on"] == local_date(after.at)
    assert [one["office"] for one in rows("notice", kind="supervision.answered")] == [BUREAU]


@pytest.mark.parametrize(
    "actor", [HANDLER, DISPATCHER, official(Role.HEAD, WATER), official(Role.HEAD, BUREAU), builders.WATCH]
)
def test_nobody_but_the_head_of_that_office_answers(life: builders.Life, actor: Actor) -> None:
    refuses(Refused, lambda: answer(life, actor))


def test_it_is_answered_once(life: builders.Life) -> None:
    after = answer(life)
    refuses(Conflict, lambda: answer(after), "supervision.not_open")


def test_an_item_of_another_matter_is_unknown(life: builders.Life) -> None:
    refuses(Unknown, lambda: answer(life, item=new_id(AT)), "supervision.unknown")


def test_what_was_answered_is_not_unsupervised(life: builders.Life) -> None:
    after = answer(life)
    raising = RaiseSupervision(petition=life.petition)
    after.then(raising, builders.WATCH, days=30)
    [found] = rows("supervision_item", failed="supervise")
    assert found["trigger"] == row("supervision_item", failed="accept")["id"]
    assert found["office"] != ECOLOGY


def test_a_late_failure_leaves_nothing(life: builders.Life) -> None:
    leaves_nothing(lambda: answer(life))
