"""Record an audit: by the installer, as an entry, whatever it found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from builders import DISPATCHER, HEAD, INSTALLER, PUBLIC
from huiyin.commands.oversight.record_audit import RecordAudit
from huiyin.commands.streams import AUDITS
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.kernel.ids import new_id
from huiyin.rules.access.roles import Role
from huiyin.rules.audit.quarters import parse_quarter
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

AUTUMN = datetime(2026, 10, 2, 1, tzinfo=UTC)
AUDITOR = Actor(kind=ActorKind.OFFICIAL, account=HEAD.account, office=HEAD.office, role=Role.AUDITOR.value)


def found(**different: object) -> RecordAudit:
    command = RecordAudit(
        id=new_id(AT),
        quarter=parse_quarter("2026Q3"),
        interim=False,
        audited_at=AUTUMN,
        differences=0,
        digest=bytes(range(32)),
        note="a note\n",
        told={"figures": {"entries": 3}, "end": None},
        sealed_report=b"sealed",
    )
    return replace(command, **different)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [0, 7])
def test_what_was_found_stands_in_a_row_and_in_the_ledger(number: int) -> None:
    command = found(differences=number)
    door.execute(command, actor=INSTALLER, at=AUTUMN)
    kept = row("audit")
    assert (kept["quarter"], kept["interim"], kept["differences"]) == ("2026Q3", False, number)
    assert (kept["digest"], kept["sealed_report"]) == (bytes(range(32)), b"sealed")
    [entry] = entries(AUDITS)
    assert entry["kind"] == "audit.recorded"
    assert entry["facts"]["differences"] == number
    assert differences() == []


def test_a_quarter_is_audited_as_often_as_one_likes_but_each_audit_is_recorded_once() -> None:
    first = found()
    for command in (first, found()):
        door.execute(command, actor=INSTALLER, at=AUTUMN)
    assert len(entries(AUDITS)) == 2
    refuses(Conflict, lambda: door.execute(first, actor=INSTALLER, at=AUTUMN), "door.written_already")


def test_a_running_quarter_is_recorded_as_an_interim_audit_only() -> None:
    running = found(audited_at=AUTUMN - timedelta(days=9))
    refuses(Invalid, lambda: door.execute(running, actor=INSTALLER, at=AUTUMN), "audit.quarter_unfinished")
    door.execute(replace(running, interim=True), actor=INSTALLER, at=AUTUMN)
    assert row("audit")["interim"] is True


@pytest.mark.parametrize("actor", [DISPATCHER, HEAD, PUBLIC, AUDITOR])
def test_nobody_else_records_one_not_even_an_auditor(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(found(), actor=actor, at=AUTUMN))


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(found(), actor=INSTALLER, at=AUTUMN))
