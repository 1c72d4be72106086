"""Turn down a proposed erasure: withdrawn by who proposed it, rejected by who may confirm."""

import pytest

import builders
from builders import DISPATCHER, ERASER, HANDLER, RECEPTION, Life
from huiyin.commands.evidence.turn_down_erasure import TurnDownErasure
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.records import sql
from support.state import leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def turn_down(life: Life, actor: Actor = ERASER, reason: str = "仍需保存") -> Life:
    assert life.erasure is not None
    return life.then(TurnDownErasure(petition=life.petition, proposal=life.erasure, reason=reason), actor)


@pytest.mark.parametrize(("actor", "state"), [(DISPATCHER, "withdrawn"), (ERASER, "rejected")])
def test_it_is_withdrawn_or_rejected_and_the_content_stays(actor: Actor, state: str) -> None:
    life = turn_down(builders.erasure_proposed(), actor)
    found = row("erasure", petition=life.petition)
    assert (found["state"], found["decided_by"], found["decided_because"]) == (
        state,
        actor.account,
        "仍需保存",
    )
    assert rows("data_key", petition=life.petition)


def test_another_can_be_proposed_afterwards() -> None:
    life = builders.erasure_proposed(turn_down(builders.erasure_proposed()))
    assert {one["state"] for one in rows("erasure", petition=life.petition)} == {"rejected", "proposed"}


@pytest.mark.parametrize("actor", [HANDLER, RECEPTION, builders.PUBLIC])
def test_nobody_else_turns_it_down(actor: Actor) -> None:
    life = builders.erasure_proposed()
    refuses(Refused, lambda: turn_down(life, actor), "access.refused")


def test_another_dispatcher_does_not_reject_it() -> None:
    life = builders.erasure_proposed()
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE erasure SET proposed_by = %s", (ERASER.account,))
    refuses(Refused, lambda: turn_down(life, DISPATCHER), "access.refused")


def test_a_reason_is_demanded() -> None:
    life = builders.erasure_proposed()
    refuses(Invalid, lambda: turn_down(life, reason=" "), "erasure.reason_missing")


def test_what_was_decided_is_not_turned_down() -> None:
    life = turn_down(builders.erasure_proposed())
    refuses(Conflict, lambda: turn_down(life), "erasure.decided_already")


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.erasure_proposed()
    leaves_nothing(lambda: turn_down(life))
