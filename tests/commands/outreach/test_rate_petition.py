"""Rate how a matter was handled: bureau and office apart, once each."""

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HANDLER
from huiyin.commands.handling.decline_petition import DeclinePetition
from huiyin.commands.outreach.rate_petition import RatePetition
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unlawful
from huiyin.kernel.ids import new_id
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def rate(
    life: builders.Life, actor: Actor | None = None, *, of: str = "office", grade: int = 4
) -> builders.Life:
    command = RatePetition(
        petition=life.petition, id=new_id(life.at), of=of, grade=grade, sealed_comment=None
    )
    return life.then(command, actor or life.petitioner)


def test_the_petitioner_rates_bureau_and_office_apart() -> None:
    life = rate(rate(builders.answered()), of="bureau", grade=1)
    found = {one["of"]: (one["office"], one["grade"]) for one in rows("rating", petition=life.petition)}
    assert found == {"office": (ECOLOGY, 4), "bureau": (BUREAU, 1)}
    assert entries(life.petition)[-1]["facts"]["grade"] == 1


def test_a_declined_matter_is_rated_too() -> None:
    rate(builders.declined())
    assert row("rating")["office"] == ECOLOGY


@pytest.mark.parametrize("actor", [HANDLER, DISPATCHER, builders.PUBLIC, builders.INSTALLER])
def test_nobody_else_rates(actor: Actor) -> None:
    life = builders.answered()
    refuses(Refused, lambda: rate(life, actor))


def test_another_petitioner_does_not_rate() -> None:
    life, other = builders.answered(), builders.file_petition()
    refuses(Refused, lambda: rate(life, other.petitioner))


@pytest.mark.parametrize("grade", [0, 6, -1])
def test_grades_go_from_one_to_five(grade: int) -> None:
    life = builders.answered()
    error = refuses(Invalid, lambda: rate(life, grade=grade), "rating.unknown_grade")
    assert error.field == "grade"


@pytest.mark.parametrize("of", ["minister", ""])
def test_only_bureau_and_office_are_rated(of: str) -> None:
    life = builders.answered()
    refuses(Invalid, lambda: rate(life, of=of), "rating.nobody_to_rate")


def test_an_office_that_never_had_it_is_not_rated() -> None:
    life = builders.waiting()
    life = life.then(
        DeclinePetition(petition=life.petition, reason="outside_duties", notice=builders.new_document(life)),
        DISPATCHER,
    )
    refuses(Invalid, lambda: rate(life), "rating.nobody_to_rate")


def test_each_side_is_rated_once() -> None:
    life = rate(builders.answered())
    refuses(Conflict, lambda: rate(life, grade=5), "rating.given_already")


def test_nothing_is_rated_before_the_answer() -> None:
    life = builders.accepted()
    refuses(Unlawful, lambda: rate(life), "step.not_when_accepted")


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.answered()
    leaves_nothing(lambda: rate(life))
