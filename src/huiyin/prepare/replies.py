"""What a petitioner adds to a living matter: a rating, a request for review, a wish for a person, files."""

from datetime import datetime
from uuid import UUID

from huiyin.commands.outreach.rate_petition import RatePetition
from huiyin.commands.review.request_review import RequestReview
from huiyin.commands.routing.request_person import RequestPerson
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind, Command
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare.adding import add_laid
from huiyin.prepare.answers import prose
from huiyin.prepare.trays import Giver
from huiyin.queries.outreach.own_story import own_key
from huiyin.rules.access.roles import Role
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import seal_text

OF_PETITIONER = "petitioner"
COMMENT_LIMIT = 10_000  # bytes of UTF-8


def rate(petition: PetitionId, *, of: str, grade: int, comment: str, at: datetime) -> None:
    """Rate ``bureau`` or ``office`` from 1 to 5; errors as of the command."""
    row = new_id(at)
    sealed = None
    if comment.strip():
        words = prose(comment, field="comment", limit=COMMENT_LIMIT)
        sealed = _sealed(petition, words, "rating", "sealed_comment", row)
    _execute(RatePetition(petition=petition, id=row, of=of, grade=grade, sealed_comment=sealed), petition, at)


def request_review(petition: PetitionId, *, grounds: str, at: datetime) -> None:
    """Ask the next-higher office for a review; raise Invalid without grounds, Unlawful out of time."""
    row = new_id(at)
    sealed = _sealed(petition, prose(grounds, field="grounds"), "review_request", "sealed_grounds", row)
    _execute(RequestReview(petition=petition, id=row, sealed_grounds=sealed), petition, at)


def request_person(petition: PetitionId, *, at: datetime) -> None:
    """Have a person decide where the matter goes, after it was sent on by itself."""
    _execute(RequestPerson(petition=petition), petition, at)


def giver_of(petition: PetitionId) -> Giver:
    """Return the petitioner as one who lays files ready; errors as of `key_of`."""
    return Giver(petition=petition, wrapped_key=key_of(petition).wrapped, part=OF_PETITIONER)


def add_files(petition: PetitionId, *, at: datetime) -> None:
    """Add the files that lie ready; errors as of the command."""
    add_laid(giver_of(petition), actor=_actor(petition), at=at)


def key_of(petition: PetitionId) -> DataKey:
    """Return the key under which a matter's files are sealed; raise Unknown when there is none."""
    key = own_key(petition)
    if key is None:
        raise Unknown("petition.unknown")
    return key


def _execute(command: Command, petition: PetitionId, at: datetime) -> None:
    door.execute(command, actor=_actor(petition), at=at)


def _actor(petition: PetitionId) -> Actor:
    return Actor(kind=ActorKind.PETITIONER, role=Role.PETITIONER.value, petition=petition)


def _sealed(petition: PetitionId, words: str, table: str, column: str, row: UUID) -> bytes:
    return seal_text(key_of(petition), words, bound_to=place(table, column, row))
