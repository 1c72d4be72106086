"""Former wrapping keys destroyed: told once, only by the installer, and only after one that followed."""

from dataclasses import replace

import pytest

import builders
from builders import DISPATCHER, INSTALLER, PUBLIC
from huiyin.commands.ledger.change_wrap_key import ChangeWrapKey
from huiyin.commands.ledger.retire_wrap_keys import RetireWrapKeys
from huiyin.commands.streams import KEYS
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, rows

CHANGE = ChangeWrapKey(key="00000002", former=("00000001",), since=AT, data_keys=7)
COMMAND = RetireWrapKeys(key="00000003")


@pytest.fixture(autouse=True)
def _changed_twice(installed: object) -> None:
    assert installed
    door.execute(CHANGE, actor=INSTALLER, at=AT)
    door.execute(replace(CHANGE, key="00000003"), actor=INSTALLER, at=AT)


def test_all_changes_before_say_that_their_former_keys_are_gone() -> None:
    door.execute(COMMAND, actor=INSTALLER, at=AT)
    told = entries(KEYS)[-1]
    assert (told["kind"], told["facts"]) == ("keys.wrapping_retired", {"key": "00000003"})
    assert [one["retired_at"] for one in rows("wrap_change")] == [AT, AT]


@pytest.mark.parametrize("actor", [DISPATCHER, PUBLIC, builders.HEAD])
def test_nobody_else_tells_it(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(COMMAND, actor=actor, at=AT))


@pytest.mark.parametrize("key", ["00000003", "00000009"])
def test_it_is_told_once_and_of_a_key_that_came_into_use(key: str) -> None:
    if key == COMMAND.key:
        door.execute(COMMAND, actor=INSTALLER, at=AT)
    again = RetireWrapKeys(key=key)
    refuses(Conflict, lambda: door.execute(again, actor=INSTALLER, at=AT), "vault.nothing_to_retire")


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(COMMAND, actor=INSTALLER, at=AT))
