"""Erasure carried out: the sealed files go with the keys, and the sweep removes what a kill left."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import builders
from builders import ERASER, Life
from huiyin.door import waiting
from huiyin.kernel.errors import Unknown
from huiyin.prepare import drafts, erasing, forgetting, house, sweeping, trays, uploads
from huiyin.prepare.evidence import stage
from huiyin.prepare.house import vault
from huiyin.prepare.searching import indexing
from huiyin.queries.evidence.erasures import standing_of, what_is_lost
from huiyin.queries.evidence.stored import is_evidence
from support.log import turn
from support.moment import AT
from support.state import rows

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


def test_its_words_leave_the_index_at_once(proposed: Life) -> None:
    other = builders.waiting()
    turn()
    indexing.catch_up(batches=10)
    assert len(rows("search_text")) == 2
    erase(proposed)
    assert [row["petition"] for row in rows("search_text")] == [other.petition]
    assert list(indexing.differences()) == []


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
