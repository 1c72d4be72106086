"""Set how long one matter is kept: another class, or a hold, for a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

import builders
from builders import ERASER, HANDLER, INSPECTOR, RECEPTION
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused
from support.state import leaves_nothing, refuses, row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


def test_a_dispatcher_or_the_head_sets_another_class_and_later_another() -> None:
    builders.scheduled()
    life = builders.keep(builders.executed())
    found = row("retention", petition=life.petition)
    assert (found["category"], found["years"], found["held"]) == ("precedent", 0, False)
    builders.keep(life, "handled", ERASER, held=True, reason="正在诉讼")
    found = row("retention", petition=life.petition)
    assert (found["category"], found["years"], found["held"]) == ("handled", 10, True)
    assert differences() == []


def test_a_hold_needs_no_class_and_no_schedule() -> None:
    life = builders.keep(builders.executed(), None, held=True, reason="正在诉讼")
    assert (row("retention")["category"], life.outcome.decision.kind) == (None, "petition.retention_set")


@pytest.mark.parametrize("actor", [RECEPTION, HANDLER, INSPECTOR, builders.PUBLIC, builders.PROPOSER])
def test_nobody_else_sets_it(actor: Actor) -> None:
    builders.scheduled()
    life = builders.executed()
    refuses(Refused, lambda: builders.keep(life, actor=actor), "access.refused")


def test_a_class_that_its_schedule_does_not_have_is_refused() -> None:
    builders.scheduled()
    life = builders.executed()
    refuses(Invalid, lambda: builders.keep(life, "flood"), "retention.no_such_class")
    refuses(Invalid, lambda: builders.keep(life, reason=" "), "erasure.reason_missing")


def test_an_open_matter_has_no_period_that_could_be_set() -> None:
    builders.scheduled()
    life = builders.accepted()
    refuses(Invalid, lambda: builders.keep(life), "retention.no_such_class")


def test_without_a_schedule_there_is_no_class_to_set() -> None:
    life = builders.executed()
    refuses(Invalid, lambda: builders.keep(life), "retention.no_such_class")


def test_what_was_erased_is_kept_no_more() -> None:
    builders.scheduled()
    life = builders.erased()
    refuses(Conflict, lambda: builders.keep(life), "petition.erased")


def test_an_office_that_was_accused_since_does_nothing() -> None:
    life = builders.executed()
    with_denial = replace(life, at=life.at + timedelta(days=1))
    assert rows("retention") == []
    refuses(Refused, lambda: builders.keep(with_denial, actor=builders.STRANGER), "access.refused")


def test_a_late_failure_leaves_nothing() -> None:
    builders.scheduled()
    life = builders.executed()
    leaves_nothing(lambda: builders.keep(life))
