"""Record a finding of fact."""

import pytest

import builders
from builders import HANDLER, STRANGER
from huiyin.commands.handling.record_finding import RecordFinding
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused, Unlawful
from huiyin.kernel.ids import new_id
from support.state import entries, leaves_nothing, refuses, row

pytestmark = pytest.mark.usefixtures("installed")


def find(life: builders.Life, actor: Actor = HANDLER) -> builders.Life:
    return life.then(RecordFinding(petition=life.petition, id=new_id(life.at), sealed_text=b"sealed"), actor)


def test_a_finding_is_recorded_with_who_and_when() -> None:
    life = find(builders.accepted())
    found = row("finding", petition=life.petition)
    assert (found["account"], found["office"], found["at"]) == (HANDLER.account, HANDLER.office, life.at)
    assert entries(life.petition)[-1]["kind"] == "petition.finding_recorded"


@pytest.mark.parametrize("actor", [STRANGER, builders.DISPATCHER, builders.RECEPTION, builders.PUBLIC])
def test_nobody_else_records(actor: Actor) -> None:
    life = builders.accepted()
    refuses(Refused, lambda: find(life, actor))


def test_nothing_is_found_before_acceptance() -> None:
    life = builders.classified()
    refuses(Unlawful, lambda: find(life), "step.not_when_transferred")


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.accepted()
    leaves_nothing(lambda: find(life))
