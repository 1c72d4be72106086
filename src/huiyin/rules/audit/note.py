"""The signed note beside an audit's report: which file, which quarter, which result (C2SP signed-note).

Its text has six lines, so that it can never be taken for a checkpoint, whose second line is a number::

    huiyin-audit/1
    <name of the log>
    2026Q3                    or "2026Q3 interim"
    2026-10-02T01:00:00Z      when it was run
    <SHA-256 of the report, in hexadecimal digits>
    0                         how many differences were found
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from huiyin.kernel.errors import Invalid
from huiyin.rules.audit.quarters import Quarter, parse_quarter
from huiyin.rules.merkle.note import Note, SignatureCheck, VerifierKey, parse_note, verify

FORMAT = "huiyin-audit/1"
INTERIM = " interim"
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_LINES = 6
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What is signed of an audit. `at` is in whole seconds, `digest` the SHA-256 of the report."""

    origin: str
    quarter: Quarter
    interim: bool
    at: datetime
    digest: bytes
    differences: int

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (
            FORMAT,
            self.origin,
            f"{self.quarter}{INTERIM if self.interim else ''}",
            self.at.astimezone(UTC).strftime(_TIME),
            self.digest.hex(),
            str(self.differences),
        )
        return "".join(f"{line}\n" for line in lines)


def open_note(data: bytes, *, digest: bytes, key: VerifierKey, signature_holds: SignatureCheck) -> Sealed:
    """Return what is said of the report of this digest, if `key` signed it; otherwise raise Invalid.

    ``merkle.not_a_note``, ``merkle.not_signed``, ``merkle.signature_invalid``, ``audit.not_an_audit``,
    ``audit.other_log``, ``audit.other_report``. Nothing is looked at before the signature holds.
    """
    note: Note = parse_note(data)
    verify(note, key, signature_holds)
    said = _read(note.text)
    if said.origin != key.name:
        raise Invalid("audit.other_log", origin=said.origin)
    if said.digest != digest:
        raise Invalid("audit.other_report", field="digest")
    return said


def _read(text: str) -> Sealed:
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[0] != FORMAT:
        raise Invalid("audit.not_an_audit")
    _, origin, quarter, at, digest, number, _ = lines
    if not (_DIGEST.fullmatch(digest) and _NUMBER.fullmatch(number)):
        raise Invalid("audit.not_an_audit")
    try:
        moment = datetime.strptime(at, _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise Invalid("audit.not_an_audit") from None
    return Sealed(
        origin=origin,
        quarter=parse_quarter(quarter.removesuffix(INTERIM)),
        interim=quarter.endswith(INTERIM),
        at=moment,
        digest=bytes.fromhex(digest),
        differences=int(number),
    )
