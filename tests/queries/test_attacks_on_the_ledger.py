"""Verification of the ledger: whatever somebody with the superuser's password changes is found and named."""

import json
from typing import Any

import psycopg
import pytest

import builders
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.kernel import canonical
from huiyin.kernel.clock import local_date
from huiyin.queries.ledger import verify as verification
from huiyin.queries.ledger.verify import Count
from support.database import Ground
from support.roles import intruder
from support.state import entries, row, rows
from support.verifying import differences, found

Intruder = psycopg.Connection[Any]


@pytest.fixture
def life(installed: Any) -> builders.Life:
    assert installed
    builders.waiting()
    return builders.full_life()


@pytest.fixture
def attack(life: builders.Life, ground: Ground) -> Any:
    """Run a statement as somebody whom no wall stops; return how many rows it touched."""
    assert life

    def run(statement: str, *parameters: Any) -> int:
        with intruder(ground) as connection:
            return connection.execute(statement.encode(), parameters).rowcount

    return run


def test_a_full_life_and_the_whole_installation_verify_clean(life: builders.Life) -> None:
    counts: list[tuple[int, int, int]] = []
    kept: list[Count] = []

    def progress(count: Count) -> None:
        kept.append(count)
        counts.append((count.entries, count.subjects, count.total))

    assert life
    assert differences(progress) == []
    assert counts[-1] == (len(rows("entry")), 5, len(rows("entry")))


def test_batches_of_any_size_verify_alike(life: builders.Life, monkeypatch: pytest.MonkeyPatch) -> None:
    assert life
    monkeypatch.setattr(verification, "BATCH", 1)
    assert differences() == []
    monkeypatch.setattr(verification, "BATCH", 2)
    assert differences() == []


def test_an_empty_installation_verifies_clean(equipped: Any) -> None:
    assert equipped
    assert differences() == []


ALTERED = [
    ("UPDATE petition SET state = 'accepted' WHERE state = 'under_review'", "petition", ("state",)),
    ("UPDATE petition SET filed_at = filed_at - interval '30 days' WHERE lead IS NOT NULL", "petition",
     ("filed_at",)),
    ("UPDATE petition SET sealed_story = sealed_story || 'x' WHERE lead IS NOT NULL", "petition",
     ("sealed_story",)),
    ("UPDATE petition SET denied = '{510104001}', county = 510105 WHERE lead IS NOT NULL", "petition",
     ("county", "denied")),
    ("UPDATE clock SET binding_on = binding_on + 30 WHERE rule = 'cn22.handle'", "clock", ("binding_on",)),
    ("UPDATE event SET happened_at = now(), facts = '{\"x\": 1}' WHERE name = 'petition.accepted'", "event",
     ("facts", "happened_at")),
    ("UPDATE document SET number = '〔2026〕2号', sealed_content = 'x' WHERE kind = 'opinion'", "document",
     ("number", "sealed_content")),
    ("UPDATE service SET served_on = served_on - 1 WHERE way = 'in_person'", "service", ("served_on",)),
    ("UPDATE evidence SET address = repeat('1', 64)", "evidence", ("address",)),
    ("UPDATE rating SET grade = 1", "rating", ("grade",)),
    ("UPDATE petitioner SET sealed_identity = 'x'", "petitioner", ("sealed_identity",)),
    ("UPDATE respondent SET accused = true", "respondent", ("accused",)),
    ("UPDATE part SET next_due_on = NULL, closed_at = now() WHERE role = 'review'", "part",
     ("closed_at", "next_due_on")),
    ("UPDATE contact SET reached = false", "contact", ("reached",)),
    ("UPDATE finding SET account = 6", "finding", ("account",)),
    ("UPDATE opinion SET outcome = 'not_support'", "opinion", ("outcome",)),
    ("UPDATE review_request SET sealed_grounds = ''", "review_request", ("sealed_grounds",)),
    ("UPDATE story_grant SET role = 'head'", "story_grant", ("role",)),
    ("UPDATE notice SET kind = 'other' WHERE kind = 'review.requested'", "notice", ("kind",)),
    ("UPDATE post SET until = now() WHERE account = 1", "post", ("until",)),
    ("UPDATE office SET topics = '{}' WHERE id = 510104010", "office", ("topics",)),
    ("UPDATE division SET name = 'x' WHERE code = 510104", "division", ("name",)),
    ("UPDATE adopted SET digest = 'x' WHERE name = 'cn-xinfang-2022'", "adopted", ("digest",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "table", "fields"), ALTERED, ids=[one[1] + "." + one[2][-1] for one in ALTERED]
)
def test_every_altered_field_is_named(
    attack: Any, statement: str, table: str, fields: tuple[str, ...]
) -> None:
    touched = attack(statement)
    assert touched
    result = differences()
    assert {(one.code, one.table, one.fields) for one in result} == {("row.altered", table, fields)}
    assert len(result) == touched


def test_an_altered_row_is_named_by_its_key(attack: Any) -> None:
    attack("UPDATE rating SET grade = 1")
    [difference] = differences()
    assert difference.row == str(row("rating")["id"])


@pytest.mark.parametrize(
    "table",
    ["petitioner", "part", "event", "clock", "contact", "document", "evidence", "notice", "post", "office"],
)
def test_a_deleted_row_is_named(attack: Any, table: str) -> None:
    key = rows(table)[0]["id"]
    attack(f"DELETE FROM {table} WHERE id = %s", key)
    [difference] = differences()
    assert (difference.code, difference.table, difference.row) == ("row.removed", table, str(key))


def test_a_deleted_petition_is_named(attack: Any, life: builders.Life) -> None:
    attack("DELETE FROM petition WHERE id = %s", life.petition)
    assert [(one.code, one.row) for one in differences()] == [("row.removed", str(life.petition))]


def test_a_petition_of_which_nothing_is_left_but_its_entries_is_named_row_by_row(
    attack: Any, life: builders.Life
) -> None:
    tables = ("petition", "part", "event", "clock", "document")
    for table in tables:
        attack(f"DELETE FROM {table} WHERE {'id' if table == 'petition' else 'petition'} = %s", life.petition)
    assert {one.table for one in differences()} == set(tables)


COPY = "INSERT INTO {0} SELECT (jsonb_populate_record(t, %s::jsonb)).* FROM {0} AS t WHERE id = %s"


@pytest.mark.parametrize("table", ["contact", "rating", "document", "part"])
def test_an_added_row_is_named(attack: Any, table: str) -> None:
    new = "00000000-0000-4000-8000-000000000001"
    other = json.dumps({"id": new, "number": "x", "serial": 99, "of": "bureau"})
    attack(COPY.format(table), other, rows(table)[0]["id"])
    [difference] = differences()
    assert (difference.code, difference.table, difference.row) == ("row.added", table, new)


def test_an_added_office_post_or_rule_is_named(attack: Any) -> None:
    attack(COPY.format("office"), '{"id": 1}', builders.WATER)
    attack(
        "INSERT INTO post (id, account, office, role, since) VALUES (gen_random_uuid(), 1, 1, 'head', now())"
    )
    assert {(one.code, one.table) for one in differences()} == {
        ("row.added", "office"),
        ("row.added", "post"),
    }


def test_a_back_dated_petition_without_an_entry_is_named(attack: Any, life: builders.Life) -> None:
    new = "00000000-0000-4000-8000-000000000002"
    values = json.dumps({"id": new, "number": "AAAAA-AAAAA-A", "filed_at": "2020-01-01T00:00:00Z"})
    attack(COPY.format("petition"), values, life.petition)
    [difference] = differences()
    assert (difference.code, difference.table, difference.row) == ("row.added", "petition", new)


def test_a_back_dated_petition_with_an_entry_made_up_has_no_promise(attack: Any, life: builders.Life) -> None:
    new = "00000000-0000-4000-8000-000000000003"
    attack(
        "INSERT INTO entry SELECT gen_random_uuid(), %s, kind, at - interval '1 year', NULL, 'c', body,"
        " promise FROM entry WHERE subject = %s AND previous IS NULL",
        new,
        life.petition,
    )
    codes = {one.code for one in differences()}
    assert {"ledger.salt_missing", "ledger.promise_invalid", "ledger.columns_altered"} <= codes


def test_a_row_given_to_another_petition_is_named(attack: Any, life: builders.Life) -> None:
    attack("UPDATE contact SET petition = (SELECT id FROM petition WHERE id <> %s)", life.petition)
    assert found() == {("row.altered", "contact", ("petition",))}


def test_a_row_given_to_a_petition_in_another_batch_is_named(
    attack: Any, life: builders.Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "BATCH", 1)
    attack("UPDATE contact SET petition = (SELECT id FROM petition WHERE id <> %s)", life.petition)
    assert found() == {("row.removed", "contact", ()), ("row.added", "contact", ())}


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


def test_the_last_entry_cut_with_all_its_rows_is_what_only_the_numbered_tree_will_find(
    attack: Any, life: builders.Life
) -> None:
    # docs/decisions/0091: said plainly, so that nobody believes more than is true.
    grant = OpenStory(petition=life.petition)
    life = life.then(grant, builders.HANDLER)
    attack("DELETE FROM story_grant WHERE on = %s".replace(" on ", ' "on" '), local_date(life.at))
    attack("DELETE FROM entry_salt WHERE commitment = %s", life.outcome.entry.commitment)
    attack("DELETE FROM entry WHERE id = %s", life.outcome.entry.id)
    assert differences() == []


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


def test_the_chain_of_a_petition_reads_from_filing_to_review(life: builders.Life) -> None:
    kinds = [entry["kind"] for entry in entries(life.petition)]
    assert kinds[0] == "petition.filed"
    assert kinds[-1] == "petition.review_requested"
    assert [canonical.decode(one.entry.body)["kind"] for one in life.outcomes] == kinds
