"""The Protocol of a malware scanner, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Said(StrEnum):
    """What a scanner says of a file. The words are those of `rules.evidence.stages.Verdict`."""

    CLEAN = "clean"
    INFECTED = "infected"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """A scanner's answer."""

    said: Said
    finding: str = ""  # what the scanner calls it


class ScannerDown(Exception):
    """No answer that could be believed: the file waits."""


class Scanner(Protocol):
    """Says whether bytes are known to be malware."""

    def scan(self, content: Iterable[bytes], size: int, /) -> Scanned:
        """Return what it says of these bytes; raise ScannerDown for anything but a plain answer."""
