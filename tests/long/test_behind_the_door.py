"""Whoever changes rows behind the door, even as the database's superuser, is found, and the row is named."""

import json
from typing import Any

import pytest

from support import program
from support.inside import psql
from support.installation import Installation
from support.program import PETITION, Filing

pytestmark = pytest.mark.long

WITHOUT_TRIGGERS = "SET session_replication_role = replica; "


def _verified(place: Installation, *, code: int) -> list[dict[str, Any]]:
    done = place.run("ledger", "verify", "--json")
    assert done.returncode == code, done.stdout + done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["differences"]
    return found


@pytest.fixture
def number(installation: Installation) -> str:
    """The number of one of three petitions that were filed."""
    installation.up("--demo").ready()
    answers = [program.send(installation.port, Filing(PETITION)) for _ in range(3)]
    assert {one.status for one in answers} == {201}
    assert _verified(installation, code=0) == []
    return str(answers[1].plain["number"])


CASES = [
    (
        "UPDATE petition SET filed_at = filed_at - interval '40 days' WHERE number = '{number}'",
        ("row.altered", "petition", ["filed_at"]),
    ),
    (
        "UPDATE petition SET sealed_story = '\\x00' WHERE number = '{number}'",
        ("row.altered", "petition", ["sealed_story"]),
    ),
    (
        "DELETE FROM part WHERE petition = (SELECT id FROM petition WHERE number = '{number}')",
        ("row.removed", "part", []),
    ),
    (
        "UPDATE clock SET binding_on = binding_on + 30, warn_on = warn_on + 30 "
        "WHERE petition = (SELECT id FROM petition WHERE number = '{number}')",
        ("row.altered", "clock", ["binding_on", "warn_on"]),
    ),
    (
        "INSERT INTO part SELECT (jsonb_populate_record(part, jsonb_build_object('id', gen_random_uuid()))).* "
        "FROM part WHERE petition = (SELECT id FROM petition WHERE number = '{number}')",
        ("row.added", "part", []),
    ),
    (
        WITHOUT_TRIGGERS + "UPDATE entry SET body = convert_to(replace(convert_from(body, 'UTF8'), "
        "'{number}', 'XXXXX'), 'UTF8') WHERE subject = (SELECT id FROM petition WHERE number = '{number}')",
        ("ledger.body_altered", "entry", []),
    ),
]


@pytest.mark.parametrize(("statement", "expected"), CASES)
def test_what_the_superuser_changed_is_found_and_named(
    installation: Installation, number: str, statement: str, expected: tuple[str, str, list[str]]
) -> None:
    petition = psql(installation, f"SELECT id FROM petition WHERE number = '{number}'")  # noqa: S608  ours
    psql(installation, statement.replace("{number}", number))
    found = _verified(installation, code=1)
    assert expected in [(one["code"], one["table"], one["fields"]) for one in found]
    rows = {one["row"] for one in found} | {one["subject"] for one in found}
    assert petition in rows or expected[1] not in {"petition", "entry"}
    said = installation.run("ledger", "verify")
    assert said.returncode == 1
    assert expected[1] in said.stdout
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("statement", ["DELETE FROM entry", "TRUNCATE entry", "UPDATE entry SET kind = 'x'"])
def test_the_ledger_refuses_even_the_superuser(
    installation: Installation, number: str, statement: str
) -> None:
    with pytest.raises(AssertionError, match="ERROR"):
        psql(installation, statement)
    assert number in psql(installation, "SELECT number FROM petition").split()
    assert _verified(installation, code=0) == []
