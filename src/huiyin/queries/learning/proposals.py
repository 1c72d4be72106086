"""Proposals of rules and calendars: what waits for a second person, and what became of the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.kernel.command import PUBLIC
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.queries.reading import reading
from huiyin.rules.access.require import Standing
from huiyin.rules.statute.law import RuleFile

_ALL = """
    SELECT p.id, p.kind, p.name, p.version, p.digest, p.effective_on, p.reason, p.state, p.proposed_by,
           p.proposed_at, p.decided_by, p.decided_at, p.decided_because, a.effective_on AS in_force_on
    FROM rule_proposal AS p LEFT JOIN adopted AS a ON a.proposal = p.id
    ORDER BY p.proposed_at DESC, p.id DESC
"""
_CONTENT = "SELECT content FROM rule_proposal WHERE id = %s"
_BUREAU = "SELECT min(id) AS id FROM office WHERE role = 'bureau' AND level = 1"


@dataclass(frozen=True, kw_only=True)
class ProposalLine:
    """One proposal without its bytes; `in_force_on` is the day from which it holds, once confirmed."""

    id: UUID
    kind: str
    name: str
    version: str
    digest: bytes
    effective_on: date
    reason: str
    state: str
    proposed_by: AccountId
    proposed_at: datetime
    decided_by: AccountId | None
    decided_at: datetime | None
    decided_because: str
    in_force_on: date | None

    @property
    def key(self) -> str:
        """The key under which it stands once adopted."""
        return f"{self.kind}:{self.name}:{self.version}"


def proposals() -> tuple[ProposalLine, ...]:
    """Return every proposal, the latest first. Rules are public: so is who may be asked about them."""
    with reading(PUBLIC) as rows:
        return tuple(_line(row) for row in rows.all(_ALL))


def proposal_named(text: str) -> ProposalLine:
    """Return the proposal of an id, or of its first letters; Unknown when none or several begin so."""
    found = [one for one in proposals() if text and str(one.id).startswith(text.lower())]
    if len(found) != 1:
        raise Unknown("rules.no_such_proposal")
    return found[0]


def file_of(line: ProposalLine, *, today: date) -> RuleFile:
    """Return the file of a proposal as it would stand if it were confirmed today."""
    with reading(PUBLIC) as rows:
        row = rows.one(_CONTENT, (line.id,))
    if row is None:
        raise Unknown("rules.no_such_proposal")
    return RuleFile(
        id=line.key,
        kind=line.kind,
        name=line.name,
        effective_on=max(line.effective_on, today),
        content=bytes(row["content"]),
    )


def standing() -> Standing:
    """Return what decides who may propose and confirm: the bureau of the province."""
    with reading(PUBLIC) as rows:
        row = rows.one(_BUREAU)
    return Standing(bureau=OfficeId(row["id"]) if row and row["id"] else None)


def _line(row: Mapping[str, Any]) -> ProposalLine:
    return ProposalLine(**{**row, "digest": bytes(row["digest"])})
