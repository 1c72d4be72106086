"""After the log's key was changed: corrections, and notes of audits, go by the key of their time."""

import hashlib
from datetime import date, datetime, timedelta

import pytest

import builders
from huiyin.commands.oversight.correct_non_response import CorrectNonResponse
from huiyin.door import door
from huiyin.jobs.silences import sweep_silences
from huiyin.kernel.errors import Invalid
from huiyin.prepare.auditing import check_own
from huiyin.prepare.nonresponse import record_file
from huiyin.prepare.nonresponse import verify as verify_record
from huiyin.rules.audit.note import Sealed
from huiyin.rules.audit.quarters import parse_quarter
from huiyin.rules.merkle.note import Note
from huiyin.rules.nonresponse.corrections import Correction
from huiyin.vault.current import vault
from huiyin.vault.log_key import LogSigner
from support.moment import AT
from support.reopening import House
from support.state import row

LATER = AT + timedelta(days=400)  # after the last act of a full life


def test_a_correction_after_the_change_stands_in_the_file_of_its_record(movable: House) -> None:
    life = builders.file_petition()
    sweep_silences(at=AT + timedelta(days=16))
    movable.rotate(at=AT + timedelta(days=17))
    command = CorrectNonResponse(
        petition=life.petition,
        record=row("nonresponse")["id"],
        reason=Correction.OFFICE_STATES_ANSWER,
        on=date(2026, 5, 20),
    )
    door.execute(command, actor=builders.DISPATCHER, at=AT + timedelta(days=18))
    file = record_file(life.petition, 1)
    assert file
    proof = verify_record(file)
    assert proof.correction
    old, new = vault().keys_of(vault().signer.origin)
    assert (proof.public_key, proof.correction.public_key) == (old.key.public_key, new.key.public_key)


def _audited(by: LogSigner, at: datetime) -> bytes:
    said = Sealed(
        origin=by.origin,
        quarter=parse_quarter("2026Q1"),
        interim=False,
        at=at,
        digest=hashlib.sha256(b"report").digest(),
        differences=0,
    )
    signature = by.key.signature(by.sign(said.text.encode()))
    return str(Note(text=said.text, signatures=(signature,))).encode()


def test_the_note_of_an_audit_is_checked_by_the_key_of_its_time(movable: House) -> None:
    old = vault().signer
    movable.rotate(at=LATER)
    new = vault().signer
    for by, at in ((old, AT), (old, LATER), (new, LATER + timedelta(days=1))):
        assert check_own(b"report", _audited(by, at)).at == at
    for note in (_audited(old, LATER + timedelta(seconds=1)), b"nothing"):
        with pytest.raises(Invalid, match=r"merkle\."):
            check_own(b"report", note)
