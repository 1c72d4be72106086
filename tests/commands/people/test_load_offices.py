"""Load divisions and offices: those named stand as given, the others stay."""

from dataclasses import replace

import pytest

import builders
from builders import BUREAU, INSTALLER, JINJIANG
from huiyin.commands.people.load_offices import LoadOffices
from huiyin.commands.streams import PEOPLE
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("equipped")


def _renamed() -> LoadOffices:
    whole = builders.offices()
    place = next(one for one in whole.divisions if one.code == JINJIANG)
    office = next(one for one in whole.offices if one.id == BUREAU)
    return LoadOffices(
        divisions=(replace(place, name="锦江新区"),), offices=(replace(office, topics=("labour.wages",)),)
    )


def test_an_empty_installation_is_filled() -> None:
    door.execute(builders.offices(), actor=INSTALLER, at=AT)
    assert {place["code"] for place in rows("division")} == set(builders.SEATS)
    found = row("office", id=BUREAU)
    assert (found["role"], found["division"], found["level"]) == ("bureau", JINJIANG, 3)
    assert found["parent"] == builders.BUREAU_OF_CHENGDU
    [entry] = entries(PEOPLE)
    assert entry["facts"] == {"divisions": 5, "offices": len(rows("office"))}


def test_what_is_named_again_is_altered_and_the_rest_stays() -> None:
    door.execute(builders.offices(), actor=INSTALLER, at=AT)
    before = len(rows("office"))
    door.execute(_renamed(), actor=INSTALLER, at=AT)
    assert row("division", code=JINJIANG)["name"] == "锦江新区"
    assert row("office", id=BUREAU)["topics"] == ["labour.wages"]
    assert len(rows("office")) == before
    assert len(entries(PEOPLE)) == 2


@pytest.mark.parametrize("actor", [builders.DISPATCHER, builders.PUBLIC, builders.HEAD])
def test_nobody_else_loads(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(builders.offices(), actor=actor, at=AT))


def test_a_table_that_names_an_office_twice_is_refused_whole() -> None:
    whole = builders.offices()
    twice = replace(whole, offices=(*whole.offices, whole.offices[0]))
    refuses(Conflict, lambda: door.execute(twice, actor=INSTALLER, at=AT), "door.written_already")


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(builders.offices(), actor=INSTALLER, at=AT))
