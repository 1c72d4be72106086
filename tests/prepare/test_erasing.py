"""Erasure carried out: the sealed files go with the keys, and the sweep removes what a kill left."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

import builders
from builders import ERASER, HANDLER, Life
from huiyin.commands.evidence.redact_evidence import RedactEvidence
from huiyin.door import door, waiting
from huiyin.door import examining as examined
from huiyin.door.examining import Examined, PictureRow
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import new_id
from huiyin.prepare import drafts, erasing, forgetting, house, sweeping, trays, uploads
from huiyin.prepare.evidence import stage
from huiyin.prepare.house import vault
from huiyin.prepare.replies import key_of
from huiyin.prepare.searching import checking, indexing
from huiyin.queries.evidence.erasures import standing_of, what_is_lost
from huiyin.queries.evidence.stored import is_evidence
from huiyin.records import sql
from huiyin.rules.evidence.stages import Stage, Verdict
from huiyin.vault.data_key import DataKey
from huiyin.vault.files import seal_stream
from support.log import turn
from support.moment import AT
from support.state import row, rows

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def proposed() -> Life:
    """A matter with a file that lies in the store, its erasure proposed."""
    key = vault().content_key()
    file = stage(io.BytesIO(b"%PDF-1.4\nwater"), "a.pdf", store=house.store(), data_key=key, at=AT)
    first = builders.file_petition(files=(file,))
    return builders.erasure_proposed(builders.answered(builders.drafted(builders.accepted(first))))


def erase(life: Life) -> int:
    assert life.erasure
    number = life.prepared.command.number
    return erasing.erase(life.petition, proposal=life.erasure, number=number, actor=ERASER, at=life.at)


def left_of_filing(life: Life) -> str:
    """Keep the draft of its filing, as a device does for a month; return its token."""
    draft, token = drafts.start(life.at)
    drafts.save(replace(draft, id=life.petition), token, life.at)
    return token


def stored() -> list[str]:
    return [one.address for one in house.store().list()]


def test_the_sealed_files_are_removed_with_the_keys(proposed: Life) -> None:
    [address] = stored()
    assert is_evidence(address)
    assert erase(proposed) == 1
    assert stored() == []
    assert not is_evidence(address)


def test_what_a_kill_left_is_removed_by_the_sweep(proposed: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise SystemExit

    token = left_of_filing(proposed)
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "forget", killed)
        with pytest.raises(SystemExit):
            erase(proposed)
    assert drafts.load(token, proposed.at) is not None
    assert len(stored()) == 1
    later = next(house.store().list()).modified_at + timedelta(days=3)
    assert sweeping.sweep_store(at=proposed.at, really=later).files == 1
    assert stored() == []
    assert drafts.load(token, proposed.at) is None


def test_a_refused_erasure_removes_nothing(proposed: Life) -> None:
    [address] = stored()
    with pytest.raises(Unknown):
        erasing.erase(proposed.petition, proposal=proposed.petition, number="", actor=ERASER, at=proposed.at)
    assert stored() == [address]


def test_what_is_kept_of_the_filing_is_forgotten(proposed: Life) -> None:
    other, mine = drafts.start(proposed.at)[1], left_of_filing(proposed)
    erase(proposed)
    assert drafts.load(mine, proposed.at) is None
    assert drafts.load(other, proposed.at) is not None


def test_files_laid_ready_and_uploads_under_way_are_forgotten(proposed: Life) -> None:
    other = drafts.giver(drafts.start(proposed.at)[0])
    mine = replace(other, petition=proposed.petition, part="petitioner")
    kept, held = (uploads.begin(one, "b.pdf", 20, at=proposed.at) for one in (other, mine))
    erase(proposed)
    assert uploads.find(held.secret, proposed.at) is None
    assert trays.read(mine, proposed.at) == trays.Tray(petition=proposed.petition)
    assert uploads.find(kept.secret, proposed.at) is not None
    assert trays.read(other, proposed.at).count == 1


def looked_at(life: Life) -> None:
    """Write down what was found in its file, and keep a picture and a blacked-out copy of it."""
    key = key_of(life.petition)
    evidence, copy, small = (row("evidence")["id"], *(kept(key, data) for data in (b"copy", b"RIFF")))
    found = Examined(
        evidence=evidence,
        petition=life.petition,
        stage=Stage.DONE,
        verdict=Verdict.CLEAN,
        verdict_at=AT,
        finding="",
        tries=0,
        next_at=AT,
        version=1,
        pictures=(PictureRow(id=small[0], page=0, address=small[1], size=4, width=1, height=1),),
    )
    examined.write(found)
    if not rows("redaction"):
        command = RedactEvidence(
            petition=life.petition, evidence=evidence, id=copy[0], address=copy[1], size=4,
            kind="application/pdf", pages=1, boxes=1, sealed_facts=b"sealed",
        )  # fmt: skip
        door.execute(command, actor=HANDLER, at=life.at)


def kept(key: DataKey, data: bytes) -> tuple[UUID, str]:
    file = new_id(AT)
    sealed = seal_stream(io.BytesIO(data), store=house.store(), data_key=key, object_id=file)
    return file, sealed.address


def test_copies_and_pictures_of_files_and_what_was_found_in_them_go_too(proposed: Life) -> None:
    looked_at(proposed)
    assert all(is_evidence(address) for address in stored())
    assert erase(proposed) == 3
    assert stored() == []
    assert (rows("examination"), rows("page_picture"), len(rows("redaction"))) == ([], [], 1)


def test_what_was_found_while_it_was_erased_goes_with_the_sweep(proposed: Life) -> None:
    looked_at(proposed)
    before = rows("examination")
    sweeping.sweep_store(at=proposed.at, really=AT)
    assert rows("examination") == before
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE petition SET erased_at = %s", (AT,))
    later = max(one.modified_at for one in house.store().list()) + timedelta(days=3)
    assert sweeping.sweep_store(at=proposed.at, really=later).files == 3
    assert (rows("examination"), rows("page_picture")) == ([], [])


def test_its_words_leave_the_index_at_once(proposed: Life) -> None:
    other = builders.waiting()
    turn()
    indexing.catch_up(batches=10)
    assert len(rows("search_text")) == 2
    erase(proposed)
    assert [row["petition"] for row in rows("search_text")] == [other.petition]
    assert list(checking.differences()) == []


def test_what_waits_for_no_matter_is_left_alone(proposed: Life) -> None:
    waiting.write_draft(b"\x01", b"damaged", expires_at=proposed.at + timedelta(days=1))
    assert forgetting.forget(lambda _: True, at=proposed.at) == 0
    assert waiting.read_draft(b"\x01", at=proposed.at) == b"damaged"


def test_what_would_be_lost_is_counted(proposed: Life) -> None:
    lost = what_is_lost(proposed.petition)
    assert lost == {"story": 1, "people": 1, "files": 1, "documents": 2, "opinions": 1}


def test_the_standing_of_a_matter_is_found_by_its_number(proposed: Life) -> None:
    found = standing_of(proposed.prepared.command.number)
    assert found is not None
    assert (found[0], found[1].bureau) == (proposed.petition, builders.BUREAU)
    assert standing_of("none") is None
