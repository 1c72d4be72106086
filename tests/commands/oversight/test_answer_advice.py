"""Answer advice: by the head of the office that was advised, once; it ends the clock of that advice alone."""

from uuid import UUID

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HANDLER, HEAD, INSPECTOR, WATER, official
from huiyin.commands.oversight.answer_advice import ADOPTED, AnswerAdvice
from huiyin.commands.oversight.close_supervision import CloseSupervision
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import new_id
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.answers import OUTCOMES
from huiyin.rules.lifecycle.states import OpinionKind
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")
FEEDBACK = "cn22.suggest.feedback"


@pytest.fixture
def life() -> builders.Life:
    """A matter in which the bureau advised the office."""
    return builders.advised()


def answer(
    life: builders.Life, actor: Actor = HEAD, *, adopted: str = "adopted", advice: UUID | None = None
) -> builders.Life:
    which = advice or rows("advice")[0]["id"]
    command = AnswerAdvice(petition=life.petition, advice=which, adopted=adopted, sealed_answer=b"answer")
    return life.then(command, actor)


@pytest.mark.parametrize("adopted", ADOPTED)
def test_the_head_says_whether_it_is_adopted_and_the_sender_is_told(
    life: builders.Life, adopted: str
) -> None:
    after = answer(life, adopted=adopted)
    found = row("advice")
    assert (found["adopted"], found["answered_at"], found["answered_by"]) == (adopted, after.at, HEAD.account)
    assert bytes(found["sealed_answer"]) == b"answer"
    assert row("notice", kind="advice.answered")["office"] == BUREAU
    assert entries(life.petition)[-1]["kind"] == "petition.advice_answered"


def test_the_words_are_those_of_a_reply_to_a_suggestion() -> None:
    assert set(ADOPTED) < OUTCOMES[OpinionKind.REPLY]


def test_it_ends_the_clock_of_that_advice_alone(life: builders.Life) -> None:
    first = row("advice")["id"]
    both = builders.advised(life, failed="accept")
    answer(both, advice=first)
    states = {one["part"]: one["state"] for one in rows("clock", rule=FEEDBACK)}
    assert states.pop(str(first)) == "met"
    assert list(states.values()) == ["running"]


@pytest.mark.parametrize(
    "actor", [HANDLER, DISPATCHER, INSPECTOR, official(Role.HEAD, BUREAU), official(Role.HEAD, WATER)]
)
def test_nobody_but_the_head_of_that_office_answers(life: builders.Life, actor: Actor) -> None:
    refuses(Refused, lambda: answer(life, actor))


def test_it_is_answered_once(life: builders.Life) -> None:
    after = answer(life)
    refuses(Conflict, lambda: answer(after), "advice.answered_already")


def test_the_next_advice_can_follow_the_answer(life: builders.Life) -> None:
    builders.advised(answer(life))
    assert sorted(one["adopted"] or "" for one in rows("advice")) == ["", "adopted"]


def test_another_word_is_no_answer(life: builders.Life) -> None:
    refuses(Invalid, lambda: answer(life, adopted="perhaps"), "advice.unknown_answer")


def test_advice_of_another_matter_is_unknown(life: builders.Life) -> None:
    refuses(Unknown, lambda: answer(life, advice=new_id(AT)), "advice.unknown")


def test_the_reply_is_owed_though_the_item_is_closed(life: builders.Life) -> None:
    item = row("supervision_item", failed="tell")["id"]
    closed = life.then(
        CloseSupervision(petition=life.petition, item=item, sealed_result=b"sealed"), INSPECTOR
    )
    answer(closed)
    assert row("advice")["office"] == ECOLOGY
    assert row("advice")["adopted"] == "adopted"


def test_a_late_failure_leaves_nothing(life: builders.Life) -> None:
    leaves_nothing(lambda: answer(life))
