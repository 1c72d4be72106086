"""Records of non-response for the petitioner: the signed file, and the paper that says the same."""

from datetime import datetime

from huiyin.adapters.ed25519 import signature_holds
from huiyin.adapters.typesetting.nonresponse import RecordSheet, render_record
from huiyin.adapters.typesetting.receipt_words import Language
from huiyin.kernel.ids import PetitionId
from huiyin.prepare.promises import keys_of, promised_by
from huiyin.queries.outreach.own_records import ProvedRecord, proved_record
from huiyin.rules.receipt import silence
from huiyin.rules.receipt.silence import Kept, RecordProof


def record_file(petition: PetitionId, position: int) -> bytes | None:
    """Return the signed file of one's own record; None when there is no such record."""
    proved = proved_record(petition, position)
    return None if proved is None else _file(proved)


def record_paper(petition: PetitionId, position: int, language: str) -> bytes | None:
    """Return the record as PDF, in ``zh-hans`` or ``en``; None when there is no such record."""
    proved = proved_record(petition, position)
    if proved is None:
        return None
    proof = verify(_file(proved))  # what goes on paper has passed the check that everybody can make
    spoken = Language.ENGLISH if language == "en" else Language.CHINESE
    return render_record(RecordSheet(language=spoken, proof=proof))


def verify(data: bytes, *, at: datetime | None = None) -> RecordProof:
    """Return what a record file proves, by itself and offline; raise Invalid ``receipt.*``.

    Nothing of it may be later than `at`, the reader's clock, when that is given.
    """
    return silence.verify(data, signature_holds=signature_holds, at=at)


def _file(proved: ProvedRecord) -> bytes:
    record, key = proved.record, promised_by(proved.entry)
    corrected = None
    # A file speaks of one log: a correction in one that was opened since is shown by the page only.
    if (
        proved.corrected_by is not None
        and record.correction is not None
        and (by := promised_by(proved.corrected_by)).name == key.name
    ):
        corrected = Kept(told=record.correction, entry=proved.corrected_by, key=by.public_key)
    return silence.write(
        number=record.statement["number"],
        kept=Kept(told=record.statement, entry=proved.entry, key=key.public_key),
        corrected=corrected,
        origin=key.name,
        demo=record.statement["demo"],
        keys=keys_of(key.name),
    )
