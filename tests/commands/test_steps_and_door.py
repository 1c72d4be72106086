"""What the desk shows is what the door does: every state, every role, every step."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import builders
from builders import DISPATCHER, HANDLER, HEAD, RECEPTION, ROUTER, STRANGER, Life, official
from huiyin.commands.matter import load_matter
from huiyin.door.handlers import HANDLERS
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import HuiyinError, Unlawful
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.lifecycle.steps import STEPS, Obstacle, steps_for
from support.state import failing_at_commit
from support.steps import MAKERS, command_for
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

OFFICIALS = {
    "dispatcher": DISPATCHER,
    "reception": RECEPTION,
    "bureau's handler": official(Role.HANDLER, builders.BUREAU),
    "bureau's head": official(Role.HEAD, builders.BUREAU),
    "inspector": official(Role.INSPECTOR, builders.BUREAU),
    "handler": HANDLER,
    "head": HEAD,
    "reviewer": official(Role.REVIEWER, builders.ECOLOGY_OF_SICHUAN),
    "stranger": STRANGER,
    "administrator": official(Role.SYSTEM_ADMINISTRATOR, builders.BUREAU_OF_SICHUAN),
    "router": ROUTER,
    "public": builders.PUBLIC,
}
STATES: dict[str, Callable[[], Life]] = {
    "registered": builders.waiting,
    "sent on by itself": builders.file_petition,
    "sent on by a person": builders.transferred,
    "to be accepted": builders.classified,
    "to be told the way": lambda: builders.classified(route=Route.LITIGATION),
    "accusation against the office": lambda: builders.accusation(builders.ECOLOGY),
    "accusation against the bureau": lambda: builders.accusation(builders.BUREAU),
    "accepted": builders.accepted,
    "accepted on paper": lambda: builders.accepted(builders.file_petition(electronic=False)),
    "duty accepted": lambda: builders.accepted(route=Route.DUTY),
    "suggestion accepted": lambda: builders.accepted(klass=Klass.SUGGESTION, route=None),
    "declined": builders.declined,
    "drafted": builders.drafted,
    "signed": builders.signed,
    "answered": builders.answered,
    "answered without support": lambda: builders.answered(builders.drafted(outcome="explain")),
    "under review": builders.under_review,
}


def test_every_step_has_its_command_here() -> None:
    assert set(MAKERS) == set(STEPS)


def verdict(life: Life, step: str, actor: Actor) -> str | None:
    """Return why the door refuses the step, None when only the commit was missing."""
    try:
        life.then(command_for(step, life), actor)
    except DatabaseError:
        return None
    except Unlawful as unlawful:
        return f"{unlawful.code} {unlawful.article}"
    except HuiyinError as error:
        return error.code
    raise AssertionError("it was committed")


def expected(shown: dict[str, Obstacle | None], step: str) -> str | None:
    if step not in shown:
        return "access.refused"
    hindered = shown[step]
    return f"{hindered.code} {hindered.article}" if hindered else None


@pytest.mark.parametrize("name", sorted(STATES))
def test_the_steps_shown_are_those_the_door_accepts(name: str) -> None:
    life = STATES[name]()
    people = {**OFFICIALS, "petitioner": life.petitioner, "another": builders.file_petition().petitioner}
    with failing_at_commit():
        for role, actor in people.items():
            shown = {step.name: hindered for step, hindered in steps_for(load_matter(life.petition), actor)}
            for step in STEPS:
                assert verdict(life, step, actor) == expected(shown, step), (role, step)


@pytest.mark.parametrize("step", sorted(STEPS))
def test_the_step_and_its_command_ask_for_the_same_permission(step: str) -> None:
    command = command_for(step, builders.file_petition())
    assert HANDLERS[type(command)].permission is STEPS[step].permission


BEGINNINGS = [builders.file_petition, builders.waiting, builders.transferred,
              lambda: builders.file_petition(electronic=False),
              lambda: builders.accusation(builders.WATER)]  # fmt: skip
ROLES = [DISPATCHER, OFFICIALS["bureau's handler"], OFFICIALS["bureau's head"], HANDLER, HEAD,
         official(Role.HANDLER, builders.WATER), official(Role.HEAD, builders.WATER)]  # fmt: skip


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    beginning=st.integers(0, len(BEGINNINGS) - 1),
    moves=st.lists(
        st.tuples(st.integers(0, len(ROLES)), st.integers(0, 13), st.integers(0, 40)), max_size=14
    ),
)
def test_whatever_is_done_lawfully_the_tables_are_the_fold(
    beginning: int, moves: list[tuple[int, int, int]]
) -> None:
    life = BEGINNINGS[beginning]()
    for who, which, days in moves:
        actor = [*ROLES, life.petitioner][who]
        lawful = [
            step.name for step, hindered in steps_for(load_matter(life.petition), actor) if not hindered
        ]
        if not lawful:
            continue
        try:
            life = life.then(command_for(lawful[which % len(lawful)], life), actor, days=days)
        except HuiyinError:
            continue  # such as a second extension or a rating given already
    assert differences() == []
