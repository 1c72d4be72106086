"""Adopt rules: what is in force stands in the ledger, once a version."""

from dataclasses import replace
from datetime import date

import pytest

import builders
from builders import DISPATCHER, INSTALLER, PUBLIC
from huiyin.commands.learning.adopt import Adopt
from huiyin.commands.streams import STATUTE
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row
from support.threads import together

pytestmark = pytest.mark.usefixtures("installed")

CALENDAR = Adopt(kind="calendar", name="cn", version="2027", digest=b"d" * 32, effective_on=date(2027, 1, 1))


def test_rules_are_adopted_with_their_digest_and_day() -> None:
    door.execute(CALENDAR, actor=INSTALLER, at=AT)
    found = row("adopted", id="calendar:cn:2027")
    assert (found["digest"], found["effective_on"]) == (b"d" * 32, date(2027, 1, 1))
    assert entries(STATUTE)[-1]["facts"]["id"] == "calendar:cn:2027"


@pytest.mark.parametrize("actor", [DISPATCHER, PUBLIC, builders.HEAD])
def test_nobody_else_adopts(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(CALENDAR, actor=actor, at=AT))


def test_other_bytes_need_another_version() -> None:
    door.execute(CALENDAR, actor=INSTALLER, at=AT)
    other = replace(CALENDAR, digest=b"e" * 32)
    refuses(Conflict, lambda: door.execute(other, actor=INSTALLER, at=AT), "adopt.version_stands")


def test_a_version_named_twice_in_one_call_adopts_nothing() -> None:
    call = [CALENDAR, replace(CALENDAR, digest=b"e" * 32)]
    refuses(Conflict, lambda: door.execute_many(call, actor=INSTALLER, at=AT), "door.written_already")


def test_many_adopted_at_once_make_one_chain() -> None:
    before = len(entries(STATUTE))
    versions = [replace(CALENDAR, version=str(2030 + number)) for number in range(6)]
    together([lambda one=one: door.execute(one, actor=INSTALLER, at=AT) for one in versions])
    assert len(entries(STATUTE)) == before + 6


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(CALENDAR, actor=INSTALLER, at=AT))
