"""Calendars by secret address: the secret is made here, told once, and kept only as its keyed hash."""

import secrets
from datetime import datetime
from uuid import UUID

from huiyin.commands.outreach.own_feeds import MakeOwnFeed, RevokeOwnFeed
from huiyin.commands.people.desk_feeds import MakeDeskFeed, RevokeDeskFeed
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare.house import vault
from huiyin.queries.outreach import feeds
from huiyin.queries.outreach.feeds import Feed
from huiyin.rules.access.roles import Role

TOKEN_BYTES = 32
PURPOSE = "calendar feed"


def make_for_post(actor: Actor, post: UUID, *, language: str, at: datetime) -> str:
    """Open a calendar of a post and return its secret, told this once; errors as of the command."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = MakeDeskFeed(id=new_id(at), post=post, token_hash=_hash(token), language=language)
    door.execute(made, actor=actor, at=at)
    return token


def make_for_petition(petition: PetitionId, *, language: str, at: datetime) -> str:
    """Open a calendar of one's own matter and return its secret, told this once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = MakeOwnFeed(petition=petition, id=new_id(at), token_hash=_hash(token), language=language)
    door.execute(made, actor=_petitioner(petition), at=at)
    return token


def revoke_of_post(actor: Actor, feed: UUID, *, at: datetime) -> None:
    """Close one of one's own calendars at once; Unknown for another's."""
    door.execute(RevokeDeskFeed(id=feed), actor=actor, at=at)


def revoke_of_petition(petition: PetitionId, feed: UUID, *, at: datetime) -> None:
    """Close a calendar of one's own matter at once."""
    door.execute(RevokeOwnFeed(petition=petition, id=feed), actor=_petitioner(petition), at=at)


def find(token: str, *, at: datetime) -> Feed | None:
    """Return the calendar of a secret, or None.

    Whatever is asked takes one keyed hash and one look at an index of such hashes: time tells nothing of
    the secrets that are there.
    """
    return feeds.find_feed(_hash(token), on=local_date(at))


def _petitioner(petition: PetitionId) -> Actor:
    return Actor(kind=ActorKind.PETITIONER, role=Role.PETITIONER.value, petition=petition)


def _hash(token: str) -> bytes:
    return vault().keyed_hash(PURPOSE, token.encode())
