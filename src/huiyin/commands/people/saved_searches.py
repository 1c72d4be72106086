"""Keep and drop a search of one's own (常用检索). What one looks for tells of matters: it is sealed.

信访工作条例 第二十八条第一款: no shirking, perfunctory handling or delay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import PEOPLE, lock_stream
from huiyin.kernel.command import Actor, Command, Decision, insert, update
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import AccountId
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission

MOST = 20  # of one post at one time: more are no short list


@dataclass(frozen=True, kw_only=True)
class KeepSearch(Command):
    """Keep a sealed question for the post in which one acts."""

    id: UUID
    sealed_query: bytes


@dataclass(frozen=True, kw_only=True)
class DropSearch(Command):
    """Drop one of one's own kept searches."""

    id: UUID


@dataclass(frozen=True, kw_only=True)
class Kept(NoSubject):
    """How many searches an account keeps in each of its posts."""

    by_post: dict[UUID, int]


@dataclass(frozen=True, kw_only=True)
class Search(NoSubject):
    """Whose kept search it is; None when there is none, or it was dropped."""

    account: AccountId | None = None


_KEPT = "SELECT post, count(*)::int AS kept FROM saved_search WHERE dropped_at IS NULL GROUP BY post"
_OWNER = "SELECT account FROM saved_search WHERE id = %s AND dropped_at IS NULL"


def load(commands: Sequence[KeepSearch]) -> list[Kept]:
    """Lock the stream of people; read how many are kept."""
    lock_stream(PEOPLE)
    kept = {row["post"]: row["kept"] for row in sql.fetch(sql.WRITER, _KEPT)}
    return [Kept(by_post=kept) for _ in commands]


def decide(subject: Kept, command: KeepSearch, *, actor: Actor, at: datetime) -> Decision:
    """Keep it beside the others of the post; Conflict ``search.too_many_kept`` beyond twenty."""
    account, office = acting_account(actor), acting_office(actor)
    if actor.post is None:
        raise Refused("access.refused", permission=Permission.PEOPLE_SEARCH_KEEP.value)
    if subject.by_post.get(actor.post, 0) >= MOST:
        raise Conflict("search.too_many_kept", most=MOST)
    row = {**vars(command), "post": actor.post, "account": account, "office": office}
    return Decision(
        kind="people.search_kept",
        subject=PEOPLE,
        changes=(insert("saved_search", **row, made_at=at, dropped_at=None),),
        facts={"search": command.id, "office": office},
    )


def load_owners(commands: Sequence[DropSearch]) -> list[Search]:
    """Lock the stream of people; read whose searches they are."""
    lock_stream(PEOPLE)
    found = [sql.fetch_one(sql.WRITER, _OWNER, (command.id,)) for command in commands]
    return [Search(**row) if row else Search() for row in found]


def drop(subject: Search, command: DropSearch, *, actor: Actor, at: datetime) -> Decision:
    """Drop it; of another's nobody learns whether it is there."""
    if subject.account is None or subject.account != actor.account:
        raise Unknown("search.unknown")
    return Decision(
        kind="people.search_dropped",
        subject=PEOPLE,
        changes=(update("saved_search", id=command.id, dropped_at=at),),
        facts={"search": command.id},
    )


KEEP = Handler(permission=Permission.PEOPLE_SEARCH_KEEP, load=load, decide=decide)
DROP = Handler(permission=Permission.PEOPLE_SEARCH_KEEP, load=load_owners, decide=drop)
