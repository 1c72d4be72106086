"""What the ledger costs: the twin writes the same rows and no ledger; the measures count what they say."""

from typing import Any

import pytest
from django.db import connections

import builders
from huiyin.cli.bench import costing, figures, rows_only
from huiyin.cli.bench.command import MEASURES
from huiyin.kernel.errors import Misconfigured
from huiyin.records import sql
from huiyin.records.catalogue import DOMAIN, LEDGER
from support.state import rows

OF_THE_LEDGER = {"entry", "entry_salt", "entry_waiting"}


def numbers() -> dict[str, int]:
    tables = (*DOMAIN, *LEDGER, "entry_waiting", "procrastinate_jobs")
    return {table: len(rows(table)) for table in tables}


@pytest.fixture
def twin(installed: Any) -> None:
    """The twin stands in the database."""
    assert installed
    connections[sql.OWNER].ensure_connection()
    rows_only.put_up(connections[sql.OWNER].connection)


def written() -> dict[str, int]:
    before = numbers()
    builders.accepted(builders.classified(builders.file_petition()))
    return {table: number - before[table] for table, number in numbers().items()}


@pytest.mark.usefixtures("installed")
def test_with_the_ledger_every_command_writes_an_entry() -> None:
    new = written()
    assert new["entry"] == new["entry_salt"] == new["entry_waiting"] > 2


@pytest.mark.usefixtures("twin")
def test_the_twin_writes_the_same_rows_and_jobs_and_nothing_of_the_ledger() -> None:
    with rows_only.instead_of_the_ledger():
        without = written()
    with_ledger = written()
    assert {table: without[table] for table in OF_THE_LEDGER} == dict.fromkeys(OF_THE_LEDGER, 0)
    for table in set(without) - OF_THE_LEDGER:
        assert without[table] == with_ledger[table], table


@pytest.mark.usefixtures("installed")
def test_a_function_that_is_another_makes_no_twin() -> None:
    connection = connections[sql.OWNER]
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION door_write(bodies bytea[], commitments bytea[], promises bytea[],"
            " salts bytea[], key_petitions uuid[], keys bytea[], jobs jsonb)"
            " RETURNS void LANGUAGE sql AS 'SELECT'"
        )
    with pytest.raises(Misconfigured) as refused:
        rows_only.put_up(connection.connection)
    assert refused.value.code == "bench.door_differs"


def test_the_tree_is_compared_with_plain_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costing, "LEAVES", 2_000)
    row = costing._tree()
    assert 0 < row["value"] < 3
    assert row["met"] in {"yes", "no"}
    assert "leaves_per_second" in figures.table([row])


@pytest.mark.usefixtures("installed")
def test_what_is_appended_is_what_the_door_takes() -> None:
    connections[sql.OWNER].ensure_connection()
    before = numbers()
    entry = next(costing._entries())
    connections[sql.OWNER].connection.execute(costing._APPEND, entry)
    new = {table for table, number in numbers().items() if number != before[table]}
    assert new == {*OF_THE_LEDGER, "notice"}


@pytest.mark.parametrize(("value", "met"), [(0.9, "yes"), (0.85, "yes"), (0.84, "no")])
def test_a_row_says_whether_the_demand_is_met(value: float, met: str) -> None:
    assert costing._row("x", value, "ratio", wanted=0.85)["met"] == met
    assert costing._row("x", value, "ratio")["met"] == ""


def test_the_measure_is_one_of_the_program() -> None:
    assert "cost" in MEASURES
