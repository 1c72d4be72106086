"""A blacked-out copy stands beside its original, made by an office that has or had the matter."""

from typing import Any
from uuid import UUID

import pytest

import builders
from builders import BUREAU, DISPATCHER, HANDLER, INSPECTOR, RECEPTION, STRANGER
from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.commands.evidence.redact_evidence import RedactEvidence
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused, Unknown
from huiyin.kernel.ids import new_id
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row
from support.steps import new_file

pytestmark = pytest.mark.usefixtures("installed")


def with_file() -> tuple[builders.Life, UUID]:
    life = builders.accepted()
    file = new_file(life)
    return life.then(AddEvidence(petition=life.petition, files=(file,)), life.petitioner), file.id


def redact(life: builders.Life, evidence: UUID, actor: Actor = HANDLER, **told: Any) -> builders.Life:
    command = RedactEvidence(
        petition=life.petition,
        evidence=evidence,
        id=new_id(AT),
        **{"address": "1" * 64, "size": 9, "kind": "application/pdf", "pages": 2, "boxes": 3, **told},
        sealed_facts=b"sealed",
    )
    return life.then(command, actor)


@pytest.mark.parametrize("actor", [HANDLER, DISPATCHER])
def test_the_copy_stands_beside_the_original_and_in_the_ledger(actor: Actor) -> None:
    life, file = with_file()
    redact(life, file, actor)
    found = row("redaction", petition=life.petition)
    assert (found["evidence"], found["office"], found["account"]) == (file, actor.office, actor.account)
    told = entries(life.petition)[-1]
    assert (told["kind"], told["facts"]["boxes"]) == ("petition.evidence_redacted", 3)
    assert row("evidence", id=file)["address"] == "0" * 64


@pytest.mark.parametrize("actor", [STRANGER, RECEPTION, INSPECTOR, builders.PUBLIC])
def test_nobody_else_makes_one(actor: Actor) -> None:
    life, file = with_file()
    refuses(Refused, lambda: redact(life, file, actor))


def test_the_accused_office_makes_none() -> None:
    life = builders.accusation(BUREAU)
    refuses(Refused, lambda: redact(life, new_id(AT), DISPATCHER))


def test_a_file_of_another_matter_is_unknown_here() -> None:
    life, _ = with_file()
    _, elsewhere = with_file()
    refuses(Unknown, lambda: redact(life, elsewhere), "petition.no_such_part")


def test_a_copy_in_which_nothing_is_black_is_none() -> None:
    life, file = with_file()
    refuses(Invalid, lambda: redact(life, file, boxes=0), "redaction.nothing")


def test_after_the_answer_too_because_publishing_comes_then() -> None:
    life, file = with_file()
    redact(builders.answered(builders.drafted(life)), file)


def test_a_late_failure_leaves_nothing() -> None:
    life, file = with_file()
    leaves_nothing(lambda: redact(life, file))
