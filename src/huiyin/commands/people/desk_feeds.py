"""Make and revoke the calendar of one's own post (日历订阅): what the office must do by when.

信访工作条例 第二十八条第一款: no shirking, perfunctory handling or delay. The secret of its address never
comes here, only its keyed hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import PEOPLE, lock_stream
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, insert, update
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission

MOST = 5  # at one time: each device may have its own, and a lost one is revoked alone


@dataclass(frozen=True, kw_only=True)
class MakeDeskFeed(Command):
    """Open a calendar of the post in which one acts."""

    id: UUID
    post: UUID
    token_hash: bytes
    language: str


@dataclass(frozen=True, kw_only=True)
class RevokeDeskFeed(Command):
    """Close one of one's own calendars at once."""

    id: UUID


@dataclass(frozen=True, kw_only=True)
class PostOfFeed(NoSubject):
    """The post as it stands, and how many calendars of it are open; empty for one that is not there."""

    account: AccountId | None = None
    office: OfficeId | None = None
    role: str = ""
    since: date = date.max
    until: date | None = None
    open: int = 0


@dataclass(frozen=True, kw_only=True)
class Feed(NoSubject):
    """Whose calendar it is; None when there is none, or it is closed."""

    account: AccountId | None = None


_POST = """
    SELECT p.account, p.office, p.role, p.since, p.until,
           (SELECT count(*) FROM feed AS f WHERE f.post = p.id AND f.revoked_at IS NULL)::int AS open
    FROM post AS p WHERE p.id = %s
"""
_FEED = "SELECT account FROM feed WHERE id = %s AND petition IS NULL AND revoked_at IS NULL"


def load(commands: Sequence[MakeDeskFeed]) -> list[PostOfFeed]:
    """Lock the stream of people; read the posts."""
    lock_stream(PEOPLE)
    found = [sql.fetch_one(sql.WRITER, _POST, (command.post,)) for command in commands]
    return [PostOfFeed(**row) if row else PostOfFeed() for row in found]


def decide(subject: PostOfFeed, command: MakeDeskFeed, *, actor: Actor, at: datetime) -> Decision:
    """Open it for the post's own holder, while the post runs."""
    account, office, today = acting_account(actor), acting_office(actor), local_date(at)
    runs = subject.since <= today and (subject.until is None or subject.until >= today)
    if (subject.account, subject.office, subject.role) != (account, office, actor.role) or not runs:
        raise Refused("access.refused", permission=Permission.PEOPLE_FEED_KEEP.value)
    if subject.open >= MOST:
        raise Conflict("feed.too_many", most=MOST)
    row = {**vars(command), "petition": None, "account": account, "office": office}
    return Decision(
        kind="people.feed_made",
        subject=PEOPLE,
        changes=(insert("feed", **row, made_at=at, revoked_at=None),),
        facts={"feed": command.id, "office": office},
    )


def load_feeds(commands: Sequence[RevokeDeskFeed]) -> list[Feed]:
    """Lock the stream of people; read whose calendars they are."""
    lock_stream(PEOPLE)
    found = [sql.fetch_one(sql.WRITER, _FEED, (command.id,)) for command in commands]
    return [Feed(**row) if row else Feed() for row in found]


def revoke(subject: Feed, command: RevokeDeskFeed, *, actor: Actor, at: datetime) -> Decision:
    """Close it; of another's calendar nobody learns whether it is there."""
    if subject.account is None or subject.account != actor.account:
        raise Unknown("feed.unknown")
    return Decision(
        kind="people.feed_revoked",
        subject=PEOPLE,
        changes=(update("feed", id=command.id, revoked_at=at),),
        facts={"feed": command.id},
    )


MAKE = Handler(permission=Permission.PEOPLE_FEED_KEEP, load=load, decide=decide)
REVOKE = Handler(permission=Permission.PEOPLE_FEED_KEEP, load=load_feeds, decide=revoke)
