"""Set an office's own schedule: by its head, for days to come, with the approval it relies on."""

from datetime import timedelta

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, ERASER, HEAD
from huiyin.commands.evidence.set_schedule import SetSchedule
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused
from huiyin.kernel.ids import OfficeId, new_id
from huiyin.rules.retention.schedule import shipped_schedule
from support.moment import AT
from support.state import leaves_nothing, refuses, row
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


def asked(office: OfficeId = BUREAU, days: int = 0, approval: str = "同意") -> SetSchedule:
    return SetSchedule(
        id=new_id(AT),
        office=office,
        effective_on=local_date(AT) + timedelta(days=days),
        settings=shipped_schedule().plain,
        approval=approval,
    )


def test_the_head_of_a_bureau_sets_it_with_the_approval_and_the_ledger_tells_it() -> None:
    outcome = builders.scheduled()
    found = row("retention_schedule")
    assert (found["office"], found["effective_on"]) == (BUREAU, local_date(AT))
    assert (found["approval"], found["set_by"]) == (builders.APPROVAL, ERASER.account)
    assert outcome.decision.facts["settings"] == shipped_schedule().plain
    assert differences() == []


@pytest.mark.parametrize("actor", [DISPATCHER, HEAD, builders.CONFIRMER, builders.PUBLIC])
def test_nobody_else_sets_it_and_no_other_bureau(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(asked(), actor=actor, at=AT), "access.refused")


def test_an_office_that_registers_no_matters_has_no_schedule() -> None:
    refuses(Refused, lambda: door.execute(asked(ECOLOGY), actor=HEAD, at=AT), "access.refused")


@pytest.mark.parametrize(
    ("command", "code"),
    [(asked(days=-1), "schedule.past"), (asked(approval=" "), "erasure.approval_missing")],
)
def test_it_does_not_begin_in_the_past_and_names_its_approval(command: SetSchedule, code: str) -> None:
    refuses(Invalid, lambda: door.execute(command, actor=ERASER, at=AT), code)


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(asked(), actor=ERASER, at=AT))
