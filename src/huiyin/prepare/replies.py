"""What a petitioner adds to a living matter: a rating, a request for review, a wish for a person."""

from datetime import datetime

from huiyin.commands.outreach.rate_petition import RatePetition
from huiyin.commands.review.request_review import RequestReview
from huiyin.commands.routing.request_person import RequestPerson
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind, Command
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare.answers import prose
from huiyin.prepare.house import vault
from huiyin.queries.outreach.following import wrapped_key
from huiyin.rules.access.roles import Role
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import seal_text

COMMENT_LIMIT = 10_000  # bytes of UTF-8


def rate(petition: PetitionId, *, of: str, grade: int, comment: str, at: datetime) -> None:
    """Rate ``bureau`` or ``office`` from 1 to 5; errors as of the command."""
    row = new_id(at)
    sealed = None
    if comment.strip():
        words = prose(comment, field="comment", limit=COMMENT_LIMIT)
        sealed = seal_text(_key(petition), words, bound_to=place("rating", "sealed_comment", row))
    _execute(RatePetition(petition=petition, id=row, of=of, grade=grade, sealed_comment=sealed), petition, at)


def request_review(petition: PetitionId, *, grounds: str, at: datetime) -> None:
    """Ask the next-higher office for a review; raise Invalid without grounds, Unlawful out of time."""
    row = new_id(at)
    words = prose(grounds, field="grounds")
    sealed = seal_text(_key(petition), words, bound_to=place("review_request", "sealed_grounds", row))
    _execute(RequestReview(petition=petition, id=row, sealed_grounds=sealed), petition, at)


def request_person(petition: PetitionId, *, at: datetime) -> None:
    """Have a person decide where the matter goes, after it was sent on by itself."""
    _execute(RequestPerson(petition=petition), petition, at)


def _execute(command: Command, petition: PetitionId, at: datetime) -> None:
    actor = Actor(kind=ActorKind.PETITIONER, role=Role.PETITIONER.value, petition=petition)
    door.execute(command, actor=actor, at=at)


def _key(petition: PetitionId) -> DataKey:
    wrapped = wrapped_key(petition)
    if wrapped is None:
        raise Unknown("petition.unknown")
    return vault().open_data_key(wrapped, petition)
