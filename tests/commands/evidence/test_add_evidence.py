"""Files join a living matter, behind those that are there; what was filed first never changes."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

import builders
from huiyin.commands.evidence.add_evidence import FILE_LIMIT, AddEvidence
from huiyin.commands.intake.rows import EvidenceRow
from huiyin.door import ledger
from huiyin.kernel.errors import Invalid, Refused, Unlawful
from huiyin.kernel.ids import OfficeId, new_id
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")


def file(number: int = 0) -> EvidenceRow:
    return EvidenceRow(
        id=new_id(AT), address=f"{number:064x}", size=9, kind="application/pdf", sealed_facts=b"x"
    )


def add(life: builders.Life, *files: EvidenceRow) -> AddEvidence:
    return AddEvidence(petition=life.petition, files=files)


def held(installed: Any, petition: UUID) -> list[tuple[Any, ...]]:
    with installed["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT position, added_by, office FROM evidence WHERE petition = %s ORDER BY position",
            [petition],
        )
        return list(cursor.fetchall())


def test_the_petitioner_adds_files_one_entry_for_all_of_them(installed: Any) -> None:
    life = builders.accepted()
    after = life.then(add(life, file(1), file(2)), life.petitioner)
    assert after.outcome.entry.kind == "petition.evidence_added"
    assert held(installed, life.petition) == [(0, "petitioner", None), (1, "petitioner", None)]
    again = after.then(add(life, file(3)), life.petitioner)
    assert again.outcome.decision.facts["files"] == 1
    assert [row[0] for row in held(installed, life.petition)] == [0, 1, 2]


def test_an_office_that_has_the_matter_adds_files_and_tells_the_others(installed: Any) -> None:
    life = builders.accepted()
    after = life.then(add(life, file()), builders.HANDLER)
    assert held(installed, life.petition) == [(0, "office", int(builders.ECOLOGY))]
    assert {one.office for one in after.outcome.decision.notices} == {OfficeId(builders.BUREAU)}


def test_an_office_that_has_no_part_is_refused() -> None:
    life = builders.accepted()
    with pytest.raises(Refused):
        life.then(add(life, file()), builders.STRANGER)


def test_somebody_else_s_number_does_not_let_anybody_add() -> None:
    life, other = builders.accepted(), builders.file_petition()
    with pytest.raises(Refused):
        life.then(add(life, file()), other.petitioner)


def test_after_the_answer_nothing_is_added() -> None:
    life = builders.answered()
    with pytest.raises(Unlawful) as refused:
        life.then(add(life, file()), life.petitioner)
    assert refused.value.article == "信访工作条例 第十九条第一款"


def test_while_a_review_is_running_files_may_join() -> None:
    life = builders.under_review()
    assert life.then(add(life, file()), life.petitioner).outcome.entry.kind == "petition.evidence_added"


def test_nothing_is_no_file() -> None:
    life = builders.file_petition()
    with pytest.raises(Invalid, match=r"evidence\.none"):
        life.then(add(life), life.petitioner)


def test_a_matter_holds_so_many_files_and_no_more(installed: Any) -> None:
    life = builders.file_petition()
    life = life.then(add(life, *(file(n) for n in range(FILE_LIMIT))), life.petitioner)
    with pytest.raises(Invalid, match=r"evidence\.too_many"):
        life.then(add(life, file(FILE_LIMIT)), life.petitioner)
    assert len(held(installed, life.petition)) == FILE_LIMIT


def test_a_late_failure_leaves_nothing(installed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    life = builders.file_petition()

    def fail(*_: Any) -> None:
        raise RuntimeError("late")

    monkeypatch.setattr(ledger, "_store", fail)
    with pytest.raises(RuntimeError):
        replace(life).then(add(life, file()), life.petitioner)
    assert held(installed, life.petition) == []
