"""`huiyin ledger verify`: a database altered behind the door is told so, row by row."""

import json
from typing import Any

import click
import pytest

import builders
from huiyin.cli.ledger import command
from huiyin.cli.wording import Language
from huiyin.records import sql


def tamper(statement: str, *parameters: Any) -> None:
    """Do what no program of the house can: write as the owner, triggers off."""
    with sql.cursor(sql.OWNER) as cursor:
        for table in ("entry", "entry_salt"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)


@pytest.fixture
def petition(installed: Any) -> Any:  # noqa: ARG001  the ground it stands on
    """A petition that was filed."""
    return builders.file_petition().petition


@pytest.mark.usefixtures("petition")
def test_all_is_well_after_commands_alone(run: Any) -> None:
    ran = run(command, "verify")
    assert ran.code == 0
    assert ran.out.startswith("All is well: ")


def test_an_altered_row_is_named_with_its_field(run: Any, petition: Any) -> None:
    tamper("UPDATE petition SET state = 'answered' WHERE id = %s", petition)
    ran = run(command, "verify")
    assert ran.code == 1
    assert f"Table petition, row {petition} was altered behind the door: state." in ran.out
    assert "1 differences" in ran.out


def test_removed_and_added_rows_are_told_apart_in_json(run: Any, petition: Any) -> None:
    tamper("DELETE FROM event WHERE petition = %s AND position = 0", petition)
    tamper(
        "INSERT INTO notice (id, petition, office, kind, at, facts)"
        " VALUES ('00000000-0000-4000-8000-000000000001', %s, 1, 'x', now(), '{}')",
        petition,
    )
    ran = run(command, "verify", "--json")
    told = json.loads(ran.out)
    assert ran.code == 1
    assert told["well"] is False
    assert told["entries"] > 0
    found = {(one["table"], one["code"]) for one in told["differences"]}
    assert found == {("event", "row.removed"), ("notice", "row.added")}


def test_an_altered_entry_and_a_damaged_salt_are_named(run: Any, petition: Any) -> None:
    tamper("UPDATE entry SET body = body || ' '::bytea WHERE subject = %s", petition)
    assert "its content was altered" in run(command, "verify").out
    tamper(
        "UPDATE entry_salt SET sealed = '\\x00' WHERE commitment IN"
        " (SELECT commitment FROM entry WHERE subject = %s)",
        petition,
    )
    ran = run(command, "verify", language=Language.ZH)
    assert "盐值被改动" in ran.out


def test_a_wrong_option_is_a_misuse(run: Any) -> None:
    with pytest.raises(click.UsageError) as misuse:
        run(command, "verify", "--quick")
    assert misuse.value.exit_code == 2
