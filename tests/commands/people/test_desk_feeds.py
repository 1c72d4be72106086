"""The calendar of a post: opened by its holder, closed at once, over with the post."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

import builders
from builders import DISPATCHER, HANDLER, HEAD, INSTALLER, POSTS
from huiyin.commands.people import desk_feeds
from huiyin.commands.people.desk_feeds import MakeDeskFeed, RevokeDeskFeed
from huiyin.commands.streams import PEOPLE
from huiyin.door import door
from huiyin.kernel.command import Actor, Reader
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import named_id, new_id
from huiyin.queries.outreach.feeds import feeds_of_post, find_feed
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row

pytestmark = pytest.mark.usefixtures("installed")

TODAY = date(2026, 5, 6)


def post_of(actor: Actor) -> UUID:
    return named_id(f"test post {actor.account}")


def make(actor: Actor = HANDLER, of: Actor | None = None, token_hash: bytes = b"h" * 32) -> UUID:
    feed = new_id(AT)
    command = MakeDeskFeed(id=feed, post=post_of(of or actor), token_hash=token_hash, language="zh-hans")
    door.execute(command, actor=actor, at=AT)
    return feed


def revoke(feed: UUID, actor: Actor = HANDLER) -> None:
    door.execute(RevokeDeskFeed(id=feed), actor=actor, at=AT)


def test_a_holder_opens_a_calendar_and_the_ledger_says_so() -> None:
    feed = make()
    found = find_feed(b"h" * 32, on=TODAY)
    assert found
    assert (found.id, found.office, found.petition) == (feed, HANDLER.office, None)
    entry = entries(PEOPLE)[-1]
    assert (entry["kind"], entry["facts"]) == (
        "people.feed_made",
        {"feed": str(feed), "office": HANDLER.office},
    )


def test_it_is_closed_at_once_and_only_once() -> None:
    feed = make()
    revoke(feed)
    assert find_feed(b"h" * 32, on=TODAY) is None
    assert row("feed", id=feed)["revoked_at"] == AT
    assert entries(PEOPLE)[-1]["kind"] == "people.feed_revoked"
    refuses(Unknown, lambda: revoke(feed), "feed.unknown")


@pytest.mark.parametrize("actor", [HEAD, DISPATCHER])
def test_another_official_neither_opens_nor_closes_it(actor: Actor) -> None:
    refuses(Refused, lambda: make(actor, of=HANDLER))
    feed = make()
    refuses(Unknown, lambda: revoke(feed, actor), "feed.unknown")


@pytest.mark.parametrize(
    "actor", [INSTALLER, builders.PUBLIC, builders.ROUTER, builders.official(*POSTS[15])]
)
def test_whoever_has_no_part_in_the_business_has_no_calendar(actor: Actor) -> None:
    refuses(Refused, lambda: make(actor))


def test_a_post_that_is_not_there_has_none() -> None:
    command = MakeDeskFeed(id=new_id(AT), post=named_id("nobody"), token_hash=b"h", language="en")
    refuses(Refused, lambda: door.execute(command, actor=HANDLER, at=AT))


def test_at_most_five_are_open_at_one_time() -> None:
    feeds = [make(token_hash=bytes([number]) * 32) for number in range(desk_feeds.MOST)]
    refuses(Conflict, lambda: make(token_hash=b"x" * 32), "feed.too_many")
    revoke(feeds[0])
    make(token_hash=b"x" * 32)


def test_it_ends_with_the_post_and_with_the_account(installed: Any) -> None:
    make()
    with installed["owner"].cursor() as cursor:
        cursor.execute("UPDATE post SET until = %s WHERE id = %s", [TODAY, post_of(HANDLER)])
        assert find_feed(b"h" * 32, on=TODAY)
        assert find_feed(b"h" * 32, on=TODAY + timedelta(days=1)) is None
        cursor.execute("UPDATE account SET is_active = false WHERE id = %s", [HANDLER.account])
        assert find_feed(b"h" * 32, on=TODAY) is None


def test_after_the_post_no_other_is_opened(installed: Any) -> None:
    with installed["owner"].cursor() as cursor:
        cursor.execute("UPDATE post SET until = '2026-05-05' WHERE id = %s", [post_of(HANDLER)])
    refuses(Refused, make)


def test_only_the_own_office_lists_it() -> None:
    feed = make()
    own, other = Reader(offices=(HANDLER.office,)), Reader(offices=(DISPATCHER.office,))  # type: ignore[arg-type]
    assert [one.id for one in feeds_of_post(own, post_of(HANDLER))] == [feed]
    assert feeds_of_post(other, post_of(HANDLER)) == ()


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(make)


def test_a_late_failure_to_close_leaves_it_open() -> None:
    feed = make()
    leaves_nothing(lambda: revoke(feed))
