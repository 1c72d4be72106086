"""Proposals of rules under lock: what two people decide on, and whose office may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.commands.streams import STATUTE, lock_stream
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.records import sql
from huiyin.rules.access.require import Standing

# What is in force in a province is asked of its own petition bureau (信访工作条例 第八条至第十四条).
_BUREAU = "SELECT min(id) AS id FROM office WHERE role = 'bureau' AND level = 1"
_PROPOSALS = "SELECT * FROM rule_proposal WHERE id = ANY(%s)"
_WAITING = "SELECT kind, digest FROM rule_proposal WHERE state = 'proposed'"
_ADOPTED = "SELECT id, digest FROM adopted"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One that stands: proposed, or decided on already."""

    id: UUID
    kind: str
    name: str
    version: str
    digest: bytes
    content: bytes
    effective_on: date
    state: str
    proposed_by: AccountId

    @property
    def key(self) -> str:
        """The key under which it stands once adopted."""
        return f"{self.kind}:{self.name}:{self.version}"


@dataclass(frozen=True, kw_only=True)
class Table:
    """What of the statute stands: for a proposal that is made."""

    standing: Standing
    waiting: frozenset[tuple[str, bytes]]
    adopted: dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A proposal that is decided on, and what stands beside it."""

    standing: Standing
    proposal: Proposal
    adopted: dict[str, bytes]


def load_table() -> Table:
    """Lock the stream of the statute; read what waits and what is adopted."""
    lock_stream(STATUTE)
    waiting = sql.fetch(sql.WRITER, _WAITING)
    return Table(
        standing=_standing(),
        waiting=frozenset((row["kind"], bytes(row["digest"])) for row in waiting),
        adopted=_adopted(),
    )


def load_proposals(wanted: Sequence[UUID]) -> list[Proposed]:
    """Lock the stream of the statute; read these proposals; raise Unknown for one that does not stand."""
    lock_stream(STATUTE)
    rows = {row["id"]: row for row in sql.fetch(sql.WRITER, _PROPOSALS, (list(wanted),))}
    if any(one not in rows for one in wanted):
        raise Unknown("rules.no_such_proposal")
    standing, adopted = _standing(), _adopted()
    names = tuple(Proposal.__dataclass_fields__)
    return [
        Proposed(
            standing=standing,
            proposal=Proposal(**{name: rows[one][name] for name in names}),
            adopted=adopted,
        )
        for one in wanted
    ]


def _standing() -> Standing:
    row = sql.fetch_one(sql.WRITER, _BUREAU)
    return Standing(bureau=OfficeId(row["id"]) if row and row["id"] else None)


def _adopted() -> dict[str, bytes]:
    return {row["id"]: bytes(row["digest"]) for row in sql.fetch(sql.WRITER, _ADOPTED)}
