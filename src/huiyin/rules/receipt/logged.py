"""The member ``log`` of a receipt: that the filing stands in the published tree, and who has seen that tree.

- ``checkpoint`` the signed note (C2SP tlog-checkpoint) with its cosignatures (C2SP tlog-cosignature); its
  origin is that of the promise and it is signed by the promise's key, or by one that followed it (`keys`).
- ``index`` of the filing's leaf and ``path``, its audit path (RFC 6962, 2.1.1), lowest hash first.
  Leaf hash = SHA-256(0x00 || commitment).
- ``witnesses`` verifier keys (C2SP signed-note, type 0x04); each has cosigned this checkpoint. They are
  claims of the log: a reader compares them with the keys that the witnesses publish themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.checkpoint import Checkpoint, open_checkpoint_by, verify_cosignature
from huiyin.rules.merkle.hashing import leaf_hash
from huiyin.rules.merkle.note import Note, from_base64, parse_key
from huiyin.rules.merkle.proofs import verify_inclusion
from huiyin.rules.receipt.keys import Keys
from huiyin.rules.receipt.promise import SignatureCheck, latest, tellable

_LAST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


@dataclass(frozen=True, kw_only=True)
class Witnessed:
    """A witness, by its verifier key, and when it cosigned the checkpoint."""

    key: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Logged:
    """The published tree that a receipt is proved against, and the index of its filing there."""

    checkpoint: Checkpoint
    index: int
    witnesses: tuple[Witnessed, ...]

    def holds(self, commitment: bytes, index: Any, path: Any) -> bool:
        """Return whether the path proves that the commitment is leaf `index` of the tree."""
        hashes = [from_base64(one) if isinstance(one, str) else None for one in path]
        whole = [one for one in hashes if one is not None]
        if type(index) is not int or len(whole) < len(hashes):
            return False
        try:
            verify_inclusion(
                leaf_hash=leaf_hash(commitment),
                index=index,
                size=self.checkpoint.size,
                path=whole,
                root=self.checkpoint.root,
            )
        except Invalid:
            return False
        return True


@dataclass(frozen=True, kw_only=True)
class Demanded:
    """What a reader wants beyond the file: no instant after `at`, and these witnesses' verifier keys."""

    at: datetime | None = None
    witnesses: Sequence[str] = ()


NOTHING = Demanded()


def write_log(*, note: str, index: int, path: Sequence[bytes], witnesses: Sequence[str]) -> dict[str, Any]:
    """Return the member; `witnesses` are the verifier keys of those who cosigned this note."""
    return {"checkpoint": note, "index": index, "path": list(path), "witnesses": list(witnesses)}


def read_log(
    members: Any,
    *,
    commitment: bytes,
    keys: Keys,
    demanded: Demanded,
    signature_holds: SignatureCheck,
) -> Logged:
    """Return what the member proves; raise Invalid ``receipt.*`` saying which part does not hold."""
    if not isinstance(members, dict) or not _whole(members):
        raise Invalid("receipt.incomplete", field="log")
    try:
        note, checkpoint = open_checkpoint_by(
            members["checkpoint"],
            origin=keys.origin,
            keys=keys.verifiers,
            signature_holds=signature_holds,
        )
    except Invalid as fault:
        raise Invalid("receipt.checkpoint_invalid", field="log", because=fault.code) from fault
    logged = Logged(
        checkpoint=checkpoint,
        index=members["index"],
        witnesses=_witnesses(note, members["witnesses"], demanded, signature_holds),
    )
    if not logged.holds(commitment, members["index"], members["path"]):
        raise Invalid("receipt.not_included", field="log", size=checkpoint.size)
    return logged


def _whole(members: Mapping[str, Any]) -> bool:
    path, witnesses = members.get("path"), members.get("witnesses")
    return (
        isinstance(members.get("checkpoint"), str)
        and isinstance(path, list)
        and isinstance(witnesses, list)
        and all(isinstance(one, str) for one in witnesses)
        and "index" in members
    )


def _witnesses(
    note: Note, listed: Sequence[str], demanded: Demanded, signature_holds: SignatureCheck
) -> tuple[Witnessed, ...]:
    until = _LAST_SECOND if demanded.at is None else int(latest(demanded.at).timestamp())
    named = [(key, "receipt.witness_invalid") for key in listed]
    asked = [(key, "receipt.witness_missing") for key in demanded.witnesses if key not in listed]
    return tuple(
        Witnessed(key=key, at=_cosigned(note, key, code, until, signature_holds))
        for key, code in dict.fromkeys([*named, *asked])
    )


def _cosigned(note: Note, key: str, code: str, until: int, signature_holds: SignatureCheck) -> datetime:
    try:
        seconds = verify_cosignature(note, parse_key(key), signature_holds, until=until)
    except Invalid as fault:
        told = "receipt.in_the_future" if fault.code == "merkle.cosigned_in_future" else code
        raise Invalid(told, field="log", key=tellable(key)) from fault
    return datetime.fromtimestamp(seconds, UTC)
