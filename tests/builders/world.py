"""A small world: places, offices, who works where, and an installation filled with them."""

from datetime import date, datetime

from huiyin.commands.learning.adopt import Adopt
from huiyin.commands.oversight.set_label import SetLabel
from huiyin.commands.people.appoint import Appoint
from huiyin.commands.people.load_offices import DivisionRow, LoadOffices, OfficeRow
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.ids import AccountId, OfficeId, PetitionId, named_id
from huiyin.records import sql
from huiyin.rules.access.roles import Role
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
ERASER = official(Role.HEAD, BUREAU)  # of what the dispatcher proposed
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
