"""Another wrapping key: told once, only by the installer, and ended once."""

from dataclasses import replace

import pytest

import builders
from builders import DISPATCHER, INSTALLER, PUBLIC
from huiyin.commands.ledger.change_wrap_key import ChangeWrapKey
from huiyin.commands.streams import KEYS
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row, rows
from support.threads import together

pytestmark = pytest.mark.usefixtures("installed")

COMMAND = ChangeWrapKey(key="00000002", former=("00000001", "00000000"), since=AT, data_keys=7)


def test_one_entry_says_which_keys_wrapped_before_and_how_many_data_keys_there_are() -> None:
    door.execute(COMMAND, actor=INSTALLER, at=AT)
    told = entries(KEYS)[-1]
    assert told["kind"] == "keys.wrapping_changed"
    assert told["facts"] == {"key": "00000002", "former": ["00000000", "00000001"], "data_keys": 7}
    kept = row("wrap_change")
    assert (kept["key"], kept["since"], kept["at"], kept["retired_at"]) == ("00000002", AT, AT, None)
    assert (kept["former"], kept["data_keys"]) == (["00000000", "00000001"], 7)


@pytest.mark.parametrize("actor", [DISPATCHER, PUBLIC, builders.HEAD])
def test_nobody_else_tells_it(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(COMMAND, actor=actor, at=AT))


def test_a_key_comes_into_use_once() -> None:
    door.execute(COMMAND, actor=INSTALLER, at=AT)
    refuses(Conflict, lambda: door.execute(COMMAND, actor=INSTALLER, at=AT), "vault.change_told_already")
    door.execute(replace(COMMAND, key="00000003"), actor=INSTALLER, at=AT)
    assert len(rows("wrap_change")) == 2


def test_of_two_at_once_one_is_told() -> None:
    refused: list[str] = []

    def attempt() -> None:
        try:
            door.execute(COMMAND, actor=INSTALLER, at=AT)
        except Conflict as refusal:
            refused.append(refusal.code)

    together([attempt, attempt])
    assert refused == ["vault.change_told_already"]
    assert len(rows("wrap_change")) == 1


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(COMMAND, actor=INSTALLER, at=AT))
