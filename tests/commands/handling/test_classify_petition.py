"""Decide class and route: a person's decision, and every clock follows it."""

from datetime import date, timedelta

import pytest

import builders
from builders import DISPATCHER, HANDLER, RECEPTION, STRANGER
from huiyin.commands.handling.classify_petition import ClassifyPetition
from huiyin.commands.matter import load_matter
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unlawful
from huiyin.rules.lifecycle.stamp import stamp
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.statute.questionnaire import guide, read_path
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def classify(
    life: builders.Life,
    actor: Actor = HANDLER,
    klass: Klass = Klass.CLAIM,
    route: Route | None = Route.ORDINARY,
) -> builders.Life:
    command = ClassifyPetition(petition=life.petition, klass=klass, route=route, topic="environment.air")
    return life.then(command, actor)


def test_the_answers_of_the_guide_stand_in_the_ledger_beside_the_decision() -> None:
    life = builders.file_petition()
    walked = read_path("aim=claim litigation=yes")
    command = ClassifyPetition(
        petition=life.petition, klass=Klass.SUGGESTION, route=None, topic="environment.air", guide=walked
    )
    facts = entries(life.then(command, HANDLER).petition)[-1]["facts"]
    assert facts["class"] == "suggestion"
    assert facts["guide"] == {
        "answers": [["aim", "claim"], ["litigation", "yes"]],
        "advised": {"class": "claim", "route": 1},
        "digest": guide().digest,
    }


@pytest.mark.parametrize(
    ("path", "expected"), [("", None), ("mood=bad", None), ("aim=claim", {"answers": [["aim", "claim"]]})]
)
def test_a_guide_not_used_leaves_nothing_and_one_broken_off_says_so(
    path: str, expected: dict[str, list[list[str]]] | None
) -> None:
    life = builders.file_petition()
    command = ClassifyPetition(
        petition=life.petition,
        klass=Klass.SUGGESTION,
        route=None,
        topic="environment.air",
        guide=read_path(path),
    )
    told = entries(life.then(command, HANDLER).petition)[-1]["facts"].get("guide")
    assert told == (expected and {**expected, "advised": None, "digest": guide().digest})


@pytest.mark.parametrize("actor", [HANDLER, DISPATCHER, RECEPTION])
def test_class_route_and_topic_are_set_by_bureau_or_office(actor: Actor) -> None:
    life = classify(builders.file_petition(), actor)
    found = row("petition", id=life.petition)
    assert (found["klass"], found["route"], found["topic"]) == ("claim", 6, "environment.air")
    assert found["topic_by"] == "confirmed"
    assert {part["topic"] for part in rows("part")} == {"environment.air"}
    assert entries(life.petition)[-1]["facts"]["route"] == 6


def test_another_route_ends_the_clock_of_the_first_and_starts_its_own() -> None:
    life = builders.accepted()
    assert row("petition")["next_due_on"] == date(2026, 7, 7)
    life = classify(life, klass=Klass.SUGGESTION, route=None)
    assert row("clock", rule="cn22.handle")["state"] == "ended"
    assert row("petition")["next_due_on"] is None
    classify(life)
    assert row("clock", rule="cn22.handle")["state"] == "running"
    assert row("petition")["next_due_on"] == date(2026, 7, 7)


def test_who_waited_for_the_lock_forgets_nothing_that_was_recorded_meanwhile() -> None:
    life = builders.accepted()
    before = {clock["rule"]: clock["state"] for clock in rows("clock")}
    command = ClassifyPetition(
        petition=life.petition, klass=Klass.CLAIM, route=Route.ORDINARY, topic="environment.air"
    )
    door.execute(command, actor=HANDLER, at=life.at - timedelta(seconds=1))
    assert {clock["rule"]: clock["state"] for clock in rows("clock")} == before
    assert row("petition")["next_due_on"] == date(2026, 7, 7)


def test_a_clock_that_ended_so_is_ended_once() -> None:
    life = classify(builders.accepted(), klass=Klass.SUGGESTION, route=None)
    life = classify(life, klass=Klass.SUGGESTION, route=None)
    assert not [change for change in entries(life.petition)[-1]["changes"] if change[0] == "clock"]


@pytest.mark.parametrize("actor", [STRANGER, builders.PUBLIC, builders.ROUTER])
def test_nobody_else_classifies(actor: Actor) -> None:
    life = builders.file_petition()
    refuses(Refused, lambda: classify(life, actor))


@pytest.mark.parametrize(
    ("klass", "route"),
    [(Klass.CLAIM, None), (Klass.ACCUSATION, Route.DUTY), (Klass.SUGGESTION, Route.ORDINARY)],
)
def test_claims_have_a_route_and_nothing_else_has(klass: Klass, route: Route | None) -> None:
    life = builders.file_petition()
    error = refuses(
        Invalid, lambda: classify(life, klass=klass, route=route), "classify.route_for_claims_only"
    )
    assert error.field == "route"


def test_a_signed_opinion_fixes_class_and_route() -> None:
    life = builders.signed()
    refuses(Unlawful, lambda: classify(life, route=Route.DUTY), "step.opinion_signed_already")


def test_what_changed_since_it_was_seen_is_told_and_nothing_undone() -> None:
    life = builders.file_petition()
    seen = stamp(load_matter(life.petition))
    command = ClassifyPetition(
        petition=life.petition, klass=Klass.CLAIM, route=Route.DUTY, topic="environment.air", seen=seen
    )
    classified = life.then(command, DISPATCHER)
    error = refuses(Conflict, lambda: classified.then(command, HANDLER), "petition.changed_meanwhile")
    assert error.facts == {"state": "transferred"}


@pytest.mark.parametrize("made", [builders.answered, builders.declined])
def test_what_has_ended_is_not_classified_anew(made: object) -> None:
    life = made()  # type: ignore[operator]
    refuses(Unlawful, lambda: classify(life, DISPATCHER))


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.file_petition()
    leaves_nothing(lambda: classify(life))
