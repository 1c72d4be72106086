"""Rows that somebody with the superuser's password changed, removed or added are found and named."""

import json
from typing import Any

import psycopg
import pytest

import builders
from huiyin.queries.ledger import verify as verification
from support.state import row, rows
from support.verifying import differences, found

Intruder = psycopg.Connection[Any]

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
