"""Whether what was submitted to a witness is a checkpoint of a log that it trusts, signed by that log."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint
from huiyin.rules.merkle.note import KeyType, Note, SignatureCheck, VerifierKey, parse_key, parse_note, verify
from huiyin.rules.witness.messages import Request


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A checkpoint as a log shows it, with the proof that came with it."""

    checkpoint: Checkpoint
    note: Note
    old_size: int
    proof: tuple[bytes, ...]


def shown(request: Request) -> Shown:
    """Return the checkpoint of a request, its signatures unchecked; raise Invalid ``witness.malformed``."""
    try:
        note = parse_note(request.note)
        checkpoint = parse_checkpoint(note.text)
    except Invalid as fault:
        raise Invalid("witness.malformed", field="note", part="note") from fault
    return Shown(checkpoint=checkpoint, note=note, old_size=request.old_size, proof=request.proof)


def signed_by_log(note: Note, keys: Sequence[VerifierKey], signature_holds: SignatureCheck) -> Note:
    """Return the note with the signatures of these keys alone; raise Invalid when none of them signed it.

    ``witness.not_signed``: none has signed; ``witness.signature_invalid``: one that is said to have signed
    has not (C2SP signed-note: such a note is refused as a whole).
    """
    named = {(key.name, key.key_id): key for key in keys}
    kept = tuple(one for one in note.signatures if (one.name, one.key_id) in named)
    if not kept:
        raise Invalid("witness.not_signed")
    for one in kept:
        try:
            verify(note, named[one.name, one.key_id], signature_holds)
        except Invalid as fault:
            raise Invalid("witness.signature_invalid") from fault
    return Note(text=note.text, signatures=kept)


def log_key(text: str) -> VerifierKey:
    """Return the verifier key of a log; raise Invalid ``witness.not_a_log_key`` when it is none."""
    return _key(text, KeyType.ED25519, "witness.not_a_log_key")


def witness_key(text: str) -> VerifierKey:
    """Return the verifier key of a witness; raise Invalid ``witness.not_a_witness_key`` when it is none."""
    return _key(text, KeyType.COSIGNATURE, "witness.not_a_witness_key")


def _key(text: str, wanted: KeyType, code: str) -> VerifierKey:
    try:
        key = parse_key(text.strip())
    except Invalid as fault:
        raise Invalid(code) from fault
    if key.type is not wanted:
        raise Invalid(code)
    return key
