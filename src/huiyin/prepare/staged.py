"""A staged file: sealed in the store already, not yet evidence of any matter."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class StagedFile:
    """A file already sealed in the object store, waiting to become evidence."""

    id: UUID
    name: str
    kind: str  # type by content, such as application/pdf
    size: int  # bytes of the original
    sha256: bytes  # of the original
    address: str  # of the ciphertext in the object store
    facts: Mapping[str, Any] = field(default_factory=dict)  # read from the content, with their sources


def read_staged(plain: Mapping[str, Any]) -> StagedFile:
    """Return the staged file that was written as plain data by ``vars``."""
    return StagedFile(**{**plain, "id": UUID(plain["id"]), "sha256": b64decode(plain["sha256"])})
