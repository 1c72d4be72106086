"""The petitioner's own calendar: opened and closed by whoever holds number and code, by nobody else."""

from uuid import UUID

import pytest

import builders
from builders import DISPATCHER, HANDLER, Life
from huiyin.commands.outreach import own_feeds
from huiyin.commands.outreach.own_feeds import MakeOwnFeed, RevokeOwnFeed
from huiyin.kernel.command import Actor, Reader
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import new_id
from huiyin.queries.outreach.feeds import feeds_of_petition, find_feed
from huiyin.queries.reading import reading
from support.moment import AT
from support.state import entries, leaves_nothing, refuses

pytestmark = pytest.mark.usefixtures("installed")

TODAY = AT.date()
SECRET = b"s" * 32


def make(life: Life, actor: Actor | None = None, token_hash: bytes = SECRET) -> UUID:
    feed = new_id(life.at)
    command = MakeOwnFeed(petition=life.petition, id=feed, token_hash=token_hash, language="en")
    life.then(command, actor or life.petitioner)
    return feed


def revoke(life: Life, feed: UUID, actor: Actor | None = None) -> None:
    life.then(RevokeOwnFeed(petition=life.petition, id=feed), actor or life.petitioner)


def test_a_petitioner_opens_a_calendar_and_the_matters_ledger_says_so() -> None:
    life = builders.file_petition()
    feed = make(life)
    found = find_feed(SECRET, on=TODAY)
    assert found
    assert (found.id, found.petition, found.office, found.language) == (feed, life.petition, None, "en")
    entry = entries(life.petition)[-1]
    assert (entry["kind"], entry["facts"]) == ("petition.feed_made", {"feed": str(feed)})
    assert [one.id for one in feeds_of_petition(life.petition)] == [feed]


def test_it_is_closed_at_once_and_only_once() -> None:
    life = builders.file_petition()
    feed = make(life)
    revoke(life, feed)
    assert find_feed(SECRET, on=TODAY) is None
    assert feeds_of_petition(life.petition) == ()
    assert entries(life.petition)[-1]["kind"] == "petition.feed_revoked"
    refuses(Unknown, lambda: revoke(life, feed), "feed.unknown")


@pytest.mark.parametrize("actor", [HANDLER, DISPATCHER, builders.PUBLIC, builders.INSTALLER])
def test_nobody_else_opens_or_closes_one(actor: Actor) -> None:
    life = builders.file_petition()
    refuses(Refused, lambda: make(life, actor))
    feed = make(life)
    refuses(Refused, lambda: revoke(life, feed, actor))


def test_another_petitioner_does_not_close_it() -> None:
    life, other = builders.file_petition(), builders.file_petition()
    feed = make(life)
    refuses(Refused, lambda: revoke(life, feed, other.petitioner))
    refuses(Unknown, lambda: revoke(other, feed), "feed.unknown")


def test_at_most_five_are_open_at_one_time() -> None:
    life = builders.file_petition()
    feeds = [make(life, token_hash=bytes([number]) * 32) for number in range(own_feeds.MOST)]
    refuses(Conflict, lambda: make(life), "feed.too_many")
    revoke(life, feeds[-1])
    make(life)


def test_no_office_sees_that_there_is_one() -> None:
    life = builders.accepted()
    make(life)
    for office in (builders.ECOLOGY, builders.BUREAU):
        with reading(Reader(offices=(office,))) as rows:
            assert rows.all("SELECT id FROM feed") == []


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.file_petition()
    leaves_nothing(lambda: make(life))


def test_a_late_failure_to_close_leaves_it_open() -> None:
    life = builders.file_petition()
    feed = make(life)
    leaves_nothing(lambda: revoke(life, feed))
