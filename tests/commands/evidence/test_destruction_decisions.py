"""Decide on a destruction list: another person than who drew it up, having counted; or turn it down."""

from dataclasses import replace
from datetime import timedelta

import pytest

import builders
from builders import CONFIRMER, DISPATCHER, ERASER, HANDLER, HEAD, INSPECTOR, Drawn
from huiyin.commands.evidence.destruction_decisions import TurnDownDestruction
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import new_id
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")
LATER = builders.years_later(AT)


@pytest.fixture
def drawn(installed: object) -> Drawn:
    """A list of two matters that waits for a second person."""
    assert installed
    builders.scheduled()
    builders.executed()
    builders.executed()
    return builders.draw_up(LATER)


def turn_down(drawn: Drawn, actor: Actor = ERASER, reason: str = "须再鉴定") -> None:
    command = TurnDownDestruction(destruction=drawn.id, reason=reason)
    door.execute(command, actor=actor, at=drawn.at + timedelta(hours=1))


def test_the_head_approves_what_the_dispatcher_drew_up_and_the_ledger_tells_by_which_posts(
    drawn: Drawn,
) -> None:
    builders.approve(drawn)
    found = row("destruction_list")
    assert (found["state"], found["decided_by"], found["decided_role"]) == ("approved", 4, "head")
    told = entries(drawn.id)
    assert [one["kind"] for one in told] == ["destruction.drawn_up", "destruction.approved"]
    assert told[-1]["facts"] == {"number": "2037-1", "listed": 2, "drawn_by": 1, "role": "head"}
    assert differences() == []


def test_the_same_person_never_approves_it(drawn: Drawn) -> None:
    builders.executed()
    own = builders.draw_up(LATER, ERASER)
    refuses(Refused, lambda: builders.approve(own), "destruction.same_person")
    refuses(Refused, lambda: builders.approve(drawn, DISPATCHER), "access.refused")


@pytest.mark.parametrize("actor", [HANDLER, HEAD, INSPECTOR, CONFIRMER])
def test_nobody_of_another_office_or_post_approves_it(drawn: Drawn, actor: Actor) -> None:
    refuses(Refused, lambda: builders.approve(drawn, actor), "access.refused")


def test_who_approves_writes_out_how_many_matters_go(drawn: Drawn) -> None:
    refuses(Invalid, lambda: builders.approve(drawn, matters=3), "destruction.other_number")


def test_it_is_decided_once(drawn: Drawn) -> None:
    builders.approve(drawn)
    refuses(Conflict, lambda: builders.approve(drawn), "destruction.elsewhere")


def test_whoever_drew_it_up_withdraws_it_and_its_matters_are_free_for_the_next(drawn: Drawn) -> None:
    turn_down(drawn, DISPATCHER)
    assert row("destruction_list")["state"] == "withdrawn"
    assert builders.draw_up(LATER).listed == 2


def test_the_head_rejects_it_before_and_after_the_approval(drawn: Drawn) -> None:
    turn_down(builders.approve(drawn))
    found = row("destruction_list")
    assert (found["state"], found["decided_because"]) == ("rejected", "须再鉴定")
    refuses(Conflict, lambda: turn_down(drawn), "destruction.elsewhere")


def test_an_ordered_list_is_not_turned_down_any_more(drawn: Drawn) -> None:
    ordered = builders.order(builders.approve(drawn))
    refuses(Conflict, lambda: turn_down(ordered), "destruction.elsewhere")


def test_only_who_could_approve_it_rejects_anothers(drawn: Drawn) -> None:
    builders.executed()
    own = builders.draw_up(LATER, ERASER)
    refuses(Refused, lambda: turn_down(own, DISPATCHER), "access.refused")
    refuses(Invalid, lambda: turn_down(drawn, reason=""), "erasure.reason_missing")


def test_a_list_that_is_not_there_is_unknown(drawn: Drawn) -> None:
    ghost = replace(drawn, id=new_id(AT))
    refuses(Unknown, lambda: builders.approve(ghost), "destruction.unknown")


def test_a_late_failure_leaves_nothing(drawn: Drawn) -> None:
    leaves_nothing(lambda: builders.approve(drawn))
