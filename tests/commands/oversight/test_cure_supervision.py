"""Cure supervision: an item closes when what was owed is done, with the day, or is owed no longer."""

from dataclasses import replace

import pytest

import builders
from builders import DISPATCHER, ECOLOGY, HANDLER, WATCH, WATER, official
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.oversight import cure_supervision
from huiyin.commands.oversight.cure_supervision import CureSupervision
from huiyin.commands.oversight.raise_supervision import RaiseSupervision
from huiyin.commands.oversight.watching import Supervised, load_supervised
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Decision
from huiyin.kernel.errors import Conflict, Refused
from huiyin.records import sql
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass
from huiyin.rules.statute.events import Event, EventName
from support.state import leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def cured(life: builders.Life, actor: Actor = WATCH) -> builders.Life:
    return life.then(CureSupervision(petition=life.petition), actor, days=0)


def neglected() -> builders.Life:
    life = builders.classified(builders.file_petition())
    return life.then(RaiseSupervision(petition=life.petition), WATCH, days=20)


def accepted(life: builders.Life) -> builders.Life:
    document = builders.new_document(life)
    return life.then(AcceptPetition(petition=life.petition, notice=document), HANDLER)


def test_what_was_done_late_closes_with_the_day_it_was_done() -> None:
    life = accepted(neglected())
    assert row("clock", rule="cn22.transferred.notice")["watched"] == 2
    cured(life)
    found = rows("supervision_item")
    assert {(one["state"], one["closed_by"], one["due_on"]) for one in found} == {("closed", "done", None)}
    assert {one["cured_on"] for one in found} == {local_date(life.at)}
    assert row("clock", rule="cn22.transferred.notice")["watched"] == 0


@pytest.mark.parametrize("actor", [DISPATCHER, HANDLER, builders.PUBLIC, official(Role.HEAD, ECOLOGY)])
def test_no_person_cures_an_item(actor: Actor) -> None:
    life = accepted(neglected())
    refuses(Refused, lambda: cured(life, actor))


def test_where_nothing_happened_nothing_is_written() -> None:
    life = neglected()
    refuses(Conflict, lambda: cured(life), "supervision.nothing_cured")
    other = builders.waiting()
    refuses(Conflict, lambda: cured(other), "supervision.nothing_cured")


def test_when_the_matter_goes_elsewhere_the_office_owes_no_longer() -> None:
    life = neglected()
    sent = TransferPetition(petition=life.petition, to=WATER, reason="other_office_competent")
    cured(life.then(sent, DISPATCHER))
    found = rows("supervision_item")
    assert {(one["state"], one["closed_by"], one["cured_on"]) for one in found} == {
        ("closed", "no_longer_owed", None)
    }


def test_something_that_cures_nothing_leaves_the_item_and_its_clock_watched() -> None:
    life = builders.accepted(builders.file_petition(electronic=False))
    life = life.then(RaiseSupervision(petition=life.petition), WATCH, days=30)
    life = builders.classified(life)  # decided anew, and still nobody told the petitioner
    assert row("clock", rule="cn22.transferred.notice")["watched"] == 2
    cured(life)
    assert [(one["failed"], one["state"]) for one in rows("supervision_item")] == [("tell", "open")]
    assert row("clock", rule="cn22.transferred.notice")["watched"] == 1


def test_when_the_class_changes_and_the_clock_with_it_nothing_is_owed_under_it() -> None:
    life = builders.accepted()
    life = life.then(RaiseSupervision(petition=life.petition), WATCH, days=70)
    assert row("supervision_item")["failed"] == "conclude"
    life = builders.classified(life, klass=Klass.SUGGESTION, route=None)
    assert row("clock", rule="cn22.handle")["watched"] == 2
    cured(life)
    found = row("supervision_item")
    assert (found["state"], found["closed_by"]) == ("closed", "no_longer_owed")
    assert row("clock", rule="cn22.handle")["watched"] == 0


def advised(life: builders.Life) -> Decision:
    """Return what would be decided had the bureau sent its advice to the office."""
    with sql.transaction(sql.WRITER):
        [found] = load_supervised([CureSupervision(petition=life.petition)])
    matter = found.watched.matter
    sent = Event(name=EventName.ADVICE_SENT, at=life.at, office=matter.bureau)
    more = replace(matter, events=(*matter.events, sent))
    watched = replace(found.watched, matter=more)
    subject = Supervised(watched=watched, watch=found.watch)
    command = CureSupervision(petition=life.petition)
    return cure_supervision.decide(subject, command, actor=WATCH, at=life.at)


def test_once_the_bureau_has_advised_nobody_waits_for_its_supervision() -> None:
    life = neglected()
    items = {one["id"] for one in rows("supervision_item")}
    changed = [one for one in advised(life).changes if one.table == "supervision_item"]
    assert {one.values["id"] for one in changed} == items
    assert {one.values["due_on"] for one in changed} == {None}
    assert all("state" not in one.values for one in changed)


def test_advice_cures_what_the_bureau_had_not_supervised() -> None:
    life = neglected()
    life = life.then(RaiseSupervision(petition=life.petition), WATCH, days=6)
    unsupervised = {one["id"] for one in rows("supervision_item", failed="supervise")}
    closed = [one for one in advised(life).changes if one.values.get("state") == "closed"]
    assert {one.values["id"] for one in closed} == unsupervised
    assert {one.values["closed_by"] for one in closed} == {"done"}


def test_a_late_failure_leaves_nothing() -> None:
    life = accepted(neglected())
    leaves_nothing(lambda: cured(life))
