"""Decline, or tell the way elsewhere: with reason and article, in writing."""

from datetime import date

import pytest

import builders
from builders import DISPATCHER, HANDLER, STRANGER
from huiyin.commands.handling.decline_petition import REASONS, DeclinePetition, RedirectPetition
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused, Unlawful
from huiyin.rules.lifecycle.states import Klass, Route
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def decline(life: builders.Life, actor: Actor = HANDLER, reason: str = "outside_duties") -> builders.Life:
    command = DeclinePetition(petition=life.petition, reason=reason, notice=builders.new_document(life))
    return life.then(command, actor)


def redirect(life: builders.Life, actor: Actor = HANDLER) -> builders.Life:
    return life.then(RedirectPetition(petition=life.petition, notice=builders.new_document(life)), actor)


def elsewhere() -> builders.Life:
    return builders.classified(route=Route.LITIGATION)


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_it_is_declined_with_reason_and_article_in_writing(reason: str) -> None:
    life = decline(builders.file_petition(), reason=reason)
    found = row("petition", id=life.petition)
    assert (found["state"], found["closed_on"]) == ("declined", date(2026, 5, 7))
    assert row("document")["kind"] == "declination"
    told = entries(life.petition)[-1]["facts"]
    assert (told["reason"], told["article"]) == (reason, REASONS[reason])


def test_once_told_the_office_has_nothing_left_to_do() -> None:
    decline(builders.file_petition())
    assert row("part", role="lead")["state"] == "handled"
    assert row("petition")["next_due_on"] is None
    assert row("clock", rule="cn22.transferred.notice")["state"] == "met"


def test_until_told_the_office_has_the_notice_to_serve() -> None:
    decline(builders.file_petition(electronic=False))
    assert row("part", role="lead")["state"] == "open"
    assert row("part", role="lead")["next_due_on"] == date(2026, 5, 21)


def test_the_bureau_declines_what_it_has_not_sent_on() -> None:
    life = decline(builders.waiting(), DISPATCHER)
    assert row("document", petition=life.petition)["office"] == builders.BUREAU
    assert row("part", petition=life.petition)["state"] == "handled"
    assert row("clock", rule="cn22.bureau.dispatch")["state"] == "met"


def test_the_way_to_court_is_told_and_ends_the_matter_here() -> None:
    life = redirect(elsewhere())
    assert row("petition", id=life.petition)["state"] == "redirected"
    assert row("document")["kind"] == "route_notice"
    assert entries(life.petition)[-1]["facts"]["route"] == 1
    assert row("part", role="lead")["state"] == "handled"


@pytest.mark.parametrize("actor", [STRANGER, builders.RECEPTION, builders.PUBLIC])
def test_nobody_else_declines_or_redirects(actor: Actor) -> None:
    life = elsewhere()
    refuses(Refused, lambda: decline(life, actor))
    refuses(Refused, lambda: redirect(life, actor))


def test_a_reason_that_is_not_in_the_list_is_none() -> None:
    life = builders.file_petition()
    error = refuses(Invalid, lambda: decline(life, reason="busy"), "decline.unknown_reason")
    assert error.field == "reason"


def test_what_was_accepted_is_not_declined() -> None:
    life = builders.accepted()
    refuses(Unlawful, lambda: decline(life), "step.not_when_accepted")


def test_a_matter_without_class_is_not_redirected() -> None:
    life = builders.file_petition()
    refuses(Unlawful, lambda: redirect(life), "step.class_and_route_first")


@pytest.mark.parametrize(
    ("klass", "route"), [(Klass.CLAIM, Route.ORDINARY), (Klass.CLAIM, Route.DUTY), (Klass.SUGGESTION, None)]
)
def test_what_must_be_answered_here_is_not_redirected(klass: Klass, route: Route | None) -> None:
    life = builders.classified(klass=klass, route=route)
    refuses(Unlawful, lambda: redirect(life), "step.only_routes_1_to_4")


def test_a_late_failure_leaves_nothing() -> None:
    life = elsewhere()
    leaves_nothing(lambda: redirect(life))
    life = builders.file_petition()
    leaves_nothing(lambda: decline(life))
    assert len(rows("document")) == 2
