"""`huiyin ledger rebuild`: the tables made again from a sound ledger, and from no other."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.conf import settings

import builders
from huiyin.cli import lock, rebuilding, serving
from huiyin.cli.ledger import command
from huiyin.cli.wording import Language
from huiyin.kernel.errors import Conflict
from huiyin.prepare.searching import indexing
from huiyin.records import sql
from support.log import turn
from support.state import rows, state


@pytest.fixture
def ground(installed: Any, run: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An installation with a full life, and the command as it runs with `up` stopped."""
    assert installed
    monkeypatch.setattr(serving, "database", lambda _tell: nullcontext())
    builders.full_life()
    return run


def altered() -> None:
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE part SET state = 'handled'")
        cursor.execute("DELETE FROM event")


def test_checking_names_each_row_and_changes_nothing(ground: Any) -> None:
    ran = ground(command, "rebuild", "--check")
    assert (ran.code, "row for row" in ran.out) == (0, True)
    altered()
    before = state()
    ran = ground(command, "rebuild", "--check")
    assert ran.code == 1
    assert "state are not as the ledger says" in ran.out
    assert "Table event, row" in ran.out
    assert state() == before


def test_what_was_altered_behind_the_door_is_put_right(ground: Any) -> None:
    before = state()
    altered()
    ran = ground(command, "rebuild", language=Language.ZH)
    assert ran.code == 0
    assert "现已恢复" in ran.out
    assert state() == before
    assert "0 rows were not" in ground(command, "rebuild").out


def test_the_index_of_words_follows_the_log_from_its_beginning(ground: Any) -> None:
    turn()
    indexing.catch_up(batches=10)
    leaf = rows("search_progress")[0]["leaf"]
    ground(command, "rebuild")
    assert rows("search_progress")[0]["leaf"] == leaf > 0
    altered()
    ground(command, "rebuild")
    assert rows("search_progress")[0]["leaf"] == 0


def test_many_rows_are_counted_and_the_first_are_named(ground: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "TOLD", 2)
    altered()
    assert "Table event: " in ground(command, "rebuild", "--check").out


def test_rows_are_never_made_of_altered_entries(ground: Any) -> None:
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("ALTER TABLE entry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE entry SET body = replace(convert_from(body, 'UTF8'), 'accepted', 'answered')::bytea"
        )
    before = state()
    with pytest.raises(Conflict) as caught:
        ground(command, "rebuild")
    assert caught.value.code == "rebuild.unsound"
    assert state() == before


def test_it_is_refused_while_the_installation_runs(ground: Any) -> None:
    with lock.holding(settings.HUIYIN_ENV.data), pytest.raises(Conflict) as caught:
        ground(command, "rebuild")
    assert caught.value.code == "up.running"
