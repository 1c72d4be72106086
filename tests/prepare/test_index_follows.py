"""The index follows the log: killed, repeated, erased."""

from typing import Any

import pytest

import builders
from huiyin.door.searching import forget
from huiyin.prepare.searching import checking, indexing
from huiyin.records import sql
from support.log import turn
from support.searching import indexed
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def test_following_the_log_twice_changes_nothing_and_a_kill_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builders.file_petition()
    turn()
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "reached", killed)
        with pytest.raises(KeyboardInterrupt):
            indexing.catch_up(batches=1000)
        counts = rows("search_word")
        with pytest.raises(KeyboardInterrupt):
            indexing.catch_up(batches=1000)
    monkeypatch.setattr(indexing, "BATCH", 1)
    assert indexing.catch_up(batches=1000) == 1
    assert (sorted_by_token("search_word"), len(rows("search_text"))) == (
        sorted(counts, key=lambda row: row["token"]),
        1,
    )
    assert indexing.catch_up(batches=1000) == 0


def sorted_by_token(table: str) -> list[Any]:
    return sorted(rows(table), key=lambda row: row["token"])


def killed(leaf: int) -> None:
    raise KeyboardInterrupt(leaf)


def test_a_matter_whose_key_was_erased_leaves_the_index() -> None:
    mine = builders.file_petition()
    indexed()
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("DELETE FROM data_key WHERE petition = %s", (mine.petition,))
    assert [one.subject for one in checking.differences()] == [str(mine.petition)] * 2
    indexing.reindex([mine.petition])
    assert [rows(table) for table in ("search_text", "search_person", "search_word")] == [[], [], []]


def test_a_turn_of_the_indexer_ends_after_its_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    builders.file_petition()
    turn()
    monkeypatch.setattr(indexing, "BATCH", 1)
    assert indexing.catch_up(batches=1) == 0  # the first entries are of people and offices
    assert rows("search_progress")[0]["leaf"] == 1


def test_an_erased_matter_is_forgotten_at_once() -> None:
    mine, other = builders.file_petition(), builders.waiting()
    indexed()
    forget([mine.petition])
    assert [row["petition"] for row in rows("search_text")] == [other.petition]
    assert {row["petition"] for row in rows("search_person")} == {other.petition}
    assert rows("search_progress")[0]["counted"] == 1
