"""What happened to a matter, step by step, as its ledger tells it: each step can be proved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.kernel.command import ActorKind, Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.reading import reading
from huiyin.rules.receipt.shown import TOLD

# Danger: the body of a filing may hold a megabyte of ciphertext; it is not parsed for a line of history.
_STEPS = """
    SELECT kind, at, CASE WHEN kind <> 'petition.filed' THEN convert_from(body, 'UTF8')::jsonb END AS body
    FROM entry WHERE subject = %s AND kind = ANY(%s) ORDER BY at, id
"""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One step: what, when, by whom (None: the petitioner), and its public facts."""

    kind: str
    at: datetime
    office: OfficeId | None
    facts: Mapping[str, Any]


def history(petition: PetitionId) -> tuple[Taken, ...]:
    """Return the steps of one's own matter, oldest first."""
    with reading(Reader(petition=petition)) as rows:
        found = rows.all(_STEPS, (petition, list(TOLD)))
    return tuple(
        _taken(row["kind"], row["at"], row["body"] or {"actor": {"kind": ActorKind.PETITIONER.value}})
        for row in found
    )


def _taken(kind: str, at: datetime, body: Mapping[str, Any]) -> Taken:
    facts = body.get("facts", {})
    office = body["actor"].get("office") or facts.get("by_office")
    return Taken(kind=kind, at=at, office=OfficeId(office) if office else None, facts=facts)
