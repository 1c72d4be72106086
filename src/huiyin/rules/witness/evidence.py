"""Evidence that a log showed two different trees, in a file that convinces a third person by itself.

Format ``huiyin-evidence/1``: canonical JSON (`kernel.canonical`), one object, these members.

- ``format`` ``huiyin-evidence/1``; ``witness`` its verifier key; ``at`` when it was refused, by its clock.
- ``keys`` the verifier keys of the log that the witness trusted.
- ``held`` the note that was cosigned before, with the log's signature and the witness's; ``shown`` the note
  that was refused, with the log's signature.
- ``old`` and ``proof``: the old size and the hashes (base 64) that were sent with ``shown``.

It proves two trees in two cases. The notes are of one size and have two roots. Or the proof leads to the
root of ``shown`` and, at the size of ``held``, to another root than that of ``held``: whoever signed
``shown`` signed a tree whose beginning is not the tree of ``held``. Anything else is a suspicion: anybody
may have sent a genuine checkpoint with a wrong proof. Then the log is asked for the right one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from huiyin.kernel import canonical
from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint
from huiyin.rules.merkle.hashing import node_hash
from huiyin.rules.merkle.note import Note, SignatureCheck, VerifierKey, parse_note
from huiyin.rules.merkle.proofs import verify_consistency
from huiyin.rules.witness.messages import MOST_HASHES, read_hash
from huiyin.rules.witness.showing import log_key, signed_by_log, witness_key

FORMAT = "huiyin-evidence/1"
LARGEST = 1 << 20
_MEMBERS = {"format", "witness", "at", "keys", "held", "shown", "old", "proof"}


class Verdict(StrEnum):
    """What evidence shows once its signatures hold."""

    TWO_ROOTS = "evidence.two_roots"  # two trees of one size
    OTHER_BEGINNING = "evidence.other_beginning"  # a tree that does not begin with the earlier one
    UNPROVED = "evidence.unproved"  # the proof fits neither
    CONSISTENT = "evidence.consistent"  # no contradiction at all

    @property
    def proves(self) -> bool:
        """True when the log signed two trees that cannot both be."""
        return self in {Verdict.TWO_ROOTS, Verdict.OTHER_BEGINNING}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Two notes of one log, and the proof that came with the second."""

    witness: VerifierKey
    at: datetime
    keys: tuple[VerifierKey, ...]
    held: Note
    shown: Note
    old_size: int
    proof: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a file of evidence shows about which log."""

    verdict: Verdict
    evidence: Evidence
    held: Checkpoint
    shown: Checkpoint


def write(evidence: Evidence) -> bytes:
    """Return the bytes of the file."""
    return canonical.encode(
        {
            "format": FORMAT,
            "witness": str(evidence.witness),
            "at": evidence.at,
            "keys": [str(key) for key in evidence.keys],
            "held": str(evidence.held),
            "shown": str(evidence.shown),
            "old": evidence.old_size,
            "proof": evidence.proof,
        }
    )


def judge(
    data: bytes, *, signature_holds: SignatureCheck, trusted: Sequence[VerifierKey] | None = None
) -> Judged:
    """Return what a file shows, by itself and offline; raise Invalid ``evidence.*`` or ``witness.*``.

    Both notes must bear the signature of one of the `trusted` keys, and one origin. Without these the keys in
    the file stand for them; whether they are the log's is then for the caller to compare.
    """
    evidence = _read(data)
    for note in (evidence.held, evidence.shown):
        signed_by_log(note, evidence.keys if trusted is None else trusted, signature_holds)
    held, shown = _checkpoint(evidence.held), _checkpoint(evidence.shown)
    if held.origin != shown.origin:
        raise Invalid("evidence.two_logs")
    verdict = contradiction(held, shown, evidence.proof)
    return Judged(verdict=verdict, evidence=evidence, held=held, shown=shown)


def contradiction(held: Checkpoint, shown: Checkpoint, proof: Sequence[bytes]) -> Verdict:
    """Return what two checkpoints of one log, with the proof from the one to the other, show."""
    if held.size == shown.size:
        return Verdict.CONSISTENT if held.root == shown.root else Verdict.TWO_ROOTS
    try:
        verify_consistency(
            old_size=held.size,
            old_root=held.root,
            new_size=shown.size,
            new_root=shown.root,
            path=proof,
        )
    except Invalid:
        beginning = root_of_beginning(held.size, shown, proof)
        return Verdict.UNPROVED if beginning in {None, held.root} else Verdict.OTHER_BEGINNING
    return Verdict.CONSISTENT


def root_of_beginning(size: int, tree: Checkpoint, proof: Sequence[bytes]) -> bytes | None:
    """Return the root of the first `size` leaves of `tree` that a consistency proof itself shows.

    None when the proof does not lead to the root of `tree`, and for sizes that are a power of two: there the
    proof leaves this root out, because the verifier has it (RFC 6962, 2.1.2). After RFC 9162, 2.1.4.2.
    """
    if not 0 < size < tree.size or not proof or size & (size - 1) == 0:
        return None
    last, end = size - 1, tree.size - 1
    while last & 1:
        last, end = last >> 1, end >> 1
    beginning = whole = proof[0]
    for one in proof[1:]:
        if end == 0:
            return None
        if last & 1 or last == end:
            beginning, whole = node_hash(one, beginning), node_hash(one, whole)
            while last and not last & 1:
                last, end = last >> 1, end >> 1
        else:
            whole = node_hash(whole, one)
        last, end = last >> 1, end >> 1
    return beginning if end == 0 and whole == tree.root else None


def _read(data: bytes) -> Evidence:
    try:
        members = canonical.decode(data)
        known = members["format"] == FORMAT
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise Invalid("evidence.not_evidence") from fault
    if not known:
        raise Invalid("evidence.unknown_format", format=str(members["format"])[:40])
    try:
        return _evidence(members)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError, Invalid) as fault:
        raise Invalid("evidence.incomplete") from fault


def _evidence(members: dict[str, Any]) -> Evidence:
    at = datetime.fromisoformat(members["at"])
    if set(members) != _MEMBERS or canonical.instant(at) != members["at"]:
        raise ValueError
    if type(members["old"]) is not int or len(members["proof"]) > MOST_HASHES:
        raise ValueError
    return Evidence(
        witness=witness_key(members["witness"]),
        at=at,
        keys=tuple(log_key(one) for one in members["keys"]),
        held=parse_note(members["held"]),
        shown=parse_note(members["shown"]),
        old_size=members["old"],
        proof=tuple(read_hash(one.encode()) for one in members["proof"]),
    )


def _checkpoint(note: Note) -> Checkpoint:
    try:
        return parse_checkpoint(note.text)
    except Invalid as fault:
        raise Invalid("evidence.incomplete") from fault
