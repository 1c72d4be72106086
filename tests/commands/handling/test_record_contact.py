"""Record a contact with the petitioner."""

import pytest

import builders
from builders import HANDLER, RECEPTION, STRANGER
from huiyin.commands.handling.record_contact import WAYS, RecordContact
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.rules.access.roles import Role
from support.state import entries, leaves_nothing, refuses, row

pytestmark = pytest.mark.usefixtures("installed")


def contact(life: builders.Life, actor: Actor = HANDLER, way: str = "telephone") -> builders.Life:
    command = RecordContact(
        petition=life.petition, id=new_id(life.at), way=way, reached=False, sealed_note=b"sealed"
    )
    return life.then(command, actor)


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_contact_is_recorded_with_who_and_when(way: str) -> None:
    life = contact(builders.file_petition(), way=way)
    found = row("contact")
    assert (found["account"], found["office"], found["at"]) == (HANDLER.account, HANDLER.office, life.at)
    assert (found["way"], found["reached"], found["sealed_note"]) == (way, False, b"sealed")
    assert entries(life.petition)[-1]["facts"] == {"way": way, "reached": False}


def test_reception_records_too() -> None:
    contact(builders.waiting(), RECEPTION)
    assert row("contact")["office"] == RECEPTION.office


@pytest.mark.parametrize(
    "actor", [STRANGER, builders.PUBLIC, builders.official(Role.INSPECTOR, builders.BUREAU)]
)
def test_nobody_else_records(actor: Actor) -> None:
    life = builders.file_petition()
    refuses(Refused, lambda: contact(life, actor))


def test_a_way_that_is_not_in_the_list_is_refused() -> None:
    life = builders.file_petition()
    refuses(Invalid, lambda: contact(life, way="dream"), "contact.unknown_way")


def test_after_the_answer_nothing_is_recorded_any_more() -> None:
    life = builders.answered()
    refuses(Unlawful, lambda: contact(life, RECEPTION), "step.not_when_answered")


def test_the_same_contact_sent_twice_is_a_conflict() -> None:
    life = builders.file_petition()
    command = RecordContact(
        petition=life.petition, id=new_id(life.at), way="visit", reached=True, sealed_note=b"sealed"
    )
    life = life.then(command, HANDLER)
    refuses(Conflict, lambda: life.then(command, HANDLER), "door.written_already")


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.file_petition()
    leaves_nothing(lambda: contact(life))
