"""Opening the log anew: once a name, only by the installer, and only after the very leaves that are there."""

from dataclasses import replace

import pytest

import builders
from builders import DISPATCHER, INSTALLER, PUBLIC
from huiyin.commands.ledger.reopen_log import ReopenLog
from huiyin.commands.streams import LOG
from huiyin.door import door
from huiyin.door import integrating as numbering
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused
from support.moment import AT
from support.reopening import new_log
from support.state import entries, leaves_nothing, refuses, row, rows
from support.threads import together

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def command() -> ReopenLog:
    return new_log()


def test_the_entry_says_what_it_follows_and_how_much_is_missing(command: ReopenLog) -> None:
    door.execute(command, actor=INSTALLER, at=AT)
    told = entries(LOG)[-1]
    assert told["kind"] == "log.reopened"
    assert told["facts"]["missing"] == 9
    assert [one["size"] for one in told["facts"]["after"]] == [1009, 3]
    assert told["facts"]["after"] == row("reopening")["after"]
    numbering.number(1)
    assert row("tree_leaf", index=command.first)["commitment"] == told["commitment"]


@pytest.mark.parametrize("actor", [DISPATCHER, PUBLIC, builders.HEAD])
def test_nobody_else_opens_the_log_anew(command: ReopenLog, actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(command, actor=actor, at=AT))


def test_a_name_is_used_once(command: ReopenLog) -> None:
    door.execute(command, actor=INSTALLER, at=AT)
    numbering.number(1)
    again = replace(command, first=command.first + 1)
    refuses(Conflict, lambda: door.execute(again, actor=INSTALLER, at=AT), "log.reopened_already")


def test_what_was_entered_meanwhile_must_be_seen_first(command: ReopenLog) -> None:
    builders.file_petition()
    refuses(Conflict, lambda: door.execute(command, actor=INSTALLER, at=AT), "log.goes_on_meanwhile")
    numbering.number(10)
    refuses(Conflict, lambda: door.execute(command, actor=INSTALLER, at=AT), "log.goes_on_meanwhile")


def test_of_two_at_once_one_opens_it(command: ReopenLog) -> None:
    refused: list[str] = []

    def attempt(one: ReopenLog) -> None:
        try:
            door.execute(one, actor=INSTALLER, at=AT)
        except Conflict as refusal:
            refused.append(refusal.code)

    together([lambda: attempt(command), lambda: attempt(replace(command, origin="new.example/3"))])
    assert refused == ["log.goes_on_meanwhile"]
    assert len(rows("reopening")) == 1


def test_a_late_failure_leaves_nothing(command: ReopenLog) -> None:
    leaves_nothing(lambda: door.execute(command, actor=INSTALLER, at=AT))
