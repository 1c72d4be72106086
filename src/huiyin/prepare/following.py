"""The petitioner comes back: number and query code open a sealed session; what is typed becomes commands."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.commands.outreach.rate_petition import RatePetition
from huiyin.commands.review.request_review import RequestReview
from huiyin.commands.routing.request_person import RequestPerson
from huiyin.door import attempts, door
from huiyin.kernel import canonical
from huiyin.kernel.command import Actor, ActorKind, Command
from huiyin.kernel.errors import HuiyinError, Unknown
from huiyin.kernel.ids import PetitionId, new_id, parse_number, parse_query_code
from huiyin.prepare import receipts
from huiyin.prepare.answers import prose
from huiyin.prepare.drafts import StagedFile
from huiyin.prepare.filing import evidence_row, query_hash
from huiyin.prepare.house import vault
from huiyin.queries.outreach.following import find
from huiyin.queries.outreach.own_story import OwnStory, own_key
from huiyin.rules.access import pace
from huiyin.rules.access.pace import Tried
from huiyin.rules.access.roles import Role
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import seal_text

IDLE = timedelta(minutes=30)
COMMENT_BYTES = 8 << 10
PURPOSE = "follow"
_IPV6_CLIENT_BITS = 64  # one subscriber


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What came of a try: the matter, or how long to wait, or neither: number or code does not fit."""

    petition: PetitionId | None = None
    wait: timedelta = timedelta(0)


def enter(number: str, code: str, *, client: str, at: datetime) -> Entry:
    """Look a matter up by number and query code as typed; `client` is the address the request came from.

    An unknown number and a wrong code, well formed or not, take the same hashes and the same queries.
    """
    known, secret = parse_number(number) or number.strip(), parse_query_code(code) or code.strip()
    keys = (_hash("client", _network(client)), _hash("number", known))
    # Order: the try is counted as failed before anything is looked up, so that many at once gain nothing.
    wait = _count(*keys, at=at)
    if wait:
        return Entry(wait=wait)
    petition = find(known, query_hash(secret))
    if petition is not None:
        _forgive(*keys, at=at)
    return Entry(petition=petition)


def open_session(petition: PetitionId, *, at: datetime) -> str:
    """Return the token of a session: the matter and the instant after which it is over, sealed."""
    plain = canonical.encode({"petition": petition, "until": at + IDLE})
    return urlsafe_b64encode(vault().seal_blob(PURPOSE, plain, "session")).decode()


def session(token: str, *, at: datetime) -> PetitionId | None:
    """Return the matter of a session that is not over; None for any other token."""
    try:
        plain = canonical.decode(vault().open_blob(PURPOSE, urlsafe_b64decode(token), "session"))
    except (ValueError, HuiyinError):
        return None
    return PetitionId(UUID(plain["petition"])) if at < datetime.fromisoformat(plain["until"]) else None


def rate(petition: PetitionId, *, of: str, grade: int, comment: str, at: datetime) -> None:
    """Rate the bureau or the office, with a comment if something was written."""
    row = new_id(at)
    text = prose(comment, field="comment", limit=COMMENT_BYTES) if comment.strip() else ""
    sealed = _seal(petition, text, "rating", "sealed_comment", row) if text else None
    _act(RatePetition(petition=petition, id=row, of=of, grade=grade, sealed_comment=sealed), petition, at)


def request_review(petition: PetitionId, *, grounds: str, at: datetime) -> None:
    """Ask the next-higher office to review the opinion."""
    row = new_id(at)
    sealed = _seal(petition, prose(grounds, field="grounds"), "review_request", "sealed_grounds", row)
    _act(RequestReview(petition=petition, id=row, sealed_grounds=sealed), petition, at)


def request_person(petition: PetitionId, *, at: datetime) -> None:
    """Ask that a person decides where the matter goes."""
    _act(RequestPerson(petition=petition), petition, at)


def add_evidence(petition: PetitionId, files: Sequence[StagedFile], *, at: datetime) -> None:
    """Add files that were staged under the matter's own key."""
    key = key_of(petition)
    rows = tuple(evidence_row(file, key) for file in files)
    _act(AddEvidence(petition=petition, files=rows), petition, at)


def key_of(petition: PetitionId) -> DataKey:
    """Return the data key under which a matter's files are sealed; raise Unknown when there is none."""
    key = own_key(petition)
    if key is None:
        raise Unknown("petition.unknown")
    return key


def receipt(petition: PetitionId, story: OwnStory) -> bytes | None:
    """Return the receipt of the filing once more; None when it cannot be made to prove what it says."""
    if story.filed is None:
        return None
    made = receipts.receipt_again(petition, story.filed)
    if made is None:
        return None
    try:
        receipts.verify(made)
    except HuiyinError:
        return None
    return made


def _act(command: Command, petition: PetitionId, at: datetime) -> None:
    actor = Actor(kind=ActorKind.PETITIONER, role=Role.PETITIONER.value, petition=petition)
    door.execute(command, actor=actor, at=at)


def _seal(petition: PetitionId, text: str, table: str, column: str, row: UUID) -> bytes:
    return seal_text(key_of(petition), text, bound_to=place(table, column, row))


def _hash(kind: str, name: str) -> bytes:
    return vault().keyed_hash(f"attempt {kind}", name.encode())


def _network(client: str) -> str:
    try:
        address = ip_address(client)
    except ValueError:
        return client
    bits = address.max_prefixlen if address.version == 4 else _IPV6_CLIENT_BITS  # noqa: PLR2004  the protocol
    return str(ip_network((address, bits), strict=False))


def _count(client: bytes, number: bytes, *, at: datetime) -> timedelta:
    waits: list[timedelta] = []

    def change(before: Mapping[bytes, Tried]) -> Mapping[bytes, Tried]:
        mine, its = (pace.remembered(before[key], at) for key in (client, number))
        waits.append(pace.wait(mine, its, at))
        if waits[-1]:
            return {client: mine, number: its}
        return {
            client: pace.failed(mine, at, longest=pace.LONGEST_OF_CLIENT),
            number: pace.failed(its, at, longest=pace.LONGEST_OF_NUMBER),
        }

    attempts.change([client, number], change, at=at)
    return waits[-1]


def _forgive(client: bytes, number: bytes, *, at: datetime) -> None:
    attempts.change(
        [client, number], lambda before: {key: pace.forgiven(one, at) for key, one in before.items()}, at=at
    )
