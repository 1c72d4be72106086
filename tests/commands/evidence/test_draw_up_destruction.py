"""Draw up a destruction list: all that is due, nobody picks, and what may not go says why."""

from datetime import date, timedelta

import pytest

import builders
from builders import BUREAU, DISPATCHER, ERASER, HANDLER, HEAD, INSPECTOR, PROPOSER, Drawn
from huiyin.commands.evidence import due_for_destruction
from huiyin.commands.evidence.draw_up_destruction import DrawUpDestruction
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.records import sql
from support.moment import AT
from support.state import leaves_nothing, refuses, row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")
LATER = builders.years_later(AT)


def items(drawn: Drawn) -> dict[str, str]:
    """Return the matters on a list by number, and what hinders each."""
    return {one["number"]: one["hindered"] for one in rows("destruction_item", destruction=drawn.id)}


def number(life: builders.Life) -> str:
    return life.prepared.command.number


def test_everything_that_is_due_stands_on_it_and_what_may_not_go_says_why() -> None:
    builders.scheduled()
    going, owing, young = builders.executed(), builders.answered(), builders.declined()
    kept = builders.keep(builders.executed())
    drawn = builders.draw_up(LATER)
    assert items(drawn) == {number(going): "", number(owing): "retention.execution_open", number(young): ""}
    assert number(kept) not in items(drawn)
    found = row("destruction_list")
    assert (found["state"], found["drawn_by"], found["drawn_role"]) == ("drawn", 1, "dispatcher")
    assert (found["year"], found["serial"], found["approvers"]) == (2037, 1, ["head"])
    assert (drawn.listed, drawn.outcome.decision.facts["left_out"]) == (2, 1)
    assert differences() == []


def test_what_ends_later_than_the_day_asked_for_is_not_on_it() -> None:
    builders.scheduled()
    builders.executed()
    last_year = date(2036, 12, 30)
    refuses(Conflict, lambda: builders.draw_up(LATER, up_to=last_year), "destruction.nothing_due")
    assert builders.draw_up(LATER, up_to=date(2036, 12, 31)).listed == 1


def test_open_held_and_erased_matters_are_not_on_it() -> None:
    builders.scheduled()
    builders.accepted()
    builders.erased(builders.executed())
    builders.keep(builders.executed(), None, held=True, reason="正在诉讼")
    going = builders.executed()
    assert items(builders.draw_up(LATER)) == {number(going): ""}


def test_a_matter_waits_on_one_list_only_and_the_next_gets_the_next_number() -> None:
    builders.scheduled()
    builders.executed()
    builders.draw_up(LATER)
    refuses(Conflict, lambda: builders.draw_up(LATER), "destruction.nothing_due")
    builders.executed()
    assert builders.draw_up(LATER).outcome.decision.facts["serial"] == 2


def test_one_list_holds_so_many_the_longest_closed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_for_destruction, "MOST", 1)
    builders.scheduled()
    second = builders.executed(builders.answered(builders.drafted(builders.accepted())))
    first = builders.executed()
    builders.answered()
    builders.answered()
    drawn = builders.draw_up(LATER)
    listed = [name for name, why in items(drawn).items() if not why]
    assert len(listed) == 1
    assert listed[0] in {number(first), number(second)}
    assert sum(bool(why) for why in items(drawn).values()) <= 1


def test_of_what_may_not_go_it_names_no_more_than_one_list_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_for_destruction, "MOST", 2)
    builders.scheduled()
    going = builders.executed()
    for _ in range(3):
        builders.answered()
    found = items(builders.draw_up(LATER))
    assert [name for name, why in found.items() if not why] == [number(going)]
    assert len(found) == 3


@pytest.mark.parametrize("actor", [HANDLER, HEAD, INSPECTOR, builders.RECEPTION])
def test_nobody_else_draws_it_up(actor: Actor) -> None:
    builders.scheduled()
    builders.executed()
    command = DrawUpDestruction(
        id=new_id(LATER), office=BUREAU, up_to=date(2036, 12, 31), on=local_date(LATER)
    )
    refuses(Refused, lambda: door.execute(command, actor=actor, at=LATER), "access.refused")


def test_no_bureau_draws_up_a_list_of_anothers_matters() -> None:
    builders.scheduled()
    builders.executed()
    command = DrawUpDestruction(
        id=new_id(LATER), office=BUREAU, up_to=date(2036, 12, 31), on=local_date(LATER)
    )
    refuses(Refused, lambda: door.execute(command, actor=PROPOSER, at=LATER), "access.refused")


def test_without_a_schedule_in_force_nothing_is_ever_due() -> None:
    builders.executed()
    refuses(Unlawful, lambda: builders.draw_up(LATER), "retention.no_schedule")


def test_a_day_that_is_not_over_is_refused_and_so_is_a_list_of_another_day() -> None:
    builders.scheduled()
    builders.executed()
    today = local_date(LATER)
    refuses(Invalid, lambda: builders.draw_up(LATER, up_to=today), "destruction.future")
    old = DrawUpDestruction(
        id=new_id(LATER), office=BUREAU, up_to=date(2036, 12, 31), on=today - timedelta(days=1)
    )
    refuses(Conflict, lambda: door.execute(old, actor=DISPATCHER, at=LATER), "destruction.other_day")


def test_of_a_matter_that_the_office_is_denied_it_learns_nothing() -> None:
    builders.scheduled()
    hidden, going = builders.executed(), builders.executed()
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE petition SET denied = ARRAY[bureau] WHERE id = %s", (hidden.petition,))
    assert items(builders.draw_up(LATER)) == {number(going): ""}


def test_the_head_may_draw_it_up_too() -> None:
    builders.scheduled()
    builders.executed()
    assert builders.draw_up(LATER, ERASER).listed == 1


def test_a_late_failure_leaves_nothing() -> None:
    builders.scheduled()
    builders.executed()
    leaves_nothing(lambda: builders.draw_up(LATER))
