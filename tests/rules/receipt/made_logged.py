"""A receipt with the tree and the history, made from fixed keys, salts and entries: a golden vector.

`python tests/rules/receipt/made_logged.py` writes it again; a change of it is a change of the format.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.kernel import canonical
from huiyin.kernel.command import Entry, EntryId
from huiyin.rules.merkle.checkpoint import Checkpoint, cosignature, cosignature_message
from huiyin.rules.merkle.hashing import leaf_hash, node_hash
from huiyin.rules.merkle.note import KeyType, Note, VerifierKey
from huiyin.rules.merkle.proofs import inclusion_path, root_of
from huiyin.rules.receipt import format as receipt_format
from huiyin.rules.receipt.commitment import commit, link_of
from huiyin.rules.receipt.history import write_act
from huiyin.rules.receipt.logged import write_log
from huiyin.rules.receipt.promise import promise_message
from huiyin.rules.receipt.shown import shown
from rules.receipt import made

WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(100, 132)))
WITNESS_KEY = VerifierKey(
    name="witness.example/uni",
    type=KeyType.COSIGNATURE,
    public_key=WITNESS.public_key().public_bytes_raw(),
)
LOG_KEY = VerifierKey(
    name=made.ORIGIN, type=KeyType.ED25519, public_key=made.KEY.public_key().public_bytes_raw()
)
COSIGNED = int(made.AT.timestamp()) + 60
PETITION = UUID("019dfb03-7100-703f-bab6-59d25bb199a2")
OFFICIAL = {"kind": "official", "office": 510100002, "role": "handler"}
OWN = {"kind": "petitioner", "role": "public"}

# What happened after the filing: kind, who, facts. The second tells its kind to nobody; the last waits.
STEPS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("petition.accepted", OFFICIAL, {"clock": "handle"}),
    ("petition.story_opened", OFFICIAL, {"to": "handler"}),
    ("petition.evidence_added", OWN, {"files": 1}),
    ("petition.document_served", OFFICIAL, {"kind": "opinion", "way": "portal"}),
]


def act(number: int, previous: bytes, kind: str, actor: dict[str, Any], facts: dict[str, Any]) -> Entry:
    """Return an entry of the matter as the ledger would have taken it in, `number` days after the filing."""
    identity = EntryId(UUID(int=PETITION.int + number))
    at = made.AT + timedelta(days=number)
    members = {
        "format": 1,
        "id": identity,
        "subject": PETITION,
        "kind": kind,
        "at": at,
        "previous": previous,
        "actor": actor,
        "facts": facts,
        "shown": shown(kind, facts),
        "changes": [],
    }
    salt = hashlib.sha256(b"salt %d" % number).digest()
    blank = Entry(
        id=identity,
        subject=PETITION,
        kind=kind,
        at=at,
        previous=previous,
        body=b"",
        salt=salt,
        commitment=b"",
        promise=b"",
    )
    return promised(blank, canonical.encode(members))


def promised(entry: Entry, body: bytes, *, key: Ed25519PrivateKey = made.KEY) -> Entry:
    """Return the entry with this body, committed to with its salt and promised by the key."""
    commitment = commit(entry.salt, link=link_of(canonical.decode(body)), body=body)
    message = promise_message(origin=made.ORIGIN, commitment=commitment, at=entry.at)
    return replace(entry, body=body, commitment=commitment, promise=key.sign(message))


def acts(filing: Entry) -> list[Entry]:
    """Return what came after the filing."""
    made_so_far: list[Entry] = []
    before = filing
    for number, (kind, actor, facts) in enumerate(STEPS, start=1):
        before = act(number, before.commitment, kind, actor, facts)
        made_so_far.append(before)
    return made_so_far


class Tree:
    """A tree over these commitments among entries of others, and its notes."""

    def __init__(self, commitments: Sequence[bytes]) -> None:
        """Each stands after two leaves of others, and five more follow."""
        others = [hashlib.sha256(b"other %d" % n).digest() for n in range(2 * len(commitments) + 5)]
        self.leaves = [
            one for n, mine in enumerate(commitments) for one in (*others[2 * n : 2 * n + 2], mine)
        ]
        self.leaves += others[2 * len(commitments) :]

    def node(self, level: int, index: int) -> bytes:
        """Return the root of a complete subtree."""
        if level == 0:
            return leaf_hash(self.leaves[index])
        return node_hash(self.node(level - 1, 2 * index), self.node(level - 1, 2 * index + 1))

    def place(self, commitment: bytes, size: int | None = None) -> dict[str, Any]:
        """Return index and path of a leaf."""
        index = self.leaves.index(commitment)
        return {"index": index, "path": inclusion_path(index, size or len(self.leaves), self.node)}

    def note(
        self,
        *,
        size: int | None = None,
        origin: str = made.ORIGIN,
        key: Ed25519PrivateKey = made.KEY,
        witness: Ed25519PrivateKey | None = WITNESS,
        cosigned: int = COSIGNED,
    ) -> str:
        """Return the signed checkpoint, cosigned by the witness."""
        length = len(self.leaves) if size is None else size
        text = Checkpoint(origin=origin, size=length, root=root_of(length, self.node)).text
        note = Note(text=text, signatures=(LOG_KEY.signature(key.sign(text.encode())),))
        if witness is not None:
            signed = witness.sign(cosignature_message(text, cosigned))
            note = note.signed_also(cosignature(WITNESS_KEY, cosigned, signed))
        return str(note)


FILING = made.entry()
ACTS = acts(FILING)
TREE = Tree([FILING.commitment, *(one.commitment for one in ACTS[:-1])])


def history() -> list[dict[str, Any]]:
    """Return the openings; the last act is not in the tree yet."""
    return [*(write_act(one, **TREE.place(one.commitment)) for one in ACTS[:-1]), write_act(ACTS[-1])]


def log(**of_note: Any) -> dict[str, Any]:
    """Return the member ``log``."""
    note = TREE.note(**of_note)
    return write_log(note=note, witnesses=[str(WITNESS_KEY)], **TREE.place(FILING.commitment))


def receipt(**later: Any) -> bytes:
    """Return the receipt's bytes, with log and history, or with what is given for them."""
    return receipt_format.write(
        number=made.NUMBER,
        filed=made.FILED,
        content_key=made.CONTENT_KEY,
        entry=FILING,
        origin=made.ORIGIN,
        public_key=LOG_KEY.public_key,
        demo=False,
        later=later or {"log": log(), "history": history()},
    )


def main() -> None:
    """Write the vector."""
    (made.VECTORS / "logged.huiyin-receipt.json").write_bytes(receipt())


if __name__ == "__main__":
    main()
