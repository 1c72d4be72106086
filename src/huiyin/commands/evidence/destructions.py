"""Destruction lists under lock: one list as it stands, and how it is read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.evidence.retentions import required
from huiyin.commands.streams import lock_stream
from huiyin.kernel.command import Change, insert
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import AccountId, OfficeId, PetitionId, new_id
from huiyin.records import sql
from huiyin.rules.access.require import Standing
from huiyin.rules.retention.lists import DestructionList, ItemState, ListState

_ONE = """
    SELECT l.id, l.office, l.year, l.serial, l.state, l.approvers, l.drawn_by, l.decided_by,
           (SELECT count(*) FROM destruction_item AS i WHERE i.destruction = l.id AND i.hindered = '')
           - (SELECT count(*) FROM destruction_outcome AS o WHERE o.destruction = l.id) AS listed
    FROM destruction_list AS l WHERE l.id = %s
"""
_ITEM = """
    SELECT i.hindered, o.state FROM destruction_item AS i
    LEFT JOIN destruction_outcome AS o ON o.destruction = i.destruction AND o.petition = i.matter
    WHERE i.destruction = %s AND i.matter = %s
"""


@dataclass(frozen=True, kw_only=True)
class OnList:
    """A list, and who may act on it: the office that drew it up."""

    found: DestructionList

    @property
    def standing(self) -> Standing:
        """Its office's."""
        return Standing(bureau=self.found.office)


def load_list(identity: UUID) -> OnList:
    """Lock the history of a list and read it; raise Unknown."""
    lock_stream(identity)
    return OnList(found=read_list(identity))


def is_waiting(destruction: UUID, petition: PetitionId) -> bool:
    """Return whether it is not decided yet of a matter on a list; raise Unknown for one not on it."""
    row = required(sql.fetch(sql.WRITER, _ITEM, (destruction, petition)), "destruction.unknown")
    return not row["hindered"] and row["state"] is None


def require_waiting(*, waits: bool) -> None:
    """Raise Conflict for a matter of which it is decided already."""
    if not waits:
        raise Conflict("destruction.not_listed")


def outcome(
    found: DestructionList, petition: PetitionId, state: ItemState, *, why: str, at: datetime
) -> Change:
    """Return the change that says what became of a matter on a list."""
    return insert(
        "destruction_outcome",
        id=new_id(at),
        petition=petition,
        destruction=found.id,
        office=found.office,
        state=state.value,
        why=why,
        at=at,
    )


def read_list(identity: UUID) -> DestructionList:
    """Return a list as it stands; raise Unknown ``destruction.unknown``."""
    row = required(sql.fetch(sql.WRITER, _ONE, (identity,)), "destruction.unknown")
    decided = row["decided_by"]
    return DestructionList(
        id=row["id"],
        office=OfficeId(row["office"]),
        year=row["year"],
        serial=row["serial"],
        state=ListState(row["state"]),
        approvers=tuple(row["approvers"]),
        drawn_by=AccountId(row["drawn_by"]),
        approved_by=None if decided is None else AccountId(decided),
        listed=row["listed"],
    )
