"""Close supervision: by an inspector over the place, with a written result, never of one's own office."""

from dataclasses import replace
from uuid import UUID

import pytest

import builders
from builders import BUREAU, BUREAU_OF_CHENGDU, BUREAU_OF_SICHUAN, DISPATCHER, HEAD, WATCH, official
from huiyin.commands.oversight.close_supervision import CloseSupervision
from huiyin.commands.oversight.raise_supervision import RaiseSupervision
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import new_id
from huiyin.rules.access.roles import Role
from huiyin.rules.routing.offices import responsible_bureau
from support.moment import AT
from support.state import leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")

INSPECTOR = official(Role.INSPECTOR, BUREAU)
OF_CHENGDU = replace(INSPECTOR, office=BUREAU_OF_CHENGDU)


@pytest.fixture
def life() -> builders.Life:
    """A matter whose office told the petitioner nothing in time."""
    return builders.neglected()


def close(
    life: builders.Life, actor: Actor = INSPECTOR, failed: str = "tell", item: UUID | None = None
) -> builders.Life:
    which = item or row("supervision_item", failed=failed)["id"]
    return life.then(CloseSupervision(petition=life.petition, item=which, sealed_result=b"sealed"), actor)


@pytest.mark.parametrize(
    "actor", [INSPECTOR, OF_CHENGDU, replace(INSPECTOR, office=BUREAU_OF_SICHUAN)], ids=str
)
def test_inspectors_of_the_line_close_it_and_the_office_is_told(life: builders.Life, actor: Actor) -> None:
    close(life, actor)
    found = row("supervision_item", failed="tell")
    assert (found["state"], found["closed_by"], found["sealed_result"]) == ("closed", "inspector", b"sealed")
    assert (found["inspector"], found["cured_on"]) == (actor.account, None)
    assert [one["office"] for one in rows("notice", kind="supervision.closed")] == [builders.ECOLOGY]
    assert row("clock", rule="cn22.transferred.notice")["watched"] == 1  # another item hangs on it


def test_when_the_last_item_of_a_clock_is_closed_it_is_watched_no_longer(life: builders.Life) -> None:
    close(close(life), failed="accept")
    assert row("clock", rule="cn22.transferred.notice")["watched"] == 0


@pytest.mark.parametrize(
    "actor",
    [
        HEAD,
        DISPATCHER,
        WATCH,
        replace(INSPECTOR, office=responsible_bureau(builders.MIANYANG)),
        replace(INSPECTOR, office=responsible_bureau(builders.QINGYANG)),
        replace(INSPECTOR, office=builders.HOUSING),
    ],
    ids=["head", "dispatcher", "watch", "Mianyang", "Qingyang", "no bureau"],
)
def test_nobody_else_closes_it(life: builders.Life, actor: Actor) -> None:
    refuses(Refused, lambda: close(life, actor))


def test_what_was_raised_for_want_of_supervision_closes_with_its_cause(life: builders.Life) -> None:
    life = life.then(RaiseSupervision(petition=life.petition), WATCH, days=6)
    assert len(rows("supervision_item", failed="supervise")) == 2
    close(life)
    cause = row("supervision_item", failed="tell")["id"]
    follower = row("supervision_item", trigger=cause)
    assert (follower["state"], follower["closed_by"]) == ("closed", "no_longer_owed")


def test_an_inspector_does_not_close_what_the_own_bureau_failed_to_do(life: builders.Life) -> None:
    life = life.then(RaiseSupervision(petition=life.petition), WATCH, days=6)
    own = rows("supervision_item", failed="supervise")[0]["id"]
    refuses(Refused, lambda: close(life, item=own))
    close(life, OF_CHENGDU, item=own)


def test_it_is_closed_once(life: builders.Life) -> None:
    after = close(life)
    refuses(Conflict, lambda: close(after), "supervision.not_open")


def test_an_item_of_another_matter_is_unknown(life: builders.Life) -> None:
    refuses(Unknown, lambda: close(life, item=new_id(AT)), "supervision.unknown")


def test_a_late_failure_leaves_nothing(life: builders.Life) -> None:
    leaves_nothing(lambda: close(life))
