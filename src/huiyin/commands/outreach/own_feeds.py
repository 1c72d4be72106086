"""Make and revoke the petitioner's own calendar of a matter: its dates where one keeps one's others.

信访工作条例 第二十一条第二款: progress and result can be queried. The secret of its address never comes here,
only its keyed hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, Command, Decision, insert, update
from huiyin.kernel.errors import Conflict, Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.matter import Matter

MOST = 5  # at one time: each device may have its own, and a lost one is revoked alone


@dataclass(frozen=True, kw_only=True)
class MakeOwnFeed(Command):
    """Open a calendar of one's own matter."""

    petition: PetitionId
    id: UUID
    token_hash: bytes
    language: str


@dataclass(frozen=True, kw_only=True)
class RevokeOwnFeed(Command):
    """Close a calendar of one's own matter at once."""

    petition: PetitionId
    id: UUID


@dataclass(frozen=True, kw_only=True)
class Feeds:
    """The matter, and its calendars that are open."""

    matter: Matter
    open: frozenset[UUID]

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing


_OPEN = "SELECT id FROM feed WHERE petition = %s AND revoked_at IS NULL"


def load(commands: Sequence[MakeOwnFeed | RevokeOwnFeed]) -> list[Feeds]:
    """Load the matter and its calendars."""
    return [Feeds(matter=matter, open=_open(matter.id)) for matter in load_matters(commands)]


def _open(petition: PetitionId) -> frozenset[UUID]:
    return frozenset(row["id"] for row in sql.fetch(sql.WRITER, _OPEN, (petition,)))


def decide(subject: Feeds, command: MakeOwnFeed, *, actor: Actor, at: datetime) -> Decision:
    """Open it."""
    if len(subject.open) >= MOST:
        raise Conflict("feed.too_many", most=MOST)
    row = {**vars(command), "post": None, "account": None, "office": None}
    return Decision(
        kind="petition.feed_made",
        subject=command.petition,
        changes=(insert("feed", **row, made_at=at, revoked_at=None),),
        facts={"feed": command.id},
    )


def revoke(subject: Feeds, command: RevokeOwnFeed, *, actor: Actor, at: datetime) -> Decision:
    """Close it."""
    if command.id not in subject.open:
        raise Unknown("feed.unknown")
    return Decision(
        kind="petition.feed_revoked",
        subject=command.petition,
        changes=(update("feed", id=command.id, revoked_at=at),),
        facts={"feed": command.id},
    )


MAKE = Handler(permission=Permission.OUTREACH_FEED_KEEP, load=load, decide=decide)
REVOKE = Handler(permission=Permission.OUTREACH_FEED_KEEP, load=load, decide=revoke)
