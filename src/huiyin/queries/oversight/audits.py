"""Audits as they were recorded: what is public of them for everybody, the sealed report for its readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.kernel.command import PUBLIC
from huiyin.queries.reading import reading
from huiyin.records.sql import Row
from huiyin.rules.audit.quarters import Quarter, parse_quarter
from huiyin.vault.current import vault

SEALED_AS = "audit"
_ALL = """
    SELECT id, quarter, interim, at, differences, digest, note, told FROM audit
    ORDER BY quarter DESC, at DESC, id DESC
"""
_REPORT = "SELECT sealed_report FROM audit WHERE id = %s"


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An audit. `told` is its public part as plain data (`prepare.auditing`)."""

    id: UUID
    quarter: Quarter
    interim: bool
    at: datetime
    differences: int
    digest: bytes
    note: str
    told: Mapping[str, Any]


def recorded_audits() -> tuple[Recorded, ...]:
    """Return every audit that was recorded: the latest quarter first, of one quarter the latest run first."""
    with reading(PUBLIC) as rows:
        return tuple(_recorded(row) for row in rows.all(_ALL))


def report_of(audit: UUID) -> bytes | None:
    """Return the report as it was signed, a PDF; None when there is no such audit."""
    with reading(PUBLIC) as rows:
        row = rows.one(_REPORT, (audit,))
    return None if row is None else vault().open_blob(SEALED_AS, row["sealed_report"], str(audit))


def of_quarters(audits: Sequence[Recorded]) -> list[Recorded]:
    """Return the audit that counts of each quarter, the latest quarter first: the last one after its end.

    A quarter that has only interim audits is left out.
    """
    last: dict[Quarter, Recorded] = {}
    for one in audits:
        if not one.interim:
            last.setdefault(one.quarter, one)
    return list(last.values())


def _recorded(row: Row) -> Recorded:
    return Recorded(**{**row, "quarter": parse_quarter(row["quarter"])})
