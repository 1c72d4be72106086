"""What a file of evidence says of itself; read in a process of its own, with limits, and never an error."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from huiyin.vault.examining import exif_facts, office_facts, pdf_facts, sandbox, signs
from huiyin.vault.examining.sandbox import LIMITS, MAX_FILE_BYTES, Look
from huiyin.vault.facts import Fact, FactName, parsed
from huiyin.vault.kinds import Kind

READER: str = Look.FACTS
TELLING = frozenset({Kind.PDF, *exif_facts.KINDS, *office_facts.KINDS})  # kinds that may say something


@dataclass(frozen=True, kw_only=True)
class EvidenceFacts:
    """The facts of one file, each with its source."""

    kind: Kind
    facts: tuple[Fact, ...] = ()

    def value(self, name: FactName) -> str | None:
        """Return what the file says under this name, or None."""
        return next((fact.value for fact in self.facts if fact.name is name), None)


def read_facts(file: BinaryIO, kind: Kind) -> EvidenceFacts:
    """Return the facts of a file of this kind. Takes about a quarter of a second: for jobs, not for pages."""
    if kind not in TELLING:
        return EvidenceFacts(kind=kind)
    file.seek(0)
    content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        return EvidenceFacts(kind=kind)
    for frame in sandbox.ask(READER, {"kind": kind.value}, [content], LIMITS[Look.FACTS]):
        if frame.what == "facts":
            return EvidenceFacts(kind=kind, facts=parsed(frame.told.get("facts")))
    return EvidenceFacts(kind=kind)


def facts_of(file: BinaryIO, kind: Kind) -> tuple[Fact, ...]:
    """Return the facts, read in this very process; a malformed file gives those read before it failed."""
    found: list[Fact] = []
    # The readers may fail in any way: a file without facts is no error.
    for reader in (_own_words, signs.read):
        with contextlib.suppress(Exception):
            found.extend(reader(file, kind))
    return tuple(found)


def _own_words(file: BinaryIO, kind: Kind) -> Iterable[Fact]:
    if kind is Kind.PDF:
        return pdf_facts.read(file)
    if kind in office_facts.KINDS:
        return office_facts.read(file)
    return exif_facts.read(file, kind) if kind in exif_facts.KINDS else ()
