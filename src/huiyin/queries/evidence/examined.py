"""Files that are to be examined, and what was found in them: asked by the jobs of this system.

What one reader may see of it is in `queries.handling.story` and `queries.outreach.own_story`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import PetitionId
from huiyin.records import sql
from huiyin.rules.evidence.stages import Stage, Verdict
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import open_json

TABLE, TOLD = "examination", "sealed_told"

_FILES = """
    SELECT e.id, e.petition, e.address, e.size, e.kind, e.sealed_facts, k.wrapped,
           coalesce(x.stage, 'waiting') AS stage, coalesce(x.verdict, '') AS verdict, x.verdict_at,
           coalesce(x.finding, '') AS finding, coalesce(x.tries, 0) AS tries, x.sealed_told
    FROM evidence AS e JOIN data_key AS k ON k.petition = e.petition
    LEFT JOIN examination AS x ON x.evidence = e.id
"""
_NEW = f"{_FILES} WHERE e.added_at >= %s AND x.evidence IS NULL ORDER BY e.added_at, e.id LIMIT %s"
_DUE = f"""
    {_FILES} WHERE x.stage IN ('waiting', 'shut', 'scans') AND x.next_at <= %s
    ORDER BY x.stage = 'scans', x.next_at LIMIT %s
"""


@dataclass(frozen=True, kw_only=True)
class FileToExamine:
    """A file with the wrapped key that opens it, and how far it was examined."""

    id: UUID
    petition: PetitionId
    address: str
    size: int
    kind: str
    wrapped: bytes
    stage: Stage
    verdict: Verdict
    verdict_at: datetime | None
    finding: str
    tries: int
    sealed_facts: bytes
    sealed_told: bytes | None


def new_files(*, since: datetime, limit: int) -> list[FileToExamine]:
    """Return files added at `since` or later that nobody has begun to examine, the oldest first."""
    return [_file(row) for row in sql.fetch(sql.WRITER, _NEW, (since, limit))]


def due_files(*, at: datetime, limit: int) -> list[FileToExamine]:
    """Return files whose turn it is again; those whose pictures are to be read come last."""
    return [_file(row) for row in sql.fetch(sql.WRITER, _DUE, (at, limit))]


def told_of(key: DataKey, sealed: bytes | None, evidence: UUID) -> Mapping[str, Any]:
    """Return what was found in a file (see `prepare.examining`); empty when nothing is there yet."""
    if sealed is None:
        return {}
    told: Mapping[str, Any] = open_json(key, sealed, bound_to=place(TABLE, TOLD, evidence))
    return told


def _file(row: sql.Row) -> FileToExamine:
    row["stage"], row["verdict"] = Stage(row["stage"]), Verdict(row["verdict"])
    return FileToExamine(**{**row, "petition": PetitionId(row["petition"])})
