"""Take a matter off a list that waits: never silently, and never without a period beyond today."""

import pytest

import builders
from builders import DISPATCHER, ERASER, HANDLER, PROPOSER, Drawn, Life
from huiyin.commands.evidence.take_off_destruction import TakeOffDestruction
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import PetitionId, new_id
from support.moment import AT
from support.state import leaves_nothing, refuses, row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")
LATER = builders.years_later(AT)


@pytest.fixture
def listed(installed: object) -> tuple[Life, Drawn]:
    """Two matters that are due, one of them returned, and the list on which they stand."""
    assert installed
    builders.scheduled()
    builders.executed()
    return builders.executed(), builders.draw_up(LATER)


def take_off(
    life: Life | PetitionId,
    drawn: Drawn,
    category: str | None = "precedent",
    actor: Actor = DISPATCHER,
    *,
    held: bool = False,
    reason: str = "同类事项的先例",
) -> None:
    command = TakeOffDestruction(
        petition=life.petition if isinstance(life, Life) else life,
        destruction=drawn.id,
        id=new_id(drawn.at),
        category=category,
        held=held,
        reason=reason,
    )
    door.execute(command, actor=actor, at=drawn.at)


def test_it_gets_a_longer_period_and_stands_on_the_list_as_taken_off_and_why(
    listed: tuple[Life, Drawn],
) -> None:
    life, drawn = listed
    take_off(life, drawn)
    assert (row("retention")["category"], row("retention")["years"]) == ("precedent", 0)
    gone = row("destruction_outcome")
    assert (gone["petition"], gone["state"], gone["why"]) == (life.petition, "taken_off", "同类事项的先例")
    assert len(rows("destruction_item")) == 2
    assert differences() == []


def test_a_hold_takes_it_off_without_another_class(listed: tuple[Life, Drawn]) -> None:
    life, drawn = listed
    take_off(life, drawn, None, ERASER, held=True, reason="正在诉讼")
    assert (row("retention")["held"], row("retention")["category"]) == (True, None)


@pytest.mark.parametrize("category", [None, "handled"])
def test_a_period_that_is_over_as_well_takes_nothing_off(
    listed: tuple[Life, Drawn], category: str | None
) -> None:
    life, drawn = listed
    refuses(Invalid, lambda: take_off(life, drawn, category), "destruction.period_over")


def test_thirty_years_are_long_enough(listed: tuple[Life, Drawn]) -> None:
    take_off(*listed, "reexamined")
    assert row("retention")["years"] == 30


def test_it_is_taken_off_once_and_only_while_the_list_waits(listed: tuple[Life, Drawn]) -> None:
    life, drawn = listed
    other = next(one["matter"] for one in rows("destruction_item") if one["matter"] != life.petition)
    take_off(life, drawn)
    refuses(Conflict, lambda: take_off(life, drawn), "destruction.not_listed")
    approved = builders.approve(drawn, matters=1)
    refuses(Conflict, lambda: take_off(other, approved), "destruction.elsewhere")


def test_a_matter_that_is_not_on_the_list_or_a_list_that_is_not_there_is_unknown(
    listed: tuple[Life, Drawn],
) -> None:
    life, drawn = listed
    other = builders.accepted()
    refuses(Unknown, lambda: take_off(other, drawn), "destruction.unknown")
    ghost = Drawn(id=new_id(AT), at=LATER, outcome=drawn.outcome)
    refuses(Unknown, lambda: take_off(life, ghost), "destruction.unknown")


@pytest.mark.parametrize("actor", [HANDLER, PROPOSER, builders.RECEPTION, builders.INSPECTOR])
def test_nobody_else_takes_it_off(listed: tuple[Life, Drawn], actor: Actor) -> None:
    life, drawn = listed
    refuses(Refused, lambda: take_off(life, drawn, actor=actor), "access.refused")


def test_a_late_failure_leaves_nothing(listed: tuple[Life, Drawn]) -> None:
    leaves_nothing(lambda: take_off(*listed))
