"""The index compared with the texts, made anew, and put under another key while it is searched."""

from collections.abc import Callable
from typing import Any

import pytest

import builders
from builders import BUREAU, RECEPTION
from huiyin.door import searching
from huiyin.kernel.command import Reader
from huiyin.kernel.errors import Conflict
from huiyin.prepare.searching import checking, indexing, renewing, seeking
from huiyin.prepare.searching.checking import ADDED, ALTERED, MISSING
from huiyin.queries.handling.indexed import Standing, standing
from huiyin.queries.handling.persons import sought
from huiyin.records import sql
from huiyin.rules.search.persons import Known, Purpose
from support.moment import AT
from support.searching import found, indexed
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def behind_the_door(statement: str, *values: Any) -> None:
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute(statement, values)


def differing() -> list[tuple[str, str, str]]:
    return [(one.code, one.table, one.row) for one in checking.differences()]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewing, "SETTLING", 0)


@pytest.mark.parametrize(
    ("statement", "code", "table"),
    [
        ("UPDATE search_text SET tokens = tokens || 1::bigint WHERE petition = %s", ALTERED, "search_text"),
        ("UPDATE search_text SET tokens = tokens[2:] WHERE petition = %s", ALTERED, "search_text"),
        (
            "UPDATE search_text SET filed_at = filed_at + interval '1 s' WHERE petition = %s",
            ALTERED,
            "search_text",
        ),
        ("UPDATE search_text SET version = 7 WHERE petition = %s", ALTERED, "search_text"),
        ("DELETE FROM search_text WHERE petition = %s", MISSING, "search_text"),
        ("DELETE FROM search_person WHERE petition = %s", MISSING, "search_person"),
        ("INSERT INTO search_person VALUES ('x', %s, 1)", ADDED, "search_person"),
    ],
)
def test_a_row_changed_behind_the_door_is_named_and_made_right(statement: str, code: str, table: str) -> None:
    mine, _ = builders.file_petition(), builders.waiting()
    indexed()
    assert differing() == []
    behind_the_door(statement, mine.petition)
    assert (code, table, str(mine.petition)) in differing()
    assert {row for _, of, row in differing() if of != "search_word"} == {str(mine.petition)}
    renew(rotate=False)
    assert differing() == []
    assert found("污水") == [mine.petition]


def test_what_differs_of_a_row_is_named() -> None:
    mine = builders.file_petition()
    indexed()
    behind_the_door("UPDATE search_text SET counted = false, tokens = '{1}'")
    [one, *counts] = checking.differences()
    assert (one.code, one.fields, one.subject) == (ALTERED, ("counted", "tokens"), str(mine.petition))
    assert {each.code for each in counts} == {"index.miscounted"}


@pytest.mark.parametrize("table", ["search_text", "search_person"])
def test_a_row_of_no_matter_is_named(table: str) -> None:
    builders.file_petition()
    indexed()
    values = {"search_text": "now(), 1, false, '{}'", "search_person": "1"}[table]
    digest = "" if table == "search_text" else "'x', "
    behind_the_door(f"INSERT INTO {table} VALUES ({digest}'00000000-0000-0000-0000-000000000001', {values})")
    assert differing() == [(ADDED, table, "00000000-0000-0000-0000-000000000001")]
    renew(rotate=False)
    assert differing() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE search_word SET petitions = petitions + 5 WHERE token = (SELECT min(token) FROM search_word)",
        "DELETE FROM search_word WHERE token = (SELECT min(token) FROM search_word)",
        "INSERT INTO search_word VALUES (1, 9)",
    ],
)
def test_a_count_changed_behind_the_door_is_named_and_counted_again(statement: str) -> None:
    builders.file_petition()
    indexed()
    before = sorted((row["token"], row["petitions"]) for row in rows("search_word"))
    behind_the_door(statement)
    [(code, table, _)] = differing()
    assert (code, table) == ("index.miscounted", "search_word")
    renew(rotate=False)
    assert sorted((row["token"], row["petitions"]) for row in rows("search_word")) == before
    assert rows("search_progress")[0]["counted"] == 1


def test_what_the_index_has_not_followed_yet_is_no_difference() -> None:
    builders.file_petition()
    assert differing() == []  # nothing numbered
    indexed()
    builders.file_petition()
    assert differing() == []


def test_progress_is_told_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "BATCH", 1)
    for _ in range(3):
        builders.file_petition()
    indexed()
    told: list[int] = []
    assert list(checking.differences(told.append)) == []
    assert told == [1, 2, 3]


def renew(*, rotate: bool) -> list[int]:
    renewing.begin(rotate=rotate)
    return list(renewing.renew())


def test_another_key_renews_every_row_and_nothing_of_the_older_one_is_left() -> None:
    mine = builders.file_petition()
    builders.waiting()
    indexed()
    old = {token for row in rows("search_text") for token in row["tokens"]}
    people = {bytes(row["digest"]) for row in rows("search_person")}
    assert renew(rotate=True) == [2]
    assert standing() == Standing(version=2, oldest=2)
    assert found("污水") == [mine.petition]
    assert not old & {token for row in rows("search_text") for token in row["tokens"]}
    assert not old & {row["token"] for row in rows("search_word")}
    assert not people & {bytes(row["digest"]) for row in rows("search_person")}
    assert differing() == []


def test_while_the_key_is_changed_every_search_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewing, "BATCH", 1)
    lives = [builders.file_petition() for _ in range(3)]
    indexed()
    newest_first = [life.petition for life in sorted(lives, key=lambda one: one.petition, reverse=True)]
    renewing.begin(rotate=True)
    for _ in renewing.renew():
        assert found("污水") == newest_first
        assert found("污水 噪声") == []
        assert differing() == []
    assert found("污水") == newest_first


def test_a_person_is_found_while_the_key_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewing, "BATCH", 1)
    lives = {builders.file_petition().petition for _ in range(3)}
    indexed()
    reader = Reader(offices=(BUREAU,), account=RECEPTION.account)
    renewing.begin(rotate=True)
    for _ in renewing.renew():
        search = seeking.seek(RECEPTION, reader, Known.NAME, "王小明", Purpose.REPEATED, at=AT)
        told = sought(reader, search, on=AT.date())
        assert told is not None
        assert {line.petition for line in told.lines} == lives


def test_a_renewal_that_was_killed_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewing, "BATCH", 1)
    for _ in range(3):
        builders.file_petition()
    indexed()
    assert renewing.left() == 0
    assert list(renewing.renew()) == []  # none has begun
    renewing.begin(rotate=True)
    assert renewing.left() == 3
    assert next(renewing.renew()) == 1
    assert renewing.left() == 2
    assert renewing.begin(rotate=True).version == 2  # the same one
    assert list(renewing.renew()) == [1, 2]
    assert standing() == Standing(version=2, oldest=2)


def test_a_rebuild_goes_on_with_a_change_of_the_key_and_not_the_other_way_round() -> None:
    builders.file_petition()
    indexed()
    renewing.begin(rotate=True)
    renew(rotate=False)
    assert standing() == Standing(version=2, oldest=2)
    renewing.begin(rotate=False)
    with pytest.raises(Conflict, match="renewing"):
        renewing.begin(rotate=True)
    with pytest.raises(Conflict, match="renewing"):
        searching.begin_renewal(rotate=True)


def test_an_index_without_anything_can_be_renewed_and_searched() -> None:
    assert standing() == Standing()
    assert found("污水") == []
    assert renew(rotate=True) == []
    assert standing() == Standing(version=2, oldest=2)
    mine = builders.file_petition()
    indexed()
    assert found("污水") == [mine.petition]


def test_an_indexer_that_was_overtaken_by_a_change_of_the_key_hashes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = builders.file_petition()
    indexed()
    write: Callable[..., None] = indexing.write_index
    overtaken = [True]

    def changed_meanwhile(*args: Any, **more: Any) -> None:
        if overtaken.pop() if overtaken else False:
            renewing.begin(rotate=True)
        write(*args, **more)

    monkeypatch.setattr(indexing, "write_index", changed_meanwhile)
    assert indexing.reindex([mine.petition]) == 1
    assert rows("search_text")[0]["version"] == 2


def test_rows_under_the_older_key_keep_a_change_from_ending() -> None:
    builders.file_petition()
    indexed()
    renewing.begin(rotate=True)
    with pytest.raises(Conflict, match="old_rows"):
        searching.end_renewal()
