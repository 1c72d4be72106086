"""Add files to a matter that is being handled: behind those that are there, told to whoever has it."""

import pytest

import builders
from builders import BUREAU, ECOLOGY, HANDLER, RECEPTION, STRANGER
from huiyin.commands.evidence.add_evidence import FILE_LIMIT, AddEvidence
from huiyin.kernel.errors import Invalid, Refused, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.prepare.drafts import StagedFile
from support.state import entries, leaves_nothing, refuses, rows
from support.steps import new_file

pytestmark = pytest.mark.usefixtures("installed")


def add(life: builders.Life, actor: builders.Actor | None = None, files: int = 1) -> builders.Life:
    command = AddEvidence(petition=life.petition, files=tuple(new_file(life) for _ in range(files)))
    return life.then(command, actor or life.petitioner)


def filed_with_a_file() -> builders.Life:
    file = StagedFile(
        id=new_id(builders.AT),
        name="a.pdf",
        kind="application/pdf",
        size=1,
        sha256=b"s" * 32,
        address="0" * 64,
    )
    return builders.file_petition(files=(file,))


def test_files_join_behind_those_that_are_there() -> None:
    life = add(filed_with_a_file(), files=2)
    found = sorted(rows("evidence", petition=life.petition), key=lambda one: one["position"])
    assert [(one["position"], one["added_by"], one["office"]) for one in found] == [
        (0, "petitioner", None),
        (1, "petitioner", None),
        (2, "petitioner", None),
    ]
    assert found[-1]["added_at"] == life.at
    assert entries(life.petition)[-1]["facts"] == {"files": 2, "article": "信访工作条例 第十九条第一款"}


@pytest.mark.parametrize(
    ("actor", "told"), [(None, {BUREAU, ECOLOGY}), (HANDLER, {BUREAU}), (RECEPTION, {ECOLOGY})]
)
def test_every_other_office_that_has_the_matter_is_told(actor: builders.Actor | None, told: set[int]) -> None:
    life = add(builders.file_petition(), actor)
    assert {one["office"] for one in rows("notice", at=life.at)} == told


def test_what_an_office_adds_is_marked_as_the_offices() -> None:
    add(builders.accepted(), HANDLER)
    assert [(one["added_by"], one["office"]) for one in rows("evidence")] == [("office", ECOLOGY)]


@pytest.mark.parametrize("actor", [STRANGER, builders.PUBLIC, builders.ROUTER])
def test_nobody_else_adds(actor: builders.Actor) -> None:
    life = builders.file_petition()
    refuses(Refused, lambda: add(life, actor))


def test_another_petitioner_does_not_add() -> None:
    life, other = builders.file_petition(), builders.file_petition()
    refuses(Refused, lambda: add(life, other.petitioner))


def test_no_files_are_no_addition() -> None:
    life = builders.file_petition()
    refuses(Invalid, lambda: add(life, files=0), "evidence.none")


def test_a_matter_holds_two_hundred_files_and_no_more() -> None:
    life = add(builders.file_petition(), files=FILE_LIMIT - 1)
    refuses(Invalid, lambda: add(life, files=2), "evidence.too_many")
    add(life, files=1)


@pytest.mark.parametrize("made", [builders.declined, builders.answered])
def test_nothing_is_added_once_it_has_ended(made: object) -> None:
    life = made()  # type: ignore[operator]
    refuses(Unlawful, lambda: add(life))


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.file_petition()
    leaves_nothing(lambda: add(life))
