"""A receipt made from fixed keys, salts and texts: the source of the golden vectors.

`python tests/rules/receipt/made.py` writes them again; a change of them is a change of the format.
"""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.kernel import canonical
from huiyin.kernel.command import Entry, EntryId
from huiyin.rules.receipt import format as receipt_format
from huiyin.rules.receipt.commitment import LINK, commit, link_of
from huiyin.rules.receipt.promise import promise_message
from huiyin.rules.receipt.shown import shown

VECTORS = Path(__file__).parent / "vectors"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "log.example/huiyin"
AT = datetime(2026, 5, 6, 2, 0, 0, 123456, tzinfo=UTC)
NUMBER = "4F7K2-M9QTX-V"
FILED: dict[str, Any] = {
    "klass": "claim",
    "title": "纺织厂偷排污水",
    "text": "河水发黑发臭。\n𠮷田·买买提",
    "request": "请查处",
    "language": "zh-hans",
    "division": 510104,
    "files": [
        {"name": "水样.jpg", "kind": "image/jpeg", "size": 3, "sha256": hashlib.sha256(b"abc").hexdigest()}
    ],
}
CONTENT_KEY = bytes(range(32, 64))
SALT = bytes(range(64, 96))


def entry(**facts: Any) -> Entry:
    """Return the entry of a filing as the ledger would have taken it in."""
    petition = UUID("019dfb03-7100-703f-bab6-59d25bb199a2")
    identity = EntryId(UUID("019dfb03-7100-7123-8abc-0123456789ab"))
    told = {
        "number": NUMBER,
        "content": receipt_format.content_hash(CONTENT_KEY, FILED),
        "demo": False,
        "transferred": False,
        **facts,
    }
    body = canonical.encode(
        {
            "format": 1,
            "id": identity,
            "subject": petition,
            "kind": "petition.filed",
            "at": AT,
            "previous": None,
            "actor": {"kind": "petitioner", "role": "public"},
            "facts": told,
            "shown": shown("petition.filed", told),
            "changes": [],
        }
    )
    return promised(identity, petition, body)


def promised(identity: EntryId, petition: UUID, body: bytes, *, key: Ed25519PrivateKey = KEY) -> Entry:
    """Return an entry of this body, promised by the key."""
    commitment = commit(SALT, link=_link(body), body=body)
    message = promise_message(origin=ORIGIN, commitment=commitment, at=AT)
    return Entry(
        id=identity,
        subject=petition,
        kind="petition.filed",
        at=AT,
        previous=None,
        body=body,
        salt=SALT,
        commitment=commitment,
        promise=key.sign(message),
    )


def _link(body: bytes) -> bytes:
    """Return the link of a body; something, when somebody else made the body up."""
    try:
        members = json.loads(body)
        return link_of(members) if set(members) >= set(LINK) else b""
    except (RecursionError, TypeError, ValueError):
        return b""


def receipt(*, demo: bool = False, of: Entry | None = None) -> bytes:
    """Return the receipt's bytes."""
    return receipt_format.write(
        number=NUMBER,
        filed=FILED,
        content_key=CONTENT_KEY,
        entry=of or entry(demo=demo),
        origin=ORIGIN,
        public_key=KEY.public_key().public_bytes_raw(),
        demo=demo,
    )


def main() -> None:
    """Write the vectors."""
    VECTORS.mkdir(exist_ok=True)
    (VECTORS / "filed.huiyin-receipt.json").write_bytes(receipt())
    (VECTORS / "demo.huiyin-receipt.json").write_bytes(receipt(demo=True))


if __name__ == "__main__":
    main()
