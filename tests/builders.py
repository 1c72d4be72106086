"""State for tests, built by commands only: what stands in the database got there through the door.

A small world: the province, Chengdu with two of its counties, and Mianyang, each with a bureau, a
discipline organ and a few competent offices. Ids, names and days are the same at every run; keys, salts,
numbers and query codes are random, as in life.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from huiyin.commands.documents import NewDocument
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.classify_petition import ClassifyPetition
from huiyin.commands.handling.decline_petition import DeclinePetition
from huiyin.commands.handling.draft_opinion import DraftOpinion
from huiyin.commands.handling.record_contact import RecordContact
from huiyin.commands.handling.record_execution import RecordExecution
from huiyin.commands.handling.record_finding import RecordFinding
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.commands.handling.sign_opinion import SignOpinion
from huiyin.commands.learning.adopt import Adopt
from huiyin.commands.outreach.rate_petition import RatePetition
from huiyin.commands.oversight.raise_supervision import RaiseSupervision
from huiyin.commands.oversight.record_non_response import RecordNonResponse
from huiyin.commands.oversight.remind import Remind
from huiyin.commands.oversight.send_advice import SendAdvice
from huiyin.commands.oversight.set_label import SetLabel
from huiyin.commands.people.appoint import Appoint
from huiyin.commands.people.load_offices import DivisionRow, LoadOffices, OfficeRow
from huiyin.commands.review.request_review import RequestReview
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, ActorKind, Command, Op, Outcome
from huiyin.kernel.ids import AccountId, OfficeId, PetitionId, named_id, new_id, new_number, new_query_code
from huiyin.prepare import filing
from huiyin.prepare.answers import read
from huiyin.prepare.drafts import StagedFile
from huiyin.prepare.filing import Envelope, Prepared
from huiyin.prepare.house import vault
from huiyin.records import sql
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.oversight.checks import Check
from huiyin.rules.routing.divisions import Division, Level, division
from huiyin.rules.routing.offices import discipline_organ, offices_at, responsible_bureau, serving
from huiyin.rules.statute.packs import load_pack, pack_ids
from support.moment import AT

PROVINCE, CHENGDU, JINJIANG, QINGYANG, MIANYANG = 510000, 510100, 510104, 510105, 510700
SEATS = (PROVINCE, CHENGDU, JINJIANG, QINGYANG, MIANYANG)
KINDS = frozenset({"petition", "ecology", "housing", "water", "discipline"})
LEVELS = {Level.PROVINCE: 1, Level.PREFECTURE: 2, Level.COUNTY: 3, Level.TOWN: 4}

BUREAU = responsible_bureau(JINJIANG)
BUREAU_OF_CHENGDU = responsible_bureau(CHENGDU)
BUREAU_OF_SICHUAN = responsible_bureau(PROVINCE)
DISCIPLINE = discipline_organ(JINJIANG)
DISCIPLINE_OF_SICHUAN = discipline_organ(PROVINCE)
ECOLOGY = serving("ecology", CHENGDU)  # competent by itself: pollution is a prefecture's matter
ECOLOGY_OF_SICHUAN = serving("ecology", PROVINCE)
WATER = serving("water", JINJIANG)
HOUSING = serving("housing", JINJIANG)
HOUSING_ELSEWHERE = serving("housing", MIANYANG)

INSTALLER = Actor(kind=ActorKind.INSTALLER, role=Role.INSTALLER.value)
PUBLIC = Actor(kind=ActorKind.PETITIONER, role=Role.PUBLIC.value)
RECORDER = Actor(kind=ActorKind.SYSTEM, role=Role.RECORDER.value, name="recorder")
ROUTER = Actor(kind=ActorKind.SYSTEM, role=Role.ROUTER.value, name="router")
WATCH = Actor(kind=ActorKind.SYSTEM, role=Role.WATCH.value, name="watch")
LABEL = "督办四项"

# Who works where; the account's number is the place in this list.
POSTS: tuple[tuple[Role, OfficeId], ...] = (
    (Role.DISPATCHER, BUREAU),
    (Role.RECEPTION, BUREAU),
    (Role.HANDLER, BUREAU),
    (Role.HEAD, BUREAU),
    (Role.HANDLER, ECOLOGY),
    (Role.HEAD, ECOLOGY),
    (Role.HANDLER, WATER),
    (Role.HEAD, WATER),
    (Role.HANDLER, HOUSING),
    (Role.REVIEWER, ECOLOGY_OF_SICHUAN),
    (Role.HANDLER, HOUSING_ELSEWHERE),
    (Role.DISPATCHER, BUREAU_OF_CHENGDU),
    (Role.HANDLER, BUREAU_OF_CHENGDU),
    (Role.HANDLER, DISCIPLINE),
    (Role.INSPECTOR, BUREAU),
    (Role.SYSTEM_ADMINISTRATOR, BUREAU_OF_SICHUAN),
    (Role.DISPATCHER, DISCIPLINE_OF_SICHUAN),
    (Role.DISPATCHER, BUREAU_OF_SICHUAN),
    (Role.HEAD, BUREAU_OF_SICHUAN),
)

# Clear enough to be sent to Chengdu's ecology office by itself.
POLLUTION = {
    "klass": "claim",
    "title": "纺织厂偷排污水",
    "text": "我们小区旁边的纺织厂每天夜里偷偷往河里排放污水，河水发黑发臭，水质检测超标。",
    "request": "请查处",
    "language": "zh-hans",
    "division": JINJIANG,
    "persons": [
        {
            "part": "petitioner",
            "kind": "person",
            "name": "王小明",
            "phone": "13800000000",
            "address": "东大街1号",
        }
    ],
    "electronic": True,
}
# Says nothing that any topic knows: it waits in the bureau's queue.
UNCLEAR = {
    **POLLUTION,
    "title": "请帮帮我们",
    "text": "我们想了很久，还是请你们看一看。",
    "request": "请答复",
}


def official(role: Role, office: OfficeId) -> Actor:
    """Return the one who holds this post."""
    number = POSTS.index((role, office)) + 1
    return Actor(kind=ActorKind.OFFICIAL, account=AccountId(number), office=office, role=role.value)


DISPATCHER = official(Role.DISPATCHER, BUREAU)
RECEPTION = official(Role.RECEPTION, BUREAU)
HANDLER = official(Role.HANDLER, ECOLOGY)
HEAD = official(Role.HEAD, ECOLOGY)
PROPOSER = official(Role.DISPATCHER, BUREAU_OF_SICHUAN)  # of rules and calendars
CONFIRMER = official(Role.HEAD, BUREAU_OF_SICHUAN)
INSPECTOR = official(Role.INSPECTOR, BUREAU)
STRANGER = official(Role.HANDLER, HOUSING)


def petitioner(petition: PetitionId) -> Actor:
    """Return whoever holds number and query code of this matter."""
    return Actor(kind=ActorKind.PETITIONER, role=Role.PETITIONER.value, petition=petition)


def install(at: datetime = AT) -> None:
    """Fill an empty installation: divisions, offices, rule packs, accounts and posts."""
    door.execute(offices(), actor=INSTALLER, at=at)
    door.execute_many(packs(), actor=INSTALLER, at=at)
    door.execute(label(), actor=INSTALLER, at=at)
    for number in range(1, len(POSTS) + 1):
        account(AccountId(number), at=at)
    door.execute_many(appointments(), actor=INSTALLER, at=at)


def label() -> SetLabel:
    """Return the command that sets a label of the place."""
    grouped = frozenset({Check.REGISTER, Check.TRANSFER, Check.ACCEPT, Check.CONCLUDE})
    return SetLabel(name=LABEL, checks=grouped)


def account(number: AccountId, *, at: datetime = AT) -> None:
    """Make an account (of the sign-in library: a named exception, no command)."""
    sql.fetch(
        sql.WRITER,
        "INSERT INTO account (id, username, display_name, email, is_active, created_at, password)"
        " VALUES (%s, %s, %s, '', true, %s, '') RETURNING id",
        (number, f"person{number}", f"Person {number}", at),
    )


def offices() -> LoadOffices:
    """Return the command that loads the small world."""
    return LoadOffices(
        divisions=tuple(division_row(division(code)) for code in SEATS),
        offices=tuple(
            OfficeRow(
                id=int(office.id),
                name=office.name,
                name_en=office.name_en,
                kind=office.kind,
                role=office.role.value,
                division=int(office.division),
                level=LEVELS[office.level],
                parent=int(office.parent) if office.parent else None,
                topics=tuple(office.topics),
            )
            for code in SEATS
            for office in offices_at(code)
            if office.kind in KINDS
        ),
    )


def division_row(place: Division) -> DivisionRow:
    """Return the row of a division."""
    return DivisionRow(
        code=int(place.code),
        name=place.name,
        level=LEVELS[place.level],
        parent=int(place.parent) if place.parent else None,
    )


def packs() -> list[Adopt]:
    """Return the commands that put the rule packs in force."""
    return [
        Adopt(
            kind="pack",
            name=pack.id,
            version=pack.version,
            digest=bytes.fromhex(pack.digest),
            effective_on=pack.starts_on,
        )
        for pack in (load_pack(name) for name in pack_ids())
        if pack.by_default
    ]


def appointments() -> list[Appoint]:
    """Return the commands that fill the posts."""
    return [
        Appoint(
            id=named_id(f"test post {number}"),
            account=AccountId(number),
            office=office,
            role=role,
            since=date(2026, 1, 5),
        )
        for number, (role, office) in enumerate(POSTS, start=1)
    ]


@dataclass(frozen=True, kw_only=True)
class Life:
    """A petition and how far it has come; each step is a command a day after the last."""

    prepared: Prepared
    outcomes: tuple[Outcome, ...]
    at: datetime  # of the last command
    documents: dict[str, UUID] = field(default_factory=dict)  # by kind
    opinion: UUID | None = None

    @property
    def petition(self) -> PetitionId:
        """Its id."""
        return self.prepared.command.petition

    @property
    def petitioner(self) -> Actor:
        """Who filed it, later."""
        return petitioner(self.petition)

    @property
    def outcome(self) -> Outcome:
        """Of the last command."""
        return self.outcomes[-1]

    def then(self, command: Command, actor: Actor, *, days: int = 1) -> "Life":
        """Return the matter after one more command."""
        at = self.at + timedelta(days=days)
        outcome = door.execute(command, actor=actor, at=at)
        return replace(self, outcomes=(*self.outcomes, outcome), at=at)


def prepare(at: datetime = AT, **answers: Any) -> Prepared:
    """Return a filing ready for the door; `answers` replace those of `POLLUTION`."""
    petition = PetitionId(new_id(at))
    happened = {name: answers.pop(name) for name in ("happened_at", "happened_source") if name in answers}
    envelope = Envelope(
        petition=petition,
        number=new_number(),
        code=new_query_code(),
        data_key=vault().new_data_key(petition).wrapped,
        channel=answers.pop("channel", "web"),
        **happened,
    )
    files = answers.pop("files", ())
    return filing.prepare(read({**POLLUTION, **answers}), files, envelope, at=at)


def file_petition(at: datetime = AT, **answers: Any) -> Life:
    """File a petition as the public does."""
    prepared = prepare(at, **answers)
    return Life(prepared=prepared, outcomes=(door.execute(prepared.command, actor=PUBLIC, at=at),), at=at)


def waiting(at: datetime = AT, **answers: Any) -> Life:
    """File a petition that nothing but a person can send on."""
    return file_petition(at, **{**UNCLEAR, **answers})


def transferred(at: datetime = AT, **answers: Any) -> Life:
    """A matter that the dispatcher sent to Chengdu's ecology office."""
    life = waiting(at, **answers)
    return life.then(
        TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place"), DISPATCHER
    )


def accusation(*against: OfficeId, **answers: Any) -> Life:
    """An accusation against offices."""
    accused = [{"kind": "office", "name": "某单位", "office": one, "accused": True} for one in against]
    return file_petition(**{**UNCLEAR, "klass": "accusation", "respondents": accused, **answers})


def classified(
    life: Life | None = None,
    klass: Klass = Klass.CLAIM,
    route: Route | None = Route.ORDINARY,
    actor: Actor = HANDLER,
) -> Life:
    """A matter whose class and route its handler decided."""
    life = life or file_petition()
    command = ClassifyPetition(petition=life.petition, klass=klass, route=route, topic="environment.water")
    return life.then(command, actor)


def new_document(life: Life) -> NewDocument:
    """Return a document to be issued."""
    return NewDocument(id=new_id(life.at), sealed_content=b"sealed")


def accepted(life: Life | None = None, **how: Any) -> Life:
    """A matter that the competent office accepted."""
    life = classified(life, **how)
    document = new_document(life)
    after = life.then(AcceptPetition(petition=life.petition, notice=document), how.get("actor", HANDLER))
    return replace(after, documents={**after.documents, "acceptance": document.id})


def declined(life: Life | None = None) -> Life:
    """A matter that the competent office declined."""
    life = life or file_petition()
    document = new_document(life)
    command = DeclinePetition(petition=life.petition, reason="outside_duties", notice=document)
    return replace(life.then(command, HANDLER), documents={"declination": document.id})


def drafted(life: Life | None = None, outcome: str = "support", **how: Any) -> Life:
    """A matter with a draft of what answers it."""
    life = life or accepted(**how)
    opinion = new_id(life.at)
    command = DraftOpinion(petition=life.petition, id=opinion, outcome=outcome, sealed_content=b"sealed")
    return replace(life.then(command, HANDLER), opinion=opinion)


def signed(life: Life | None = None) -> Life:
    """A matter whose opinion the head signed."""
    life = life or drafted()
    assert life.opinion is not None
    document = new_document(life)
    command = SignOpinion(petition=life.petition, opinion=life.opinion, document=document)
    return replace(life.then(command, HEAD), documents={**life.documents, "opinion": document.id})


def answered(life: Life | None = None) -> Life:
    """A matter whose opinion reached the petitioner; one not signed yet is signed first."""
    life = life if life and "opinion" in life.documents else signed(life)
    command = ServeDocument(
        petition=life.petition,
        document=life.documents["opinion"],
        way="in_person",
        served_on=local_date(life.at),
    )
    return life.then(command, HANDLER)


def under_review(life: Life | None = None) -> Life:
    """A matter of which a review was asked."""
    life = life or answered()
    command = RequestReview(petition=life.petition, id=new_id(life.at), sealed_grounds=b"sealed")
    return life.then(command, life.petitioner)


def neglected(life: Life | None = None, *, days: int = 20) -> Life:
    """A matter of which nobody told the petitioner in time: an item raised, and its office reminded."""
    life = life or file_petition()
    life = life.then(RaiseSupervision(petition=life.petition), WATCH, days=days)
    query = "SELECT id, binding_on FROM clock WHERE petition = %s AND watched = 1 ORDER BY id"
    clock = sql.fetch(sql.WRITER, query, (life.petition,))[0]
    command = Remind(petition=life.petition, clock=clock["id"], due_on=clock["binding_on"])
    return life.then(command, WATCH, days=0)


def executed(life: Life | None = None, *, days: int = 1) -> Life:
    """A matter whose office recorded today that what the opinion supports was carried out."""
    life = life or answered()
    today = local_date(life.at + timedelta(days=days))
    command = RecordExecution(petition=life.petition, id=new_id(life.at), on=today, sealed_text=b"sealed")
    return life.then(command, HEAD, days=days)


def advised(life: Life | None = None, *, failed: str = "tell", due_in: int | None = 30) -> Life:
    """A matter in which an inspector advised the office that failed; its reply is due so many days on."""
    life = life or neglected()
    query = "SELECT id FROM supervision_item WHERE petition = %s AND failed = %s ORDER BY since DESC, id"
    item = sql.fetch(sql.WRITER, query, (life.petition, failed))[0]["id"]
    command = SendAdvice(
        petition=life.petition,
        item=item,
        id=new_id(life.at),
        due_on=None if due_in is None else local_date(life.at) + timedelta(days=due_in),
        sealed_text=b"sealed",
    )
    return life.then(command, INSPECTOR, days=0)


def full_life(**answers: Any) -> Life:
    """A matter with a row in every table of a petition."""
    file = StagedFile(
        id=new_id(AT), name="a.pdf", kind="application/pdf", size=1, sha256=b"s" * 32, address="0" * 64
    )
    whom = [{"kind": "enterprise", "name": "某厂"}]
    life = advised(neglected(file_petition(**{"files": (file,), "respondents": whom, **answers})))
    life = unanswered(accepted(life.then(OpenStory(petition=life.petition), HANDLER)))
    contact = RecordContact(
        petition=life.petition, id=new_id(life.at), way="visit", reached=True, sealed_note=b"sealed"
    )
    finding = RecordFinding(petition=life.petition, id=new_id(life.at), sealed_text=b"sealed")
    life = executed(answered(drafted(life.then(contact, HANDLER).then(finding, HANDLER))))
    rating = RatePetition(
        petition=life.petition, id=new_id(life.at), of="office", grade=5, sealed_comment=None
    )
    return under_review(life.then(rating, life.petitioner))


def unanswered(life: Life) -> Life:
    """A matter in which what the last command set running is over and was recorded."""
    changes = life.outcome.decision.changes
    clock = next(one.values["id"] for one in changes if one.table == "clock" and one.op is Op.INSERT)
    return life.then(RecordNonResponse(petition=life.petition, clock=clock), RECORDER, days=70)


@lru_cache(maxsize=1)
def everything() -> Sequence[Any]:
    """Return what makes each kind of state, for tests over all of them."""
    return (waiting, file_petition, transferred, classified, accepted, declined, drafted, signed, answered,
            under_review)  # fmt: skip
