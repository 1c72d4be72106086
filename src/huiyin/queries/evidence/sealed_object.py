"""A sealed file as queries name it to whoever streams it."""

from dataclasses import dataclass
from uuid import UUID

from huiyin.kernel.ids import PetitionId
from huiyin.rules.evidence.stages import Verdict


@dataclass(frozen=True, kw_only=True)
class SealedObject:
    """A file to be streamed: where its ciphertext lies and the wrapped key that opens it."""

    id: UUID
    petition: PetitionId
    name: str
    kind: str
    size: int
    address: str
    wrapped: bytes
    verdict: Verdict = Verdict.NONE
