"""Kept searches: sealed, one's own, dropped at once, no long list."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

import builders
from builders import HANDLER, HEAD, INSTALLER, POSTS
from huiyin.commands.people import saved_searches
from huiyin.commands.people.saved_searches import DropSearch, KeepSearch
from huiyin.commands.streams import PEOPLE
from huiyin.door import door
from huiyin.kernel.command import Actor, Reader
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import named_id, new_id
from huiyin.prepare.searching import keeping
from huiyin.queries.people.kept_searches import kept_searches
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def in_post(actor: Actor) -> Actor:
    return replace(actor, post=named_id(f"test post {actor.account}"))


def keep(actor: Actor = HANDLER) -> UUID:
    search = new_id(AT)
    door.execute(KeepSearch(id=search, sealed_query=b"sealed"), actor=in_post(actor), at=AT)
    return search


def drop(search: UUID, actor: Actor = HANDLER) -> None:
    door.execute(DropSearch(id=search), actor=in_post(actor), at=AT)


def test_a_search_is_kept_sealed_and_opened_for_its_owner() -> None:
    keeping.keep(in_post(HANDLER), {"q": "污水", "state": ""}, at=AT)
    keeping.keep(in_post(HANDLER), {"q": "噪声", "state": "answered"}, at=AT + timedelta(minutes=1))
    own = Reader(offices=(HANDLER.office,), account=HANDLER.account)  # type: ignore[arg-type]
    post = in_post(HANDLER).post
    assert post
    assert [one.typed for one in kept_searches(own, post)] == [
        {"q": "污水"},
        {"q": "噪声", "state": "answered"},
    ]
    assert "污水".encode() not in b"".join(bytes(one["sealed_query"]) for one in rows("saved_search"))
    other = Reader(offices=(HANDLER.office,), account=HEAD.account)  # type: ignore[arg-type]
    assert kept_searches(other, post) == ()
    assert entries(PEOPLE)[-1]["kind"] == "people.search_kept"


def test_it_is_dropped_at_once_and_only_once() -> None:
    search = keep()
    drop(search)
    assert row("saved_search", id=search)["dropped_at"] == AT
    assert entries(PEOPLE)[-1]["kind"] == "people.search_dropped"
    refuses(Unknown, lambda: drop(search), "search.unknown")


def test_another_official_does_not_drop_it() -> None:
    search = keep()
    refuses(Unknown, lambda: drop(search, HEAD), "search.unknown")
    keeping.drop(in_post(HANDLER), search, at=AT)


@pytest.mark.parametrize("actor", [INSTALLER, builders.PUBLIC, builders.official(*POSTS[15])])
def test_whoever_has_no_part_in_the_business_keeps_none(actor: Actor) -> None:
    refuses(Refused, lambda: keep(actor))


def test_without_a_post_none_is_kept() -> None:
    refuses(
        Refused,
        lambda: door.execute(KeepSearch(id=new_id(AT), sealed_query=b"x"), actor=HANDLER, at=AT),
    )


def test_at_most_twenty_are_kept_at_one_time() -> None:
    searches = [keep() for _ in range(saved_searches.MOST)]
    refuses(Conflict, keep, "search.too_many_kept")
    drop(searches[0])
    keep()
    keep(HEAD)


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(keep)


def test_a_late_failure_to_drop_leaves_it() -> None:
    search = keep()
    leaves_nothing(lambda: drop(search))
