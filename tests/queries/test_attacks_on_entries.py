"""Entries, promises and salts that somebody with the superuser's password changed are found and named."""

from typing import Any

import pytest

import builders
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.kernel.clock import local_date
from support.log import turn
from support.verifying import differences, found


def test_an_entry_cut_from_the_middle_is_named(attack: Any, life: builders.Life) -> None:
    cut = life.outcomes[3].entry
    attack("DELETE FROM entry WHERE id = %s", cut.id)
    result = differences()
    following = life.outcomes[4].entry
    assert ("ledger.predecessor_missing", str(following.id)) in {(one.code, one.row) for one in result}
    assert {one.code for one in result} > {"ledger.predecessor_missing"}  # and the rows it explained


def test_the_first_entry_cut_is_named(attack: Any, life: builders.Life) -> None:
    attack("DELETE FROM entry WHERE id = %s", life.outcomes[0].entry.id)
    assert "ledger.predecessor_missing" in {one.code for one in differences()}


def test_the_last_entry_cut_alone_is_named_by_the_rows_it_explained(attack: Any, life: builders.Life) -> None:
    attack("DELETE FROM entry WHERE id = %s", life.outcome.entry.id)
    assert ("row.added", "review_request", ()) in found()
    assert ("row.altered", "petition", ("closed_on", "offices", "state")) in {
        (one.code, one.table, tuple(name for name in one.fields if name != "next_due_on"))
        for one in differences()
    }


@pytest.mark.parametrize("numbered", [False, True])
def test_the_last_entry_cut_with_all_its_rows_is_found_only_once_it_is_numbered(
    attack: Any, life: builders.Life, *, numbered: bool
) -> None:
    # docs/decisions/0091: said plainly, so that nobody believes more than is true.
    grant = OpenStory(petition=life.petition)
    life = life.then(grant, builders.HANDLER)
    if numbered:
        turn()
    attack("DELETE FROM entry_waiting WHERE commitment = %s", life.outcome.entry.commitment)
    attack("DELETE FROM story_grant WHERE on = %s".replace(" on ", ' "on" '), local_date(life.at))
    attack("DELETE FROM entry_salt WHERE commitment = %s", life.outcome.entry.commitment)
    attack("DELETE FROM entry WHERE id = %s", life.outcome.entry.id)
    assert [one.code for one in differences()] == (["tree.leaf_without_entry"] if numbered else [])


def test_a_forked_chain_is_named(attack: Any, life: builders.Life) -> None:
    attack("ALTER TABLE entry DROP CONSTRAINT entry_chain")
    second = life.outcomes[1].entry
    attack(
        "INSERT INTO entry SELECT gen_random_uuid(), subject, kind, at + interval '1 second', previous, 'c',"
        " body, promise FROM entry WHERE id = %s",
        second.id,
    )
    codes = {one.code for one in differences()}
    assert "ledger.chain_forked" in codes


BODIES = [
    ("an altered value", "replace(convert_from(body, 'UTF8'), '\"grade\":5', '\"grade\":1')", "rated"),
    ("another kind", "replace(convert_from(body, 'UTF8'), 'petition.rated', 'petition.dated')", "rated"),
]


@pytest.mark.parametrize(("name", "altered", "kind"), BODIES, ids=[one[0] for one in BODIES])
def test_an_altered_body_is_named(attack: Any, name: str, altered: str, kind: str) -> None:
    assert name
    statement = f"UPDATE entry SET body = convert_to({altered}, 'UTF8') WHERE kind = %s"
    assert attack(statement, f"petition.{kind}")
    assert ("ledger.body_altered", "entry", ()) in found()


def test_a_body_altered_together_with_its_row_is_still_named(attack: Any) -> None:
    altered = "convert_to(replace(convert_from(body, 'UTF8'), '\"grade\":5', '\"grade\":1'), 'UTF8')"
    attack(f"UPDATE entry SET body = {altered} WHERE kind = 'petition.rated'")
    attack("UPDATE rating SET grade = 1")
    assert found() == {("ledger.body_altered", "entry", ())}


def test_a_body_without_what_every_entry_has_is_named(attack: Any) -> None:
    attack("UPDATE entry SET body = '{}' WHERE kind = 'petition.rated'")
    assert ("ledger.body_altered", "entry", ()) in found()


ID = b"00000000-0000-4000-8000-000000000001"
RUINED = [
    b'{"changes": [["rating", "+", {"id": "' + ID + b'"}], ["rating", "+", {"id": "no id"}]]}',
    b"",
    b"\xff\xfe",
    b"[]",
    b"5",
    b"{",
    b"[" * 100_000,
    b'{"changes": 5}',
    b'{"changes": [["rating", "+"]]}',
    b'{"changes": [["rating", "-", {"id": 1}]]}',
    b'{"changes": [["nowhere", "+", {"id": 1}]]}',
    b'{"changes": [["rating", "+", {"grade": 1}]]}',
    b'{"changes": [["rating", "+", {"id": "no id"}]]}',
    b'{"changes": [["rating", "+", {"id": null, "grade": 1}]]}',
    b'{"changes": [["rating", "+", {"id": "\\u0000"}]]}',
    b'{"changes": [["rating", "+", {"id": "\\ud800"}]]}',
    b'{"changes": [["rating", "+", {"id": NaN}]]}',
    b'{"changes": [["rating", "~", {"id": "00000000-0000-4000-8000-000000000001", "sealed_comment": "!"}]]}',
    b'{"changes": [["rating", "+", {"id": "00000000-0000-4000-8000-000000000001", "grade": 100000}]]}',
]


@pytest.mark.parametrize("body", RUINED, ids=[str(one[:60]) for one in RUINED])
def test_a_ruined_body_is_named_and_hides_nothing_else(attack: Any, body: bytes) -> None:
    attack("UPDATE entry SET body = %s WHERE kind = 'petition.rated'", body)
    attack("UPDATE contact SET reached = false")
    result = found()
    assert ("ledger.body_altered", "entry", ()) in result
    assert ("row.altered", "contact", ("reached",)) in result
    assert any(table == "rating" for _, table, _ in result)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("kind = 'petition.other'", "kind"),
        ("at = at - interval '1 day'", "at"),
        ("id = gen_random_uuid()", "id"),
        ("previous = 'other'", "previous"),
    ],
)
def test_altered_columns_of_an_entry_are_named(attack: Any, change: str, field: str) -> None:
    attack(f"UPDATE entry SET {change} WHERE kind = 'petition.rated'")
    assert ("ledger.columns_altered", "entry", (field,)) in found()


def test_an_entry_given_to_another_petition_is_named(attack: Any, life: builders.Life) -> None:
    other = "(SELECT id FROM petition WHERE id <> %s)"
    attack(f"UPDATE entry SET subject = {other} WHERE kind = 'petition.rated'", life.petition)
    assert ("ledger.columns_altered", "entry", ("subject",)) in found()


def test_a_promise_that_the_log_never_gave_is_named(attack: Any) -> None:
    attack("UPDATE entry SET promise = 'x' WHERE kind = 'petition.rated'")
    assert found() == {("ledger.promise_invalid", "entry", ())}


def test_swapped_salts_are_named(attack: Any, life: builders.Life) -> None:
    one, two = (outcome.entry.commitment for outcome in life.outcomes[:2])
    attack(
        "UPDATE entry_salt AS s SET sealed = o.sealed FROM entry_salt AS o"
        " WHERE (s.commitment, o.commitment) IN ((%s, %s), (%s, %s))",
        one, two, two, one,
    )  # fmt: skip
    named = {(difference.code, difference.row) for difference in differences()}
    assert named == {("ledger.salt_damaged", str(outcome.entry.id)) for outcome in life.outcomes[:2]}


def test_a_missing_salt_is_named(attack: Any, life: builders.Life) -> None:
    attack("DELETE FROM entry_salt WHERE commitment = %s", life.outcome.entry.commitment)
    [difference] = differences()
    assert (difference.code, difference.row) == ("ledger.salt_missing", str(life.outcome.entry.id))
    assert difference.subject == str(life.petition)


def test_every_attack_at_once_is_still_told_apart(attack: Any, life: builders.Life) -> None:
    attack("UPDATE rating SET grade = 2")
    attack("DELETE FROM contact")
    attack("UPDATE entry SET promise = 'x' WHERE id = %s", life.outcomes[2].entry.id)
    assert found() == {
        ("row.altered", "rating", ("grade",)),
        ("row.removed", "contact", ()),
        ("ledger.promise_invalid", "entry", ()),
    }
