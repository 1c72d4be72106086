"""What is let in as evidence: decided by content; the name only tells text, CSV and scripts apart."""

import io
from dataclasses import dataclass
from typing import BinaryIO

from huiyin.kernel.errors import Invalid
from huiyin.vault import containers, signatures
from huiyin.vault.kinds import NAMES, SCRIPT_EXTENSIONS, Kind, extension, require_size

_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """A file that may be evidence."""

    kind: Kind
    extension_fits: bool  # False: the name claims another kind than the content is

    @property
    def media_type(self) -> str:
        """The media type to serve it under."""
        return NAMES[self.kind].media_type

    @property
    def extension(self) -> str:
        """The extension to save it under, whatever it was called."""
        return NAMES[self.kind].extensions[0]


def admit(file: BinaryIO, name: str) -> Admitted:
    """Return what a seekable file is; `name` is what its sender called it.

    Raises Invalid ``evidence.empty``, ``evidence.too_large`` or ``evidence.type_not_allowed`` (facts:
    ``found``, one of the words of `signatures.by_head`). The name is never part of an error.
    """
    require_size(file.seek(0, io.SEEK_END))
    file.seek(0)
    found = signatures.by_head(file.read(signatures.HEAD_BYTES))
    if found == "zip":
        found = containers.in_zip(file)
    elif found == "ole":
        found = containers.in_ole(file)
    file.seek(0)
    return _admitted(found, extension(name))


def admit_by_head(head: bytes, size: int, name: str) -> Admitted | None:
    """Return what a file is when its first `HEAD_BYTES` say so; None for a container, which `admit` opens.

    Raises as `admit` does. Of use while the bytes are still at hand: nothing need be read back.
    """
    require_size(size)
    found = signatures.by_head(head)
    return None if found in {"zip", "ole"} else _admitted(found, extension(name))


def refuse_head(head: bytes) -> None:
    """Raise ``evidence.type_not_allowed`` as early as the first bytes of an upload show it.

    Passing says nothing yet: `admit` decides when the whole file is there.
    """
    found = signatures.by_head(head)
    if found not in _KINDS and found not in {"zip", "ole", "text"}:
        raise _not_allowed(found)


def _admitted(found: str, claimed: str) -> Admitted:
    if found == "text":
        found = _text_kind(claimed)
    kind = _KINDS.get(found)
    if kind is None:
        raise _not_allowed(found)
    return Admitted(kind=kind, extension_fits=claimed in NAMES[kind].extensions)


def _text_kind(claimed: str) -> str:
    if claimed in SCRIPT_EXTENSIONS:
        return "script"
    return Kind.CSV if claimed == "csv" else Kind.TXT


def _not_allowed(found: str) -> Invalid:
    return Invalid("evidence.type_not_allowed", field="files", found=found)
