"""A destruction list (销毁清册): its states, and that whoever drew it up does not approve it.

档案法 第二十一条: nobody destroys archives on their own authority. One draws up, another approves, the system
carries out, leaving out what may not go any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.rules.access.permissions import Permission

MOST = 1000  # matters on one list: the longest closed; the next list takes up where it ends


class ListState(StrEnum):
    """Where a destruction list stands."""

    DRAWN = "drawn"  # waits for a second person
    APPROVED = "approved"
    CARRYING = "carrying"  # ordered: being carried out
    DONE = "done"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class ItemState(StrEnum):
    """What became of a matter on a list."""

    LISTED = "listed"
    TAKEN_OFF = "taken_off"  # by a person, who gave it another period or a hold
    LEFT_OUT = "left_out"  # it may not go: when the list was drawn up, or any more
    DESTROYED = "destroyed"


UNDECIDED = frozenset({ListState.DRAWN, ListState.APPROVED, ListState.CARRYING})


@dataclass(frozen=True, kw_only=True)
class DestructionList:
    """A list as it stands; `listed` is how many matters on it are neither taken off, left out nor gone."""

    id: UUID
    office: OfficeId
    year: int
    serial: int
    state: ListState
    approvers: tuple[str, ...]
    drawn_by: AccountId
    approved_by: AccountId | None
    listed: int

    @property
    def number(self) -> str:
        """As it is called."""
        return f"{self.year}-{self.serial}"

    def require(self, state: ListState) -> None:
        """Raise Conflict unless it stands there."""
        if self.state is not state:
            raise Conflict("destruction.elsewhere", state=self.state.value)


def require_approvable(found: DestructionList, *, account: AccountId, role: str, matters: int) -> None:
    """Raise unless this person may approve the list, having counted what is on it.

    Refused for whoever drew it up and for a role that the classes on it do not name; Conflict when it was
    decided; Invalid when the number written out is not that of the matters on it: it was changed meanwhile.
    """
    found.require(ListState.DRAWN)
    if account == found.drawn_by:
        raise Refused("destruction.same_person", permission=Permission.EVIDENCE_DESTRUCTION_APPROVE.value)
    if role not in found.approvers:
        raise Refused("destruction.other_role", permission=Permission.EVIDENCE_DESTRUCTION_APPROVE.value)
    if not found.listed:
        raise Conflict("destruction.nothing_left")
    if matters != found.listed:
        raise Invalid("destruction.other_number", field="matters", listed=found.listed)


def approvers_of(roles: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return who may approve a list of these classes: the roles that every class names."""
    common = set.intersection(*(set(one) for one in roles)) if roles else set()
    return tuple(sorted(common))
