"""Whoever changes rows behind the door, even as the database's superuser, is found, and the row is named."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from support import program
from support.inside import psql
from support.installation import Installation
from support.program import PETITION, Filing

pytestmark = pytest.mark.long

WITHOUT_TRIGGERS = "SET session_replication_role = replica; "


@dataclass(frozen=True)
class Deed:
    """What somebody does behind the door to one petition, and how it is found."""

    statement: str
    code: str
    table: str
    fields: tuple[str, ...] = ()


DEEDS = (
    Deed(
        "UPDATE petition SET filed_at = filed_at - interval '40 days' WHERE id = '{id}'",
        "row.altered",
        "petition",
        ("filed_at",),
    ),
    Deed(
        "UPDATE petition SET sealed_story = '\\x00' WHERE id = '{id}'",
        "row.altered",
        "petition",
        ("sealed_story",),
    ),
    Deed("DELETE FROM petition WHERE id = '{id}'", "row.removed", "petition"),
    Deed("DELETE FROM part WHERE petition = '{id}'", "row.removed", "part"),
    Deed(
        "UPDATE clock SET binding_on = binding_on + 30, warn_on = warn_on + 30 WHERE petition = '{id}'",
        "row.altered",
        "clock",
        ("binding_on", "warn_on"),
    ),
    Deed(
        "INSERT INTO part SELECT"
        " (jsonb_populate_record(part, jsonb_build_object('id', gen_random_uuid()))).* FROM part WHERE petition = '{id}'",
        "row.added",
        "part",
    ),
    Deed(
        WITHOUT_TRIGGERS + "UPDATE entry SET body = convert_to(replace(convert_from(body, 'UTF8'), "
        "'registered', 'closed'), 'UTF8') WHERE subject = '{id}'",
        "ledger.body_altered",
        "entry",
    ),
    Deed(WITHOUT_TRIGGERS + "DELETE FROM entry WHERE subject = '{id}'", "row.added", "petition"),
)
REFUSED = ("DELETE FROM entry", "TRUNCATE entry", "UPDATE entry SET kind = 'x'")


def _verified(place: Installation, *, code: int) -> list[dict[str, Any]]:
    done = place.run("ledger", "verify", "--json")
    assert done.returncode == code, done.stdout + done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["differences"]
    return found


def _rows_of(place: Installation, petition: str, table: str) -> set[str]:
    column = {"petition": "id", "entry": "subject"}.get(table, "petition")
    return set(psql(place, f"SELECT id FROM {table} WHERE {column} = '{petition}'").split())


def test_what_the_superuser_does_is_found_and_every_row_is_named(installation: Installation) -> None:
    running = installation.up("--demo").ready()
    answers = [program.send(installation.port, Filing(PETITION)) for _ in range(len(DEEDS) + 2)]
    assert {one.status for one in answers} == {201}
    assert _verified(installation, code=0) == []
    petitions = psql(installation, "SELECT id FROM petition").split()
    expected = []
    for deed, petition in zip(DEEDS, petitions, strict=False):
        before = _rows_of(installation, petition, deed.table)
        psql(installation, deed.statement.replace("{id}", petition))
        touched = before ^ _rows_of(installation, petition, deed.table) or before
        expected += [(deed.code, deed.table, row, deed.fields) for row in touched]
    found = _verified(installation, code=1)
    named = {(one["code"], one["table"], one["row"], tuple(one["fields"])) for one in found}
    assert set(expected) - named == set()
    told = installation.run("ledger", "verify")
    assert told.returncode == 1
    for _, _, row, _ in expected:
        assert row in told.stdout
    for untouched in petitions[len(DEEDS) :]:
        assert untouched not in told.stdout
    assert "Traceback" not in told.stderr
    assert running.stop() == 0


def test_the_ledger_refuses_even_the_superuser(installation: Installation) -> None:
    installation.up("--demo").ready()
    number = program.send(installation.port, Filing(PETITION)).plain["number"]
    for statement in REFUSED:
        with pytest.raises(AssertionError, match="ERROR"):
            psql(installation, statement)
    assert psql(installation, "SELECT number FROM petition") == number
    assert _verified(installation, code=0) == []
