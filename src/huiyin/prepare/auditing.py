"""The quarterly audit of the ledger: its report typeset, signed, kept as an entry of the ledger, and checked.

The verification itself is given: how many entries it compared and how many differences it found.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.adapters.typesetting.audit import AuditSheet, render_audit
from huiyin.commands.oversight.record_audit import RecordAudit
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import new_id
from huiyin.prepare import house
from huiyin.prepare.audit_period import Period, Plain
from huiyin.prepare.receipts import signature_holds
from huiyin.queries.oversight.audits import SEALED_AS, of_quarters, recorded_audits
from huiyin.rules.audit.note import Sealed, open_note
from huiyin.rules.audit.quarters import Quarter
from huiyin.rules.merkle.note import Note, VerifierKey

BESIDE = 4  # quarters that stand beside each other in a report, its own included


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What the verification of the whole ledger compared and found: all of it in number, some in words."""

    entries: int
    subjects: int
    differences: int
    sentences: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A finished audit: the report and the signed note that belongs beside it."""

    id: UUID
    period: Period
    told: Plain
    report: bytes
    digest: bytes
    note: str

    @property
    def agrees(self) -> bool:
        """True when nothing differed."""
        return bool(self.told["agrees"])


def issue(period: Period, verified: Verified, *, by: str) -> Issued:
    """Return the report of an audit, typeset and signed; `by` is who runs it, and stands only in the report.

    `verified.differences` counts those of the period (`Period.found`) too.
    """
    told = {
        **period.told,
        "verified": {"entries": verified.entries, "subjects": verified.subjects},
        "differences": verified.differences,
        "agrees": verified.differences == 0,
    }
    sheet = AuditSheet(
        told=told,
        earlier=_earlier(period.quarter),
        by=by,
        at=period.at,
        sentences=tuple(verified.sentences),
    )
    report = render_audit(sheet)
    digest = hashlib.sha256(report).digest()
    note = _signed(
        Sealed(
            origin=told["origin"],
            quarter=period.quarter,
            interim=period.interim,
            at=period.at,
            digest=digest,
            differences=verified.differences,
        )
    )
    return Issued(id=new_id(period.at), period=period, told=told, report=report, digest=digest, note=note)


def record(issued: Issued, *, actor: Actor, at: datetime) -> None:
    """Keep an audit as an entry of the ledger, its report sealed."""
    command = RecordAudit(
        id=issued.id,
        quarter=issued.period.quarter,
        interim=issued.period.interim,
        audited_at=issued.period.at,
        differences=issued.told["differences"],
        digest=issued.digest,
        note=issued.note,
        told=issued.told,
        sealed_report=house.vault().seal_blob(SEALED_AS, issued.report, str(issued.id)),
    )
    door.execute(command, actor=actor, at=at)


def check(report: bytes, note: bytes, key: VerifierKey) -> Sealed:
    """Return what `key` signed of this report; otherwise raise Invalid (`rules.audit.note.open_note`)."""
    digest = hashlib.sha256(report).digest()
    return open_note(note, digest=digest, key=key, signature_holds=signature_holds)


def check_own(report: bytes, note: bytes) -> Sealed:
    """Return what a log key of this house signed of this report while it was in use; or raise as `check`."""
    for one in house.vault().house_keys:
        with suppress(Invalid):
            said = check(report, note, one.key)
            if one.signed_at(said.at):
                return said
    return check(report, note, house.vault().signer.key)


def _earlier(quarter: Quarter) -> tuple[Mapping[str, Any], ...]:
    before = [one.told for one in of_quarters(recorded_audits()) if one.quarter < quarter]
    return tuple(before[: BESIDE - 1])


def _signed(sealed: Sealed) -> str:
    signer = house.vault().signer
    signature = signer.key.signature(signer.sign(sealed.text.encode()))
    return str(Note(text=sealed.text, signatures=(signature,)))
