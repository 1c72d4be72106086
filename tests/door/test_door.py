"""The door: all of it happens, or none of it; what happened stands in the ledger."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, IntegrityError

import builders
from builders import HANDLER, HEAD, PUBLIC, STRANGER
from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.record_contact import RecordContact
from huiyin.commands.learning.move_clocks import MoveClocks
from huiyin.commands.routing.request_person import RequestPerson
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door, equipment
from huiyin.door.handlers import HANDLERS
from huiyin.kernel import canonical
from huiyin.kernel.command import Actor, Change, Command, Decision, Op, insert, update
from huiyin.kernel.errors import Conflict, Misconfigured, Refused, Unknown, Unlawful
from huiyin.kernel.ids import PetitionId, named_id, new_id
from huiyin.prepare.moving import MOVER
from huiyin.rules.access.permissions import Permission
from huiyin.rules.receipt.commitment import open_body
from huiyin.rules.receipt.promise import promise_message
from huiyin.vault.installation import Vault
from support.moment import AT
from support.state import entries, jobs, refuses, row, rows, state

pytestmark = pytest.mark.usefixtures("installed")


@dataclass(frozen=True, kw_only=True)
class Write(Command):
    """Whatever changes a test wants written."""

    changes: tuple[Change, ...]


@pytest.fixture
def _writing(monkeypatch: pytest.MonkeyPatch) -> None:
    def decide(subject: NoSubject, command: Write, *, actor: Actor, at: Any) -> Decision:  # noqa: ARG001
        return Decision(kind="test.written", subject=named_id("test"), changes=command.changes)

    def load(commands: Any) -> list[NoSubject]:
        return [NoSubject() for _ in commands]

    handler = Handler(permission=Permission.INTAKE_PETITION_FILE, load=load, decide=decide)
    monkeypatch.setitem(HANDLERS, Write, handler)


def write(*changes: Change) -> Any:
    return door.execute(Write(changes=changes), actor=PUBLIC, at=AT)


def contact(life: builders.Life) -> RecordContact:
    return RecordContact(
        petition=life.petition, id=new_id(life.at), way="visit", reached=True, sealed_note=b"sealed"
    )


def test_the_entry_is_what_was_committed_and_the_log_promised_it(installed_vault: Vault) -> None:
    life = builders.accepted()
    previous = None
    for outcome in life.outcomes:
        entry = outcome.entry
        stored = row("entry", id=entry.id)
        assert open_body(entry.salt, entry.body).commitment == entry.commitment
        assert (stored["body"], stored["commitment"], stored["previous"]) == (
            entry.body,
            entry.commitment,
            previous,
        )
        sealed = row("entry_salt", commitment=entry.commitment)["sealed"]
        assert installed_vault.sealer.open_salt(sealed, entry.commitment) == entry.salt
        signer = installed_vault.signer
        message = promise_message(origin=signer.origin, commitment=entry.commitment, at=entry.at)
        Ed25519PublicKey.from_public_bytes(signer.public_key).verify(entry.promise, message)
        previous = entry.commitment


def test_the_entry_names_who_acted_and_what_changed() -> None:
    life = builders.classified()
    body = canonical.decode(life.outcome.entry.body)
    assert body["actor"] == {
        "kind": "official",
        "account": HANDLER.account,
        "office": HANDLER.office,
        "role": "handler",
    }
    assert [change[:2] for change in body["changes"]] == [["petition", "~"], ["part", "~"], ["part", "~"]]
    assert set(body["changes"][0][2]) == {"id", "klass", "route", "topic", "topic_by"}


def test_a_system_job_acts_under_its_name() -> None:
    life = builders.waiting()
    command = TransferPetition(petition=life.petition, to=builders.ECOLOGY, reason="topic_and_place")
    life = life.then(command, builders.ROUTER)
    assert entries(life.petition)[-1]["actor"] == {"kind": "system", "role": "router", "name": "router"}


def test_a_command_that_tells_nobody_gives_the_queue_nothing() -> None:
    life = builders.accepted()
    before = len(jobs())
    life.then(contact(life), HANDLER)
    assert len(jobs()) == before


def test_a_refused_attempt_changes_nothing_and_stands_in_the_security_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    life = builders.file_petition()
    with caplog.at_level(logging.WARNING, "huiyin.security"):
        refuses(Refused, lambda: life.then(contact(life), STRANGER))
    [record] = [record for record in caplog.records if record.name == "huiyin.security"]
    assert vars(record)["permission"] == "handling:contact:record"
    assert (vars(record)["account"], vars(record)["office"], vars(record)["role"]) == (
        STRANGER.account,
        STRANGER.office,
        "handler",
    )
    assert str(life.petition) not in str(vars(record))


def test_what_the_law_refuses_is_no_security_matter(caplog: pytest.LogCaptureFixture) -> None:
    life = builders.accepted()
    with caplog.at_level(logging.WARNING, "huiyin.security"):
        refuses(Unlawful, lambda: life.then(RequestPerson(petition=life.petition), life.petitioner))
    assert caplog.records == []


def test_many_are_done_in_one_transaction_with_an_entry_each() -> None:
    lives = [builders.file_petition() for _ in range(5)]
    outcomes = door.execute_many([contact(life) for life in lives], actor=HANDLER, at=AT + timedelta(days=1))
    assert [len(entries(life.petition)) for life in lives] == [2] * 5
    assert [outcome.entry.subject for outcome in outcomes] == [life.petition for life in lives]


def test_many_filed_at_once_are_each_whole() -> None:
    prepared = [builders.prepare() for _ in range(20)]
    door.execute_many([one.command for one in prepared], actor=PUBLIC, at=AT)
    assert {one["id"] for one in rows("petition")} == {one.command.petition for one in prepared}
    assert len(rows("data_key")) == 20
    assert len(jobs()) == 20


@pytest.mark.parametrize("place", [0, 2, 4])
def test_if_one_of_many_is_unlawful_none_is_done(place: int) -> None:
    lives = [builders.classified() for _ in range(5)]
    lives[place] = builders.accepted(lives[place].then(contact(lives[place]), HANDLER))
    commands = [AcceptPetition(petition=life.petition, notice=builders.new_document(life)) for life in lives]
    refuses(Unlawful, lambda: door.execute_many(commands, actor=HANDLER, at=AT + timedelta(days=9)))


def test_if_one_of_many_is_not_the_actors_none_is_done() -> None:
    lives = [builders.file_petition(), builders.waiting()]
    refuses(Refused, lambda: door.execute_many([contact(life) for life in lives], actor=HANDLER, at=AT))


def test_if_one_of_many_is_not_there_none_is_done() -> None:
    life = builders.file_petition()
    ghost = replace(contact(life), petition=PetitionId(new_id(AT)))
    refuses(Unknown, lambda: door.execute_many([contact(life), ghost], actor=HANDLER, at=AT))


def test_those_in_conflict_can_be_left_out() -> None:
    lives = [builders.file_petition() for _ in range(3)]
    commands = [MoveClocks(petition=life.petition, because=("x",)) for life in lives]
    before = state()
    refuses(Conflict, lambda: door.execute_many(commands, actor=MOVER, at=AT))
    left = door.execute_many(commands, actor=MOVER, at=AT, without_conflicts=True)
    assert left == []
    assert state() == before


def test_commands_of_several_kinds_do_not_go_together() -> None:
    life = builders.file_petition()
    mixed = [contact(life), RequestPerson(petition=life.petition)]
    refuses(TypeError, lambda: door.execute_many(mixed, actor=HANDLER, at=AT))


def test_no_commands_are_nothing() -> None:
    before = state()
    assert door.execute_many([], actor=HANDLER, at=AT) == []
    assert state() == before


def test_a_command_nobody_handles_is_refused() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Unheard(Command):
        pass

    refuses(KeyError, lambda: door.execute(Unheard(), actor=HEAD, at=AT))


@pytest.mark.usefixtures("_writing")
@pytest.mark.parametrize("table", ["waiting", "entry", "pg_class", "nowhere"])
def test_a_change_of_an_unknown_table_fails(table: str) -> None:
    refuses(DatabaseError, lambda: write(insert(table, id=1)))


@pytest.mark.usefixtures("_writing")
def test_an_update_of_a_row_that_is_not_there_fails() -> None:
    refuses(DatabaseError, lambda: write(update("office", id=1, name="x")))


@pytest.mark.usefixtures("_writing")
def test_one_row_altered_twice_in_one_command_fails() -> None:
    twice = (update("office", id=builders.WATER, name="a"), update("office", id=builders.WATER, name="b"))
    refuses(DatabaseError, lambda: write(*twice))


@pytest.mark.usefixtures("_writing")
def test_a_row_without_what_it_must_have_fails() -> None:
    refuses(IntegrityError, lambda: write(insert("office", id=7, name="x")))


@pytest.mark.usefixtures("_writing")
def test_an_update_alters_only_what_it_names() -> None:
    before = row("office", id=builders.WATER)
    write(update("office", id=builders.WATER, name="another"))
    assert row("office", id=builders.WATER) == {**before, "name": "another"}


@pytest.mark.usefixtures("_writing")
def test_a_value_is_taken_out_by_naming_it_empty() -> None:
    write(update("office", id=builders.WATER, parent=None))
    assert row("office", id=builders.WATER)["parent"] is None


@pytest.mark.usefixtures("_writing")
def test_nothing_is_ever_deleted() -> None:
    assert {op.value for op in Op} == {"+", "~"}
    refuses(DatabaseError, lambda: write(Change("office", "-", {"id": builders.WATER})))  # type: ignore[arg-type]


@pytest.mark.usefixtures("_writing")
def test_a_key_written_before_is_a_conflict_that_names_the_table() -> None:
    again = insert("division", code=builders.CHENGDU, name="x", level=2, parent=None)
    error = refuses(Conflict, lambda: write(again), "door.written_already")
    assert error.facts == {"table": "division"}


class Broken(Exception):
    """The key is gone."""


class BrokenSigner:
    """Fails when asked to sign."""

    origin = "log.example"

    def sign(self, message: bytes) -> bytes:
        """Fail."""
        raise Broken(message)


def test_when_the_log_cannot_promise_nothing_is_kept(installed_vault: Vault) -> None:
    life = builders.file_petition()
    broken = equipment.Equipment(signer=BrokenSigner(), sealer=installed_vault.sealer)
    before = equipment._source[:]
    equipment.use(lambda: broken)
    try:
        refuses(Broken, lambda: life.then(contact(life), HANDLER))
    finally:
        equipment._source[:] = before


def test_a_door_without_equipment_stays_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equipment, "_source", [])
    refuses(Misconfigured, builders.file_petition, "door.not_equipped")
