"""Erasures under lock: what two people decide on, and all that will be told of it when it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.matter import OnPetition, load_matters
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict, Invalid, Unknown
from huiyin.kernel.ids import AccountId, PetitionId
from huiyin.records import sql
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.erasing import require_erasable
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.law import in_force

PROPOSED, ERASED, WITHDRAWN, REJECTED = "proposed", "erased", "withdrawn", "rejected"
LONGEST = 2000  # characters of a reason

_PROPOSALS = "SELECT id, petition, state, basis, reason, proposed_by FROM erasure WHERE petition = ANY(%s)"
_SUPERVISED = "SELECT DISTINCT petition FROM supervision_item WHERE petition = ANY(%s) AND state <> 'closed'"
_CHAIN = "SELECT subject, previous, commitment, sha256(body) AS digest FROM entry WHERE subject = ANY(%s)"
_FILES = "SELECT petition, count(*) AS files FROM evidence WHERE petition = ANY(%s) GROUP BY petition"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A proposal to erase one matter."""

    id: UUID
    state: str
    basis: str
    reason: str
    proposed_by: AccountId


@dataclass(frozen=True, kw_only=True)
class Erasable:
    """A matter, what was proposed, and what stands of it."""

    matter: Matter
    proposals: tuple[Proposal, ...]
    supervised: bool
    digests: tuple[bytes, ...]  # SHA-256 of the bodies of its entries, the first first
    files: int

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing

    @property
    def waiting(self) -> Proposal | None:
        """The proposal that waits for a second person: one at most."""
        return next((one for one in self.proposals if one.state == PROPOSED), None)

    def require_erasable(self, at: datetime) -> None:
        """Raise Conflict or Unlawful with what must be over before; see `rules.lifecycle.erasing`."""
        law = in_force(at)
        clocks = clocks_of(self.matter, at=at, law=law)
        require_erasable(self.matter, clocks, supervised=self.supervised, law=law, on=local_date(at))

    def proposal(self, identity: UUID) -> Proposal:
        """Return one that waits; raise Unknown when there is none, Conflict when it was decided."""
        found = next((one for one in self.proposals if one.id == identity), None)
        if found is None:
            raise Unknown("erasure.no_such_proposal")
        if found.state != PROPOSED:
            raise Conflict("erasure.decided_already", state=found.state)
        return found


def load_erasables(commands: Sequence[OnPetition]) -> list[Erasable]:
    """Lock the petitions, then read them with what an erasure tells of; raise Unknown."""
    matters = load_matters(commands)
    wanted = ([matter.id for matter in matters],)
    proposals, supervised, chain, files = sql.fetch_all(
        sql.WRITER, [(_PROPOSALS, wanted), (_SUPERVISED, wanted), (_CHAIN, wanted), (_FILES, wanted)]
    )
    standing = {row["petition"] for row in supervised}
    counted = {row["petition"]: row["files"] for row in files}
    return [
        Erasable(
            matter=matter,
            proposals=tuple(_proposal(row) for row in proposals if row["petition"] == matter.id),
            supervised=matter.id in standing,
            digests=_digests(matter.id, chain),
            files=counted.get(matter.id, 0),
        )
        for matter in matters
    ]


def given(text: str, field: str) -> str:
    """Return what was given as basis or reason; raise Invalid when it is empty or too long."""
    words = text.strip()
    if not words:
        raise Invalid(f"erasure.{field}_missing", field=field)
    if len(words) > LONGEST:
        raise Invalid("erasure.too_long", field=field, limit=LONGEST)
    return words


def _proposal(row: sql.Row) -> Proposal:
    return Proposal(**{name: row[name] for name in Proposal.__dataclass_fields__})


def _digests(petition: PetitionId, chain: Sequence[sql.Row]) -> tuple[bytes, ...]:
    by_previous = {row["previous"]: row for row in chain if row["subject"] == petition}
    digests, following = [], by_previous.get(None)
    while following is not None:
        digests.append(bytes(following["digest"]))
        following = by_previous.get(following["commitment"])
    return tuple(digests)
