"""Extend the time to conclude: once, at most thirty days, by the head, the reason told."""

from datetime import date

import pytest

import builders
from builders import HANDLER, HEAD, WATER, official
from huiyin.commands.handling.extend_deadline import ExtendDeadline
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused, Unlawful
from huiyin.prepare import house
from huiyin.queries.outreach.following import following
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.statute.explanation import Explanation
from huiyin.rules.statute.wording import explain_text
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def extend(
    life: builders.Life,
    actor: Actor = HEAD,
    *,
    by: int = 30,
    reason: str = "complex",
    days: int = 1,
) -> builders.Life:
    command = ExtendDeadline(
        petition=life.petition, days=by, reason=reason, notice=builders.new_document(life)
    )
    return life.then(command, actor, days=days)


def test_the_sixty_days_become_ninety_and_the_petitioner_is_told() -> None:
    life = extend(builders.accepted())
    assert row("clock", rule="cn22.handle")["binding_on"] == date(2026, 8, 6)
    assert row("petition")["next_due_on"] == date(2026, 8, 6)
    assert row("document", kind="extension")["office"] == HEAD.office
    assert [one["kind"] for one in rows("notice", at=life.at)] == ["deadline.extended"]
    assert entries(life.petition)[-1]["facts"] == {
        "days": 30,
        "reason": "complex",
        "article": "信访工作条例 第三十四条",
    }


def explained(life: builders.Life) -> Explanation:
    found = following(life.petition, at=life.at)
    assert found is not None
    return next(one.explanation for one in found.clocks if one.rule_id == "cn22.handle")


def test_the_explanation_says_on_which_day_the_reason_was_told() -> None:
    life = extend(builders.accepted())
    [extension] = explained(life).extensions
    assert extension.told_on == life.at.date()
    assert f"延期理由已于{life.at.year}年" in explain_text(explained(life), "zh-hans")


def test_a_reason_that_went_out_by_post_counts_as_told_once_it_was_served() -> None:
    life = extend(builders.accepted(builders.file_petition(electronic=False)))
    assert "尚无告知信访人延期理由的记录" in explain_text(explained(life), "zh-hans")
    notice = row("document", kind="extension")["id"]
    served_on = life.at.date()
    life = life.then(
        ServeDocument(petition=life.petition, document=notice, way="post", served_on=served_on), HANDLER
    )
    assert explained(life).extensions[0].told_on == served_on


@pytest.mark.parametrize("actor", [HANDLER, official(Role.HEAD, WATER), builders.DISPATCHER, builders.PUBLIC])
def test_nobody_but_the_head_extends(actor: Actor) -> None:
    life = builders.accepted()
    refuses(Refused, lambda: extend(life, actor))


def test_it_is_extended_once() -> None:
    life = extend(builders.accepted(), by=10)
    error = refuses(Unlawful, lambda: extend(life, by=10), "extension.already_extended")
    assert error.article == "信访工作条例 第三十四条"


def test_more_than_thirty_days_are_refused_and_the_cap_named() -> None:
    life = builders.accepted()
    error = refuses(Unlawful, lambda: extend(life, by=31), "extension.beyond_cap")
    assert error.facts["cap"] == 30


@pytest.mark.parametrize("by", [0, -5])
def test_no_days_are_no_extension(by: int) -> None:
    life = builders.accepted()
    refuses(Unlawful, lambda: extend(life, by=by), "extension.no_days")


def test_an_extension_needs_a_reason() -> None:
    life = builders.accepted()
    refuses(Unlawful, lambda: extend(life, reason=""), "extension.no_reason")


def test_extension_is_refused_after_the_deadline() -> None:
    life = builders.accepted()
    refuses(Unlawful, lambda: extend(life, days=61), "extension.too_late")
    extend(life, days=60)


@pytest.mark.parametrize(("klass", "route"), [(Klass.CLAIM, Route.DUTY), (Klass.SUGGESTION, None)])
def test_what_has_no_sixty_days_is_not_extended(klass: Klass, route: Route | None) -> None:
    life = builders.accepted(klass=klass, route=route)
    refuses(Unlawful, lambda: extend(life), "step.only_31_6")


def test_rules_that_know_no_extension_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "_mode", [house.Mode(demo=True, demo_rules=True)])
    life = builders.accepted()
    refuses(Unlawful, lambda: extend(life), "extension.no_clock")


def test_nothing_is_extended_before_acceptance() -> None:
    life = builders.classified()
    refuses(Unlawful, lambda: extend(life), "step.not_when_transferred")


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.accepted()
    leaves_nothing(lambda: extend(life))
