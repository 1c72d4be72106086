"""A log on paper: leaves in a list, hashed by the plain recursion of RFC 6962, with a key of its own."""

import hashlib
from dataclasses import dataclass, field

from huiyin.adapters import ed25519
from huiyin.rules.merkle.checkpoint import Checkpoint
from huiyin.rules.merkle.note import KeyType, Note, VerifierKey
from huiyin.rules.witness.messages import Request, write_request

ORIGIN = "log.example/petitions"


@dataclass(kw_only=True)
class PaperLog:
    """Signs whatever its leaves are; two of them with one seed are two faces of one log."""

    origin: str = ORIGIN
    seed: bytes = b"\x07" * 32
    leaves: list[bytes] = field(default_factory=list)

    @property
    def key(self) -> VerifierKey:
        """The log's verifier key."""
        public = ed25519.public_key_of(self.seed)
        return VerifierKey(name=self.origin, type=KeyType.ED25519, public_key=public)

    def grown(self, size: int, *, story: str = "true") -> "PaperLog":
        """Return the log with so many leaves; the new ones tell this story."""
        new = [f"{story} {place}".encode() for place in range(len(self.leaves), size)]
        return PaperLog(origin=self.origin, seed=self.seed, leaves=[*self.leaves, *new])

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first `size` leaves."""
        return root(self.leaves[:size])

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """Return the checkpoint of the first `size` leaves."""
        taken = len(self.leaves) if size is None else size
        return Checkpoint(origin=self.origin, size=taken, root=self.root(taken))

    def signed(self, text: str) -> Note:
        """Return a text under the log's signature."""
        signature = self.key.signature(ed25519.sign(self.seed, text.encode()))
        return Note(text=text, signatures=(signature,))

    def note(self, size: int | None = None) -> str:
        """Return the signed note of the first `size` leaves."""
        return str(self.signed(self.checkpoint(size).text))

    def proof(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Return the consistency proof of RFC 6962, 2.1.2, by its own recursion."""
        return tuple(_subproof(old, self.leaves[:new], whole=True)) if old else ()

    def request(self, old: int) -> bytes:
        """Return what the log sends to a witness that knows `old` leaves."""
        return write_request(Request(old_size=old, proof=self.proof(old), note=self.note()))


def root(leaves: list[bytes]) -> bytes:
    """Return MTH of RFC 6962, 2.1."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    left = _left(len(leaves))
    return hashlib.sha256(b"\x01" + root(leaves[:left]) + root(leaves[left:])).digest()


def _subproof(old: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    left = _left(len(leaves))
    if old <= left:
        return [*_subproof(old, leaves[:left], whole=whole), root(leaves[left:])]
    return [*_subproof(old - left, leaves[left:], whole=False), root(leaves[:left])]


def _left(size: int) -> int:
    left = 1
    while left * 2 < size:
        left *= 2
    return left
