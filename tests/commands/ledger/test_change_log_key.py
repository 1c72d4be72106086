"""Another key of the log: told once, only by the installer, and a key has one successor."""

from dataclasses import replace

import pytest

import builders
from builders import DISPATCHER, INSTALLER, PUBLIC
from huiyin.commands.ledger.change_log_key import ChangeLogKey
from huiyin.commands.streams import LOG
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused
from support.moment import AT
from support.reopening import KEY_CHANGE as COMMAND
from support.state import entries, leaves_nothing, refuses, row, rows
from support.threads import together

pytestmark = pytest.mark.usefixtures("installed")

THIRD = replace(COMMAND, former=COMMAND.key, key="log.example/1+22222222+CCCC")


def test_the_entry_says_which_key_follows_which_and_bears_both_signatures() -> None:
    door.execute(COMMAND, actor=INSTALLER, at=AT)
    told = entries(LOG)[-1]
    assert told["kind"] == "log.key_changed"
    for name in ("former", "key", "origin"):
        assert told["facts"][name] == getattr(COMMAND, name)
    kept = row("key_change")
    assert (kept["handover"], kept["accepted"]) == (b"h" * 64, b"a" * 64)
    assert (kept["until"], kept["at"]) == (AT, AT)


@pytest.mark.parametrize("actor", [DISPATCHER, PUBLIC, builders.HEAD])
def test_nobody_else_changes_it(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(COMMAND, actor=actor, at=AT))


@pytest.mark.parametrize(
    "again",
    [
        COMMAND,
        replace(COMMAND, key=THIRD.key),  # two successors
        replace(COMMAND, former=THIRD.key),  # two predecessors
        replace(THIRD, key=COMMAND.former),  # back to a key that ended
    ],
)
def test_a_key_follows_once_and_is_followed_once(again: ChangeLogKey) -> None:
    door.execute(COMMAND, actor=INSTALLER, at=AT)
    refuses(Conflict, lambda: door.execute(again, actor=INSTALLER, at=AT), "log.key_changed_already")


def test_a_third_key_follows_the_second() -> None:
    for command in (COMMAND, THIRD):
        door.execute(command, actor=INSTALLER, at=AT)
    assert {one["key"]: one["former"] for one in rows("key_change")} == {
        COMMAND.key: COMMAND.former,
        THIRD.key: THIRD.former,
    }


def test_of_two_at_once_one_is_told() -> None:
    refused: list[str] = []

    def attempt(one: ChangeLogKey) -> None:
        try:
            door.execute(one, actor=INSTALLER, at=AT)
        except Conflict as refusal:
            refused.append(refusal.code)

    together([lambda: attempt(COMMAND), lambda: attempt(replace(COMMAND, key=THIRD.key))])
    assert refused == ["log.key_changed_already"]
    assert len(rows("key_change")) == 1


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(COMMAND, actor=INSTALLER, at=AT))
