"""The public log in tests: turns of the integrator, what is published, and the tree word for word."""

import hashlib

from huiyin.adapters.publishing.current import log_folder
from huiyin.prepare.integrating import Integrator, Turn
from huiyin.prepare.receipts import signature_holds
from huiyin.records import sql
from huiyin.rules.merkle.checkpoint import Checkpoint, open_checkpoint
from huiyin.rules.merkle.note import VerifierKey
from huiyin.vault.current import vault
from support.moment import AT
from support.state import rows


def integrator() -> Integrator:
    """Return one that remembers nothing, as in a new process."""
    return Integrator(vault().signer, log_folder())


def turn() -> Turn:
    """Have a new process do one turn."""
    return integrator().turn(at=AT)


def log_key() -> VerifierKey:
    """Return the key that checkpoints are checked with."""
    return vault().signer.key


def published() -> Checkpoint:
    """Return the published checkpoint, its signature checked."""
    note = log_folder().checkpoint()
    assert note
    key = log_key()
    return open_checkpoint(note, origin=key.name, key=key, signature_holds=signature_holds)[1]


def leaves() -> list[bytes]:
    """Return the leaves in their order; fail when an index is missing."""
    found = sorted(rows("tree_leaf"), key=lambda row: row["index"])
    assert [row["index"] for row in found] == list(range(len(found)))
    return [row["commitment"] for row in found]


def naive_root(data: list[bytes]) -> bytes:
    """Return the root by RFC 6962, 2.1, word for word."""
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    middle = 1 << (len(data) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + naive_root(data[:middle]) + naive_root(data[middle:])).digest()


def made_leaves(number: int, first: int = 0) -> None:
    """Let so many made commitments wait for an index, as if their entries had been written."""
    made = [hashlib.sha256(place.to_bytes(8)).digest() for place in range(first, first + number)]
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("INSERT INTO entry_waiting (commitment) SELECT unnest(%s::bytea[])", (made,))


def require_published() -> None:
    """Fail unless all leaves are published under the root that they have."""
    data = leaves()
    seen = published()
    assert (seen.size, seen.root) == (len(data), naive_root(data))
