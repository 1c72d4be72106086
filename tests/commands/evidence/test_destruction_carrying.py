"""Carry out a destruction list: ordered by a person, asked once more of each matter, kept for ever itself."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

import builders
from builders import DISPATCHER, ERASER, HANDLER, PROPOSER, Drawn, Life
from huiyin.commands.evidence.destruction_carrying import DestroyListed, FinishDestruction, OrderDestruction
from huiyin.commands.review.request_review import RequestReview
from huiyin.door import door
from huiyin.kernel import canonical
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import new_id
from huiyin.prepare.destroying import DESTROYER
from huiyin.queries.outreach.history import history
from huiyin.records import sql
from support.moment import AT
from support.roles import attempt
from support.state import entries, leaves_nothing, refuses, row, rows
from support.verifying import deeply, differences

pytestmark = pytest.mark.usefixtures("installed")
LATER = builders.years_later(AT)


@pytest.fixture
def two(installed: object) -> tuple[Life, Life, Drawn]:
    """Two matters that are due, and their list, approved."""
    assert installed
    builders.scheduled()
    first, second = builders.executed(), builders.executed()
    return first, second, builders.approve(builders.draw_up(LATER))


def destroy(life: Life, drawn: Drawn, actor: Actor = DESTROYER) -> str:
    command = DestroyListed(petition=life.petition, destruction=drawn.id, id=new_id(drawn.at))
    return door.execute(command, actor=actor, at=drawn.at + timedelta(hours=1)).decision.kind


def outcome(life: Life) -> tuple[str, str]:
    found = row("destruction_outcome", petition=life.petition)
    return found["state"], found["why"]


def test_key_and_salts_go_and_the_entry_tells_of_the_list_and_of_both_people(
    two: tuple[Life, Life, Drawn],
) -> None:
    life, other, drawn = two
    assert destroy(life, builders.order(drawn)) == "petition.erased"
    assert (rows("data_key", petition=life.petition), outcome(life)) == ([], ("destroyed", ""))
    assert rows("data_key", petition=other.petition)
    *before, last = entries(life.petition)
    left = {bytes(one["commitment"]) for one in rows("entry_salt")}
    assert [one["kind"] for one in (*before, last) if one["commitment"] in left] == ["petition.erased"]
    facts = last["facts"]
    assert (facts["number"], facts["proposed_by"], facts["approved_by"]) == ("2037-1", 1, 4)
    assert (facts["reason"], last["actor"]["name"]) == ("保管期限10年，2036年12月31日届满", "destroyer")
    assert builders.APPROVAL in facts["basis"]
    bodies = [hashlib.sha256(bytes(row("entry", id=one["id"])["body"])).digest() for one in before]
    assert facts["bodies"] == canonical.plain(bodies)


def test_the_ledger_verifies_after_it_and_the_list_stays(two: tuple[Life, Life, Drawn]) -> None:
    builders.carry_out(builders.order(two[2]))
    assert row("destruction_list")["state"] == "done"
    assert len(rows("destruction_item")) == 2
    told = entries(two[2].id)[-1]
    assert told["kind"] == "destruction.done"
    assert told["facts"] == {"number": "2037-1", "listed": 0, "taken_off": 0, "left_out": 0, "destroyed": 2}
    assert differences() == []
    assert deeply() == []


def test_the_petitioner_is_told_which_office_destroyed_the_content(two: tuple[Life, Life, Drawn]) -> None:
    builders.carry_out(builders.order(two[2]))
    last = history(two[0].petition)[-1]
    assert (last.kind, last.office) == ("petition.erased", builders.BUREAU)


def test_a_matter_opened_again_since_is_left_out_and_the_list_says_so(
    two: tuple[Life, Life, Drawn],
) -> None:
    life, other, drawn = two
    with sql.cursor(sql.OWNER) as cursor:
        query = "UPDATE petition SET state = 'under_review', closed_on = NULL WHERE id = %s"
        cursor.execute(query, (life.petition,))
    done = builders.carry_out(builders.order(drawn))
    assert (done.destroyed, done.left_out, done.finished) == (1, 1, 1)
    assert outcome(life) == ("left_out", "erasure.matter_open")
    assert outcome(other) == ("destroyed", "")
    assert rows("data_key", petition=life.petition)


def test_a_matter_held_or_given_another_class_since_is_left_out(two: tuple[Life, Life, Drawn]) -> None:
    held, longer, drawn = two
    for life, category, hold in ((held, None, True), (longer, "precedent", False)):
        builders.keep(replace(life, at=drawn.at), category, held=hold, reason="正在诉讼")
    done = builders.carry_out(builders.order(replace(drawn, at=drawn.at + timedelta(days=2))))
    assert (done.destroyed, done.left_out) == (0, 2)
    assert (outcome(held)[1], outcome(longer)[1]) == ("retention.held", "retention.not_ended")
    assert differences() == []


def test_what_the_office_decided_before_it_was_accused_is_not_carried_out(
    two: tuple[Life, Life, Drawn],
) -> None:
    life, _, drawn = two
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE petition SET denied = ARRAY[bureau] WHERE id = %s", (life.petition,))
    builders.carry_out(builders.order(drawn))
    assert outcome(life) == ("left_out", "retention.denied")


def test_only_a_list_that_was_approved_is_ordered_and_once(two: tuple[Life, Life, Drawn]) -> None:
    drawn = two[2]
    builders.executed()
    waiting = builders.draw_up(LATER)
    refuses(Conflict, lambda: builders.order(waiting), "destruction.elsewhere")
    ordered = builders.order(drawn, ERASER)
    refuses(Conflict, lambda: builders.order(ordered), "destruction.elsewhere")


@pytest.mark.parametrize("actor", [HANDLER, PROPOSER, builders.RECEPTION, builders.INSPECTOR])
def test_nobody_else_orders_it(two: tuple[Life, Life, Drawn], actor: Actor) -> None:
    refuses(Refused, lambda: builders.order(two[2], actor), "access.refused")


def test_no_person_destroys_a_single_matter_of_it(two: tuple[Life, Life, Drawn]) -> None:
    ordered = builders.order(two[2])
    for actor in (DISPATCHER, ERASER):
        refuses(Refused, lambda actor=actor: destroy(two[0], ordered, actor), "access.refused")  # type: ignore[misc]


def test_nothing_is_destroyed_before_the_order_nor_twice_nor_what_is_not_listed(
    two: tuple[Life, Life, Drawn],
) -> None:
    life, _, drawn = two
    refuses(Conflict, lambda: destroy(life, drawn), "destruction.elsewhere")
    ordered = builders.order(drawn)
    other = builders.accepted()
    refuses(Unknown, lambda: destroy(other, ordered), "destruction.unknown")
    destroy(life, ordered)
    refuses(Conflict, lambda: destroy(life, ordered), "destruction.not_listed")


def test_it_is_finished_when_nothing_waits_on_it(two: tuple[Life, Life, Drawn]) -> None:
    ordered = builders.order(two[2])
    command = FinishDestruction(destruction=ordered.id)
    refuses(Conflict, lambda: door.execute(command, actor=DESTROYER, at=ordered.at), "destruction.not_done")
    builders.carry_out(ordered)
    refuses(Conflict, lambda: door.execute(command, actor=DESTROYER, at=ordered.at), "destruction.elsewhere")


def test_the_database_destroys_nothing_by_a_list_that_does_not_say_so(
    two: tuple[Life, Life, Drawn],
) -> None:
    life, _, drawn = two
    destroy(life, builders.order(drawn))
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("INSERT INTO data_key VALUES (%s, 'again')", (life.petition,))
        for lie in (
            "UPDATE destruction_list SET state = 'drawn'",
            "UPDATE destruction_list SET drawn_by = 99",
            "UPDATE destruction_list SET ordered_by = NULL",
            "UPDATE destruction_outcome SET state = 'left_out'",
            "DELETE FROM destruction_item",
        ):
            with pytest.raises(psycopg.errors.RaiseException):
                attempt("owner", f"{lie}; SELECT erase_petition('{life.petition}', 'x')")


def test_a_review_asked_for_long_ago_keeps_a_matter_off_every_list() -> None:
    builders.scheduled()
    life = builders.executed()
    review = RequestReview(petition=life.petition, id=new_id(life.at), sealed_grounds=b"sealed")
    life.then(review, life.petitioner)
    refuses(Conflict, lambda: builders.draw_up(LATER), "destruction.nothing_due")


def test_a_late_failure_leaves_nothing(two: tuple[Life, Life, Drawn]) -> None:
    ordered = builders.order(two[2])
    leaves_nothing(lambda: destroy(two[0], ordered))
    leaves_nothing(lambda: destroy(two[1], ordered))
    finish = FinishDestruction(destruction=ordered.id)
    leaves_nothing(lambda: door.execute(finish, actor=DESTROYER, at=ordered.at + timedelta(hours=1)))


def test_an_order_that_fails_late_leaves_nothing(two: tuple[Life, Life, Drawn]) -> None:
    command = OrderDestruction(destruction=two[2].id)
    leaves_nothing(lambda: door.execute(command, actor=ERASER, at=two[2].at))
