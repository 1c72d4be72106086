"""The tables made again from the ledger: the same, row for row."""

from collections.abc import Mapping

import pytest
from django.db import DatabaseError

import builders
from huiyin.door import rebuilding
from huiyin.door.integrating import number
from huiyin.door.rebuilding import folded
from huiyin.kernel.errors import Conflict
from huiyin.records import sql
from huiyin.records.catalogue import DOMAIN
from support.state import state
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


def rebuild() -> list[rebuilding.Differing]:
    with folded(lambda *_: None, alone=True) as made:
        found = list(made.differences())
        made.put_in_place()
    return found


def truncate() -> None:
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute(f"TRUNCATE {', '.join(DOMAIN)}")


def domain() -> Mapping[str, str]:
    return {table: digest for table, digest in state().items() if table in DOMAIN}


@pytest.mark.parametrize("batch", [1000, 3])
def test_truncated_tables_come_back_row_for_row(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", batch)
    builders.full_life()
    builders.waiting()
    before = state()
    assert all(before[table] for table in ("petition", "clock", "event", "office", "document"))
    truncate()
    found = rebuild()
    assert {one.how for one in found} == {"removed"}
    assert state() == before
    assert differences() == []


def test_a_row_altered_added_or_removed_behind_the_door_is_named_and_put_right() -> None:
    life = builders.full_life()
    before = state()
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE petition SET state = 'declined', sealed_story = 'x'")
        cursor.execute("DELETE FROM finding")
        cursor.execute("INSERT INTO adopted VALUES ('pack:x:1', 'pack', 'x', '1', 'd', '2026-01-01', NULL)")
    found = {(one.table, one.how, one.fields) for one in rebuild()}
    assert found == {
        ("petition", "altered", ("sealed_story", "state")),
        ("finding", "removed", ()),
        ("adopted", "added", ()),
    }
    assert state() == before
    assert rebuild() == []
    assert life.petition


def test_comparing_alone_changes_nothing() -> None:
    builders.file_petition()
    truncate()
    empty = state()
    with folded(lambda *_: None, alone=False) as made:
        assert any(made.differences())
    assert state() == empty


def test_an_entry_that_does_not_fit_is_named_and_nothing_changes() -> None:
    life = builders.accepted()
    entry = life.outcomes[-1].entry
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("ALTER TABLE entry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE entry SET body = replace(convert_from(body, 'UTF8'), %s, %s)::bytea WHERE id = %s",
            ('["petition","~"', '["petition","+"', entry.id),
        )
    before = state()
    with pytest.raises(Conflict) as caught:
        rebuild()
    assert caught.value.code == "rebuild.entry_not_applied"
    assert caught.value.facts == {"row": str(entry.id), "subject": str(life.petition)}
    assert state() == before


def test_an_entry_without_a_place_in_the_order_stops_it() -> None:
    life = builders.file_petition()
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("DELETE FROM entry_waiting WHERE commitment = %s", (life.outcome.entry.commitment,))
    with pytest.raises(Conflict) as caught:
        rebuild()
    assert (caught.value.code, caught.value.facts) == (
        "rebuild.entry_without_place",
        {"row": str(life.outcome.entry.id)},
    )


def test_entries_with_an_index_come_before_those_that_wait() -> None:
    life = builders.classified()
    assert number(2) == 2
    builders.accepted(life)
    before = state()
    truncate()
    rebuild()
    assert state() == before


def test_entries_that_cannot_be_applied_together_are_applied_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builders.classified()
    before, apply = state(), rebuilding._apply

    def only_one(first: int, last: int) -> None:
        if last > first:
            raise DatabaseError
        apply(first, last)

    monkeypatch.setattr(rebuilding, "_apply", only_one)
    truncate()
    rebuild()
    assert state() == before
