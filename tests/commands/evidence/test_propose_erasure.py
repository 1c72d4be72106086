"""Propose to erase the content of a matter: one person begins, and nothing is changed yet."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

import builders
from builders import BUREAU, DISPATCHER, ERASER, HANDLER, HEAD, INSPECTOR, STRANGER, WATCH, Life
from huiyin.commands.evidence.propose_erasure import ProposeErasure
from huiyin.commands.oversight.raise_supervision import RaiseSupervision
from huiyin.door import door
from huiyin.kernel.clock import LOCAL_ZONE, local_date
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.rules.lifecycle.states import Route
from support.state import entries, leaves_nothing, refuses, row, rows

RECONSIDERATION = "erasure.reconsideration_open"

pytestmark = pytest.mark.usefixtures("installed")


def propose(life: Life, actor: Actor = DISPATCHER, **given: Any) -> Life:
    values = {"basis": "个人信息保护法 第四十七条", "reason": "保存期限届满", **given}
    return life.then(ProposeErasure(petition=life.petition, id=new_id(life.at), **values), actor)


@pytest.mark.parametrize("actor", [DISPATCHER, ERASER])
def test_the_bureau_proposes_it_and_nothing_is_erased(actor: Actor) -> None:
    life = propose(builders.over(), actor)
    found = row("erasure", petition=life.petition)
    assert (found["state"], found["office"], found["proposed_by"]) == ("proposed", BUREAU, actor.account)
    assert entries(life.petition)[-1]["facts"]["basis"] == "个人信息保护法 第四十七条"
    assert row("petition", id=life.petition)["erased_at"] is None
    assert rows("data_key", petition=life.petition)


@pytest.mark.parametrize("actor", [HANDLER, HEAD, STRANGER, INSPECTOR, builders.PUBLIC, builders.INSTALLER])
def test_nobody_outside_the_bureau_proposes_it(actor: Actor) -> None:
    life = builders.over()
    refuses(Refused, lambda: propose(life, actor), "access.refused")


def test_a_matter_that_is_not_answered_is_not_erased() -> None:
    life = builders.accepted()
    error = refuses(Unlawful, lambda: propose(life), "erasure.matter_open")
    assert error.article == "信访工作条例 第三十二条"


def test_a_matter_that_can_still_be_contested_is_not_erased() -> None:
    life = builders.answered()
    error = refuses(Unlawful, lambda: propose(life), "erasure.window_open")
    assert error.article == "信访工作条例 第三十五条"


@pytest.mark.parametrize("days", [31, 60])
def test_while_reconsideration_of_a_duty_can_be_applied_for_nothing_is_erased(days: int) -> None:
    life = builders.answered(builders.drafted(builders.accepted(route=Route.DUTY), outcome="performed"))
    command = ProposeErasure(petition=life.petition, id=new_id(life.at), basis="b", reason="r")
    served = local_date(life.at) - timedelta(days=1)  # it was served the day before it was recorded
    on = datetime.combine(served + timedelta(days=days), time(12), LOCAL_ZONE)
    error = refuses(Unlawful, lambda: door.execute(command, actor=DISPATCHER, at=on), RECONSIDERATION)
    assert error.article == "行政复议法 第二十条第一款"
    door.execute(command, actor=DISPATCHER, at=on + timedelta(days=30))


def test_a_matter_with_a_standing_supervision_item_is_not_erased() -> None:
    life = builders.over()
    life = life.then(RaiseSupervision(petition=life.petition), WATCH)
    refuses(Unlawful, lambda: propose(life), "erasure.supervision_open")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"basis": " "}, "erasure.basis_missing"),
        ({"reason": ""}, "erasure.reason_missing"),
        ({"reason": "x" * 2001}, "erasure.too_long"),
    ],
)
def test_basis_and_reason_are_demanded(given: dict[str, str], code: str) -> None:
    life = builders.over()
    refuses(Invalid, lambda: propose(life, **given), code)


def test_it_is_proposed_once() -> None:
    life = builders.erasure_proposed()
    refuses(Conflict, lambda: propose(life), "erasure.proposed_already")


def test_what_was_erased_is_not_proposed_again() -> None:
    life = builders.erased()
    refuses(Conflict, lambda: propose(life), "petition.erased")


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.over()
    leaves_nothing(lambda: propose(life))
