"""Clocks of a matter are moved by the machine, when what was adopted gives them other days."""

from datetime import date, datetime

import pytest

import builders
from huiyin.commands.learning.move_clocks import MoveClocks
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused
from huiyin.prepare.moving import MOVER
from support.moment import AT
from support.rules import adopted, amended, year_file
from support.state import entries, leaves_nothing, refuses, row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

AUTUMN = datetime(2026, 11, 20, 2, tzinfo=AT.tzinfo)
NEW_YEAR = year_file(2027, date(2027, 1, 1), *(date(2027, 1, day) for day in range(15, 24)))


def test_the_clock_keeps_its_identity_and_the_old_day_stays_in_the_ledger() -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    before = row("clock", petition=life.petition, rule="cn22.handle")
    adopted(NEW_YEAR, at=life.at)
    door.execute(MoveClocks(petition=life.petition, because=("x",)), actor=MOVER, at=life.at)
    after = row("clock", petition=life.petition, rule="cn22.handle")
    assert (after["id"], before["binding_on"], after["binding_on"]) == (before["id"], None, date(2027, 1, 25))
    assert entries(life.petition)[-1]["facts"]["moved"][0]["from"]["binding_on"] is None
    assert differences() == []


@pytest.mark.parametrize("actor", [builders.HANDLER, builders.HEAD, builders.INSTALLER, builders.ROUTER])
def test_nobody_but_the_mover_moves(actor: Actor) -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    adopted(NEW_YEAR, at=life.at)
    command = MoveClocks(petition=life.petition, because=("x",))
    refuses(Refused, lambda: door.execute(command, actor=actor, at=life.at), "access.refused")


def test_nothing_that_stands_is_moved() -> None:
    life = builders.accepted()
    command = MoveClocks(petition=life.petition, because=("x",))
    refuses(Conflict, lambda: door.execute(command, actor=MOVER, at=life.at), "clocks.stand_already")


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    adopted(NEW_YEAR, at=life.at)
    command = MoveClocks(petition=life.petition, because=("x",))
    leaves_nothing(lambda: door.execute(command, actor=MOVER, at=life.at))


def test_what_an_office_may_do_and_need_not_is_not_told_to_the_petitioner() -> None:
    life = builders.file_petition()  # the office may object within five working days
    [option] = [
        one for one in rows("clock", petition=life.petition) if one["rule"] == "cn22.transfer.objection"
    ]
    adopted(amended(option["binding_on"]), at=life.at)
    door.execute(MoveClocks(petition=life.petition, because=("x",)), actor=MOVER, at=life.at)
    told = {one["office"] for one in rows("notice", petition=life.petition, kind="clocks.moved")}
    assert told == {builders.ECOLOGY}
