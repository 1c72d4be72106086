"""Office documents (ZIP with XML inside) read within bounds: no entity, no DTD, so much unpacked and no more.

By the standard library: expat is told to refuse every document type, which neither OOXML nor OFD has, and
with it every entity. `defusedxml` does the same and had its last release in 2021.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

MAX_UNPACKED_BYTES = 64 << 20  # of all members together
MAX_MEMBERS = 5_000
_BLOCK = 1 << 16


Heard = Callable[[str], None]


class TooMuch(ValueError):
    """The container unpacks to more than is read, or is not what it should be."""


@dataclass
class Container:
    """An office document, unpacked piece by piece."""

    file: BinaryIO
    left: int = MAX_UNPACKED_BYTES
    archive: zipfile.ZipFile = field(init=False)

    def __post_init__(self) -> None:
        """Read the directory."""
        self.archive = zipfile.ZipFile(self.file)
        if len(self.archive.namelist()) > MAX_MEMBERS:
            raise TooMuch("members")

    def names(self) -> list[str]:
        """Return the names of its members, in their order."""
        return self.archive.namelist()

    def walk(
        self,
        name: str,
        *,
        start: Callable[[str], None],
        text: Callable[[str], None],
        end: Callable[[str], None],
    ) -> None:
        """Read a member as XML; tags are given without their namespace's prefix."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = lambda tag, _: start(_local(tag))
        parser.CharacterDataHandler = text
        parser.EndElementHandler = lambda tag: end(_local(tag))
        with self.archive.open(name) as member:
            # What the directory says of sizes is not believed: what comes out is counted.
            while piece := member.read(_BLOCK):
                self.left -= len(piece)
                if self.left < 0:
                    raise TooMuch("bytes")
                parser.Parse(piece, False)
        parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise TooMuch("document type")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
