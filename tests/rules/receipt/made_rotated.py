"""A receipt of a log that has had three keys, made from fixed keys, salts and entries: a golden vector.

`python tests/rules/receipt/made_rotated.py` writes it again; a change of it is a change of the format.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.kernel import canonical
from huiyin.kernel.command import Entry
from huiyin.rules.merkle.checkpoint import Checkpoint, cosignature, cosignature_message
from huiyin.rules.merkle.note import KeyType, Note, VerifierKey
from huiyin.rules.merkle.proofs import root_of
from huiyin.rules.receipt.history import write_act
from huiyin.rules.receipt.keys import LogKey, handover_message, keys_member
from huiyin.rules.receipt.logged import write_log
from rules.receipt import made, made_logged
from rules.receipt.made_logged import COSIGNED, FILING, WITNESS, WITNESS_KEY, Tree

SECOND = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
THIRD = Ed25519PrivateKey.from_private_bytes(bytes(range(64, 96)))
PRIVATE = (made.KEY, SECOND, THIRD)
# The first key promised the filing and the first two acts, the second the third act, the third the fourth.
UNTIL = (made.AT + timedelta(days=2), made.AT + timedelta(days=3, hours=1))
BY = (made.KEY, made.KEY, SECOND, THIRD)


def public(key: Ed25519PrivateKey) -> bytes:
    """Return the public key, 32 bytes."""
    return key.public_key().public_bytes_raw()


def verifier(key: Ed25519PrivateKey) -> VerifierKey:
    """Return the verifier key of the log's name."""
    return VerifierKey(name=made.ORIGIN, type=KeyType.ED25519, public_key=public(key))


def keys(
    private: Sequence[Ed25519PrivateKey] = PRIVATE, until: Sequence[datetime] = UNTIL, **named: str
) -> list[LogKey]:
    """Return the log's keys with their handovers, oldest first; `named` replaces names in what is signed."""
    told = []
    for one, following, at in zip(private, private[1:], until, strict=False):
        message = handover_message(
            public_key=public(one),
            new_public_key=public(following),
            at=at,
            **{"origin": made.ORIGIN, "new_origin": made.ORIGIN, **named},
        )
        told.append(
            LogKey(
                public_key=public(one),
                until=at,
                handover=one.sign(message),
                accepted=following.sign(message),
            )
        )
    return [*told, LogKey(public_key=public(private[-1]))]


def acts(by: Sequence[Ed25519PrivateKey] = BY) -> list[Entry]:
    """Return what came after the filing, each promised by one of the keys."""
    found: list[Entry] = []
    before = FILING.commitment
    for number, ((kind, actor, facts), key) in enumerate(zip(made_logged.STEPS, by, strict=True), start=1):
        entry = made_logged.act(number, before, kind, actor, facts)
        found.append(made_logged.promised(entry, entry.body, key=key))
        before = entry.commitment
    return found


ACTS = acts()
TREE = Tree([FILING.commitment, *(one.commitment for one in ACTS)])


def note(*by: Ed25519PrivateKey, size: int | None = None) -> str:
    """Return the checkpoint signed by these keys of the log (the newest unless told) and by the witness."""
    length = len(TREE.leaves) if size is None else size
    text = Checkpoint(origin=made.ORIGIN, size=length, root=root_of(length, TREE.node)).text
    signed = tuple(verifier(key).signature(key.sign(text.encode())) for key in by or (THIRD,))
    seen = cosignature(WITNESS_KEY, COSIGNED, WITNESS.sign(cosignature_message(text, COSIGNED)))
    return str(Note(text=text, signatures=(*signed, seen)))


def log(*by: Ed25519PrivateKey) -> dict[str, Any]:
    """Return the member ``log``."""
    return write_log(note=note(*by), witnesses=[str(WITNESS_KEY)], **TREE.place(FILING.commitment))


def history(entries: Sequence[Entry] = ACTS) -> list[dict[str, Any]]:
    """Return the member ``history``."""
    return [write_act(one, **TREE.place(one.commitment)) for one in entries]


def receipt(**members: Any) -> bytes:
    """Return the receipt's bytes; `members` replace keys, log and history."""
    whole = {**keys_member(keys()), "log": log(), "history": history(), **members}
    return made_logged.receipt(**{name: value for name, value in whole.items() if value is not None})


def filed_by(key: Ed25519PrivateKey, at: datetime) -> bytes:
    """Return a receipt without a tree, promised by this key at this instant."""
    body = canonical.decode(FILING.body) | {"at": canonical.instant(at)}
    entry = made_logged.promised(replace(FILING, at=at), canonical.encode(body), key=key)
    members = canonical.decode(receipt(log=None, history=None))
    members |= {"entry": entry.body, "promise": {**members["promise"], "at": at}}
    members["promise"] |= {"public_key": public(key), "signature": entry.promise}
    return canonical.encode(members)


def main() -> None:
    """Write the vector."""
    (made.VECTORS / "rotated.huiyin-receipt.json").write_bytes(receipt())


if __name__ == "__main__":
    main()
