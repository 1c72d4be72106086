"""Open the story: a grant a reader, petition and day, in the ledger for the petitioner to see."""

from datetime import date

import pytest

import builders
from builders import BUREAU, DISPATCHER, HANDLER, STRANGER, official
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.rules.access.roles import Role
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def open_story(life: builders.Life, actor: Actor = HANDLER, days: int = 0) -> builders.Life:
    return life.then(OpenStory(petition=life.petition), actor, days=days)


@pytest.mark.parametrize("actor", [HANDLER, DISPATCHER, official(Role.INSPECTOR, BUREAU)])
def test_whoever_takes_part_opens_it_and_that_stands_in_the_ledger(actor: Actor) -> None:
    life = open_story(builders.file_petition(), actor)
    found = row("story_grant", petition=life.petition)
    assert (found["account"], found["office"], found["on"]) == (actor.account, actor.office, date(2026, 5, 6))
    # The petitioner sees office and role, not the name.
    assert entries(life.petition)[-1]["facts"] == {"office": actor.office, "role": actor.role}


def test_an_office_that_had_the_matter_may_still_read_it() -> None:
    life = builders.answered()
    open_story(life)


def test_each_day_is_a_grant_of_its_own() -> None:
    life = open_story(builders.file_petition())
    open_story(life, days=1)
    assert len(rows("story_grant")) == 2


def test_two_on_one_day_keep_their_own_grants() -> None:
    life = open_story(builders.file_petition())
    open_story(life, DISPATCHER)
    assert len(rows("story_grant")) == 2


@pytest.mark.parametrize("actor", [STRANGER, builders.PUBLIC, builders.ROUTER, builders.INSTALLER])
def test_nobody_else_opens_it(actor: Actor) -> None:
    life = builders.file_petition()
    refuses(Refused, lambda: open_story(life, actor))


def test_the_accused_office_does_not_open_it() -> None:
    life = builders.accusation(BUREAU)
    refuses(Refused, lambda: open_story(life, DISPATCHER))


def test_a_second_grant_on_one_day_is_a_conflict() -> None:
    life = open_story(builders.file_petition())
    refuses(Conflict, lambda: open_story(life), "story.open_already")


def test_a_petition_that_is_not_there_is_unknown() -> None:
    life = builders.file_petition()
    ghost = OpenStory(petition=PetitionId(new_id(AT)))
    refuses(Unknown, lambda: life.then(ghost, HANDLER), "petition.unknown")


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.file_petition()
    leaves_nothing(lambda: open_story(life))
