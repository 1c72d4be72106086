"""Raise supervision: once for each check that fails, told to the office and to the bureau."""

from datetime import date, timedelta

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HEAD, WATCH, official
from huiyin.commands.oversight.raise_supervision import RaiseSupervision
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.rules.access.roles import Role
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")
LATE = 20  # days: the fifteen for the notice have passed


def raised(life: builders.Life, actor: Actor = WATCH, *, days: int = LATE) -> builders.Life:
    return life.then(RaiseSupervision(petition=life.petition), actor, days=days)


def test_each_check_that_fails_has_an_item_with_article_office_and_last_day() -> None:
    life = raised(builders.file_petition())
    found = {one["failed"]: one for one in rows("supervision_item")}
    assert set(found) == {"accept", "tell"}
    assert found["tell"]["article"] == "信访工作条例 第二十三条、第四十四条第三项"
    assert {one["office"] for one in found.values()} == {ECOLOGY}
    assert {one["since"] for one in found.values()} == {date(2026, 5, 21)}
    assert {one["due_on"] for one in found.values()} == {date(2026, 5, 31)}
    assert row("clock", rule="cn22.transferred.notice")["watched"] == 1
    assert sorted(one["office"] for one in rows("notice", kind="supervision.raised")) == [ECOLOGY, BUREAU]
    assert entries(life.petition)[-1]["kind"] == "petition.supervision_raised"


@pytest.mark.parametrize(
    "actor", [DISPATCHER, HEAD, builders.PUBLIC, builders.ROUTER, official(Role.INSPECTOR, BUREAU)]
)
def test_no_person_raises_an_item(actor: Actor) -> None:
    life = builders.file_petition()
    refuses(Refused, lambda: raised(life, actor))


def test_on_the_last_day_nothing_is_raised() -> None:
    life = builders.file_petition()
    refuses(Conflict, lambda: raised(life, days=15), "supervision.nothing_to_raise")


def test_what_was_raised_is_not_raised_again() -> None:
    life = raised(builders.file_petition())
    refuses(Conflict, lambda: raised(life, days=1), "supervision.nothing_to_raise")


def test_the_accused_office_learns_nothing() -> None:
    life = builders.accusation(ECOLOGY)
    raised(life)
    assert {one["office"] for one in rows("supervision_item")} == {BUREAU}
    assert rows("notice", office=ECOLOGY) == []


def test_what_the_bureau_should_have_supervised_takes_the_causes_place() -> None:
    life = raised(raised(builders.file_petition()), days=6)
    causes = [one for one in rows("supervision_item") if one["failed"] != "supervise"]
    assert {one["due_on"] for one in causes} == {None}
    triggers = {one["trigger"] for one in rows("supervision_item", failed="supervise")}
    assert triggers == {one["id"] for one in causes}
    refuses(Conflict, lambda: raised(life, days=30), "supervision.nothing_to_raise")


def test_a_matter_registered_too_late_is_written_down_as_cured() -> None:
    received = AT - timedelta(days=30)
    raised(builders.waiting(channel="letter", happened_at=received, happened_source="postmark"), days=0)
    found = row("supervision_item", failed="register")
    assert (found["state"], found["closed_by"], found["cured_on"]) == ("closed", "done", date(2026, 5, 6))
    assert row("clock", rule="cn22.bureau.dispatch")["watched"] == 1  # the transfer is still owed


def test_there_is_no_item_without_a_matter() -> None:
    command = RaiseSupervision(petition=PetitionId(new_id(AT)))
    with pytest.raises(Unknown):
        door.execute(command, actor=WATCH, at=AT)


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.file_petition()
    leaves_nothing(lambda: raised(life))
