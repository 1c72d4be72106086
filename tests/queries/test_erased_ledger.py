"""The ledger after an erasure: missing salts are right where it tells so, and nowhere else."""

from typing import Any

import pytest

import builders
from builders import Life
from huiyin.door.integrating import number
from huiyin.door.rebuilding import folded
from huiyin.records import sql
from huiyin.records.catalogue import DOMAIN
from support.state import state
from support.verifying import differences, found

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def erased(installed: Any) -> Life:
    """An erased matter, beside another that lives."""
    assert installed
    builders.file_petition()
    return builders.erased()


def behind(statement: str, *parameters: Any) -> None:
    """Write as the owner, triggers off."""
    with sql.cursor(sql.OWNER) as cursor:
        for table in ("entry", "entry_salt"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)


@pytest.mark.usefixtures("erased")
def test_an_erasure_is_no_difference() -> None:
    number(1000)
    assert differences() == []


def test_salts_destroyed_behind_the_door_are_named_each(erased: Life) -> None:
    life = builders.answered()
    behind("DELETE FROM entry_salt WHERE commitment = %s", life.outcomes[2].entry.commitment)
    [one] = differences()
    assert (one.code, one.row) == ("ledger.salt_missing", str(life.outcomes[2].entry.id))
    assert one.subject == str(life.petition) != str(erased.petition)


def test_the_salt_of_the_erasure_itself_must_stay(erased: Life) -> None:
    behind("DELETE FROM entry_salt WHERE commitment = %s", erased.outcome.entry.commitment)
    told = {one.row for one in differences() if one.code == "ledger.salt_missing"}
    assert told == {str(one.entry.id) for one in erased.outcomes}


def test_an_erasure_that_was_made_up_excuses_nothing() -> None:
    life = builders.erasure_proposed()
    last = life.outcome.entry
    behind("DELETE FROM entry_salt WHERE commitment <> %s", last.commitment)
    behind("UPDATE entry SET kind = 'petition.erased' WHERE id = %s", last.id)
    codes = {(one.code, one.row) for one in differences() if one.subject == str(life.petition)}
    assert ("ledger.columns_altered", str(last.id)) in codes
    assert {("ledger.salt_missing", str(one.entry.id)) for one in life.outcomes[:-1]} <= codes


def test_a_body_altered_after_its_salt_is_gone_is_named(erased: Life) -> None:
    entry = erased.outcomes[1].entry
    behind(
        "UPDATE entry SET body = replace(convert_from(body, 'UTF8'), 'environment.water', 'environment.air')"
        "::bytea WHERE id = %s",
        entry.id,
    )
    assert ("ledger.body_altered", "entry", ()) in found()


def test_an_entry_cut_from_before_the_erasure_is_named(erased: Life) -> None:
    behind("DELETE FROM entry WHERE id = %s", erased.outcomes[1].entry.id)
    codes = {one.code for one in differences()}
    assert {"ledger.predecessor_missing", "ledger.erased_entry_gone"} <= codes


def test_salts_and_keys_that_came_back_are_named(erased: Life) -> None:
    behind("INSERT INTO entry_salt VALUES (%s, 'x')", erased.outcomes[0].entry.commitment)
    behind("INSERT INTO data_key VALUES (%s, 'x')", erased.petition)
    codes = {(one.code, one.subject) for one in differences()}
    assert ("ledger.salt_not_destroyed", str(erased.petition)) in codes
    assert ("key.not_destroyed", str(erased.petition)) in codes


def test_a_key_destroyed_behind_the_door_is_named() -> None:
    life = builders.file_petition()
    behind("DELETE FROM data_key WHERE petition = %s", life.petition)
    assert [(one.code, one.row) for one in differences()] == [("key.missing", str(life.petition))]


@pytest.mark.usefixtures("erased")
def test_tables_are_rebuilt_after_an_erasure_and_nothing_is_erased_again() -> None:
    before = state()
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute(f"TRUNCATE {', '.join(DOMAIN)}")
    with folded(lambda *_: None, alone=True) as made:
        made.put_in_place()
    assert state() == before
    assert differences() == []
