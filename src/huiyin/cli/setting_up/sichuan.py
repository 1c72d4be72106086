"""Sichuan: its divisions down to the towns, and its offices, loaded prefecture by prefecture."""

from collections.abc import Iterator

from huiyin.adapters.postgres.tell import Tell
from huiyin.commands.people.load_offices import DivisionRow, LoadOffices, OfficeRow
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.command import Actor, ActorKind
from huiyin.queries.people.installation import divisions_loaded
from huiyin.rules.access.roles import Role
from huiyin.rules.routing.divisions import Division, Level, children, division, level_of
from huiyin.rules.routing.offices import offices_at

INSTALLER = Actor(kind=ActorKind.INSTALLER, role=Role.INSTALLER.value)
PROVINCE = 510000
LEVELS = {Level.PROVINCE: 1, Level.PREFECTURE: 2, Level.COUNTY: 3, Level.TOWN: 4}


def load(tell: Tell) -> None:
    """Load what is missing; every part is one entry of the ledger, so that an interrupted run goes on."""
    present = divisions_loaded()
    for parts in _batches():
        if parts[-1].code in present:
            continue
        door.execute(_command(parts), actor=INSTALLER, at=clock.now())
        tell("setup.loaded", name=parts[0].name, divisions=len(parts))


def _batches() -> Iterator[list[Division]]:
    yield [division(PROVINCE)]
    for prefecture in children(PROVINCE):
        counties = children(prefecture.code)
        towns = [town for county in counties for town in children(county.code)]
        yield [prefecture, *counties, *towns]


def _command(parts: list[Division]) -> LoadOffices:
    seats = [part for part in parts if part.level is not Level.TOWN]
    return LoadOffices(
        divisions=tuple(
            DivisionRow(
                code=int(part.code),
                name=part.name,
                level=LEVELS[level_of(part.code)],
                parent=int(part.parent) if part.parent else None,
            )
            for part in parts
        ),
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
            for seat in seats
            for office in offices_at(seat.code)
        ),
    )
