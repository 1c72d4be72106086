"""Accept a petition: after class and route, in writing, and the clock of the answer starts."""

from datetime import date, timedelta

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HANDLER, STRANGER, WATER, official
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused, Unlawful
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass, Route
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")

BUREAU_HANDLER = official(Role.HANDLER, BUREAU)


def accept(life: builders.Life, actor: Actor = HANDLER) -> builders.Life:
    command = AcceptPetition(petition=life.petition, notice=builders.new_document(life))
    return life.then(command, actor)


def _clock(life: builders.Life, rule: str) -> dict[str, object]:
    return row("clock", petition=life.petition, rule=rule)


def test_the_office_takes_the_matter_as_its_own() -> None:
    life = accept(builders.classified())
    found = row("petition", id=life.petition)
    assert (found["state"], found["lead"]) == ("accepted", ECOLOGY)
    notice = row("document", petition=life.petition)
    assert (notice["kind"], notice["number"], notice["office"]) == ("acceptance", "〔2026〕1号", ECOLOGY)
    assert notice["issued_on"] == date(2026, 5, 8)
    assert [told["kind"] for told in rows("notice", at=life.at)] == ["petition.accepted"]


def test_acceptance_starts_the_sixty_days() -> None:
    life = accept(builders.classified())
    sixty = _clock(life, "cn22.handle")
    assert (sixty["started_on"], sixty["binding_on"]) == (date(2026, 5, 8), date(2026, 7, 7))
    assert row("petition")["next_due_on"] == row("part", role="lead")["next_due_on"] == date(2026, 7, 7)


def test_the_notice_is_served_by_portal_at_once_when_the_petitioner_agreed() -> None:
    life = accept(builders.classified())
    served = row("service", petition=life.petition)
    assert (served["way"], served["served_on"]) == ("portal", date(2026, 5, 8))
    assert _clock(life, "cn22.transferred.notice")["state"] == "met"


def test_without_consent_the_notice_still_has_to_be_served() -> None:
    life = accept(builders.classified(builders.file_petition(electronic=False)))
    assert rows("service") == []
    assert _clock(life, "cn22.transferred.notice")["state"] == "running"
    assert row("petition")["next_due_on"] == date(2026, 5, 21)


def test_a_request_to_act_against_unlawful_acts_has_two_months_from_its_receipt_and_no_sixty_days() -> None:
    life = accept(builders.classified(route=Route.DUTY))
    duty = _clock(life, "cn22.duty31_5")
    assert (duty["started_on"], duty["binding_on"]) == (date(2026, 5, 6), date(2026, 7, 6))
    assert rows("clock", rule="cn22.handle") == []


@pytest.mark.parametrize("klass", [Klass.ACCUSATION, Klass.SUGGESTION])
def test_accusations_and_suggestions_are_accepted_without_sixty_days(klass: Klass) -> None:
    accept(builders.classified(klass=klass, route=None))
    assert rows("clock", rule="cn22.handle") == []


def test_a_bureau_accepts_what_it_has_not_sent_on() -> None:
    life = accept(builders.classified(builders.waiting(), actor=BUREAU_HANDLER), BUREAU_HANDLER)
    assert row("petition", id=life.petition)["lead"] == BUREAU


def test_a_duty_that_the_bureau_itself_takes_runs_from_acceptance() -> None:
    life = builders.classified(builders.waiting(), route=Route.DUTY, actor=BUREAU_HANDLER)
    assert _clock(accept(life, BUREAU_HANDLER), "cn22.duty31_5")["started_on"] == date(2026, 5, 8)


@pytest.mark.parametrize(
    "actor",
    [
        STRANGER,
        DISPATCHER,
        BUREAU_HANDLER,
        builders.RECEPTION,
        builders.PUBLIC,
        official(Role.HANDLER, WATER),
    ],
)
def test_nobody_but_the_office_that_has_it_accepts(actor: Actor) -> None:
    life = builders.classified()
    error = refuses(Refused, lambda: accept(life, actor))
    assert error.facts == {"permission": "handling:petition:accept"}


def test_the_petitioner_does_not_accept() -> None:
    life = builders.classified()
    refuses(Refused, lambda: accept(life, life.petitioner))


def test_class_and_route_come_first() -> None:
    life = builders.file_petition()
    error = refuses(Unlawful, lambda: accept(life), "step.class_and_route_first")
    assert error.article == "信访工作条例 第三十一条"


@pytest.mark.parametrize("route", [Route.LITIGATION, Route.ARBITRATION, Route.PARTY, Route.ADMINISTRATIVE])
def test_what_belongs_to_another_procedure_is_not_accepted(route: Route) -> None:
    life = builders.classified(route=route)
    refuses(Unlawful, lambda: accept(life), "step.other_procedure")


def test_it_is_accepted_once() -> None:
    life = builders.accepted()
    refuses(Unlawful, lambda: accept(life), "step.not_when_accepted")


def test_two_accepted_in_one_call_take_two_numbers() -> None:
    lives = [builders.classified() for _ in range(3)]
    commands = [AcceptPetition(petition=life.petition, notice=builders.new_document(life)) for life in lives]
    door.execute_many(commands, actor=HANDLER, at=lives[0].at + timedelta(days=1))
    assert {one["number"] for one in rows("document")} == {"〔2026〕1号", "〔2026〕2号", "〔2026〕3号"}


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.classified()
    leaves_nothing(lambda: accept(life))
    assert [entry["kind"] for entry in entries(life.petition)][-1] == "petition.accepted"
