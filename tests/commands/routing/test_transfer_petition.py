"""Transfer a petition: to whoever has the power to decide, never to the accused."""

from datetime import date

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HANDLER, ROUTER, STRANGER, WATER, official
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused, Unlawful
from huiyin.kernel.ids import OfficeId
from huiyin.rules.access.roles import Role
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def transfer(life: builders.Life, actor: Actor = DISPATCHER, to: OfficeId = WATER) -> builders.Life:
    return life.then(TransferPetition(petition=life.petition, to=to, reason="topic_and_place"), actor)


def test_it_goes_to_the_office_and_its_clocks_start() -> None:
    life = transfer(builders.waiting())
    found = row("petition", id=life.petition)
    assert (found["state"], found["lead"], found["offices"]) == ("transferred", WATER, [BUREAU, WATER])
    assert row("part", role="lead")["next_due_on"] == date(2026, 5, 22)
    assert row("clock", rule="cn22.bureau.dispatch")["state"] == "met"
    assert {(one["kind"], one["office"]) for one in rows("notice", at=life.at)} == {
        ("petition.arrived", WATER),
        ("petition.transferred", None),
    }
    assert entries(life.petition)[-1]["facts"]["to"] == WATER


def test_another_office_takes_over_and_the_first_ones_clocks_end() -> None:
    life = transfer(builders.file_petition())
    parts = {part["office"]: part for part in rows("part", petition=life.petition)}
    assert (parts[ECOLOGY]["state"], parts[ECOLOGY]["next_due_on"]) == ("withdrawn", None)
    assert (parts[WATER]["state"], parts[WATER]["next_due_on"]) == ("open", date(2026, 5, 22))
    notices = {clock["office"]: clock["state"] for clock in rows("clock", rule="cn22.transferred.notice")}
    assert notices == {ECOLOGY: "ended", WATER: "running"}
    assert row("petition")["next_due_on"] == date(2026, 5, 22)


def test_the_router_sends_on_by_itself() -> None:
    transfer(builders.waiting(), ROUTER)
    sent = row("event", name="petition.transferred")
    assert (sent["office"], sent["facts"]) == (BUREAU, {"automatic": True})


@pytest.mark.parametrize(
    "actor",
    [HANDLER, STRANGER, builders.RECEPTION, builders.PUBLIC,
     official(Role.DISPATCHER, builders.BUREAU_OF_CHENGDU)],
)  # fmt: skip
def test_nobody_but_the_bureau_that_registered_it_sends_it_on(actor: Actor) -> None:
    life = builders.file_petition()
    refuses(Refused, lambda: transfer(life, actor))


def test_it_never_goes_to_the_office_the_accusation_is_against() -> None:
    life = builders.accusation(WATER)
    error = refuses(Unlawful, lambda: transfer(life), "transfer.to_the_accused")
    assert error.article == "信访工作条例 第三十条第三款"


@pytest.mark.parametrize("to", [OfficeId(1), BUREAU, ECOLOGY])
def test_it_goes_to_an_office_that_stands_and_does_not_have_it(to: OfficeId) -> None:
    life = builders.file_petition()
    error = refuses(Invalid, lambda: transfer(life, to=to), "transfer.unknown_office")
    assert error.field == "to"


def test_what_was_accepted_is_not_sent_on() -> None:
    life = builders.accepted()
    refuses(Unlawful, lambda: transfer(life), "step.not_when_accepted")


def test_an_office_that_gave_it_back_no_longer_acts() -> None:
    life = transfer(builders.file_petition())
    refuses(Refused, lambda: builders.classified(life))


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.file_petition()
    leaves_nothing(lambda: transfer(life))
