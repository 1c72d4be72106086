"""Sight: which rows a reader sees, table by table; what a query forgets to filter stays unseen."""

from typing import Any

import pytest

import builders
from builders import BUREAU, CHENGDU, ECOLOGY, HOUSING, INSTALLER, JINJIANG, MIANYANG, WATER
from huiyin.commands.ledger.change_wrap_key import ChangeWrapKey
from huiyin.door import door
from huiyin.kernel.command import PUBLIC, Reader
from huiyin.kernel.ids import OfficeId, PetitionId, new_id
from huiyin.queries.reading import reading
from huiyin.records.catalogue import DOMAIN, LEDGER, Sight
from support.audits import LATE, audited, two_quarters
from support.database import Ground
from support.moment import AT
from support.reopening import KEY_CHANGE, new_log
from support.roles import intruder
from support.rules import adopted, year_file
from support.state import rows

OPEN = [table for table, sight in DOMAIN.items() if sight is Sight.OPEN]
# Calendars belong to a post or to a petition, never to both: tests/commands/*/test_*_feeds.py. Searches
# belong to an office; what one found is seen with the matter: tests/commands/intake/test_person_search.py
# An erasure is of a matter that is over, which has no row in some other tables: see the test of its own.
OWN_TESTS = {Sight.OPEN, Sight.FEED, Sight.OFFICE, Sight.KEPT, Sight.LISTED}
CLOSED = [
    table
    for table, sight in DOMAIN.items()
    if sight not in OWN_TESTS and table not in {"person_found", "erasure"}
]
BETWEEN_OFFICES = {table for table, sight in DOMAIN.items() if sight is Sight.OVERSIGHT}
WRAP_CHANGE = ChangeWrapKey(key="00000002", former=("00000001",), since=AT, data_keys=7)
OWN = {"petition": "id", "entry": "subject"}  # which column names the petition
EVERY_SIGHT = (*CLOSED, *LEDGER)


def seen(reader: Reader, table: str) -> set[Any]:
    """Return the petitions of which a reader sees rows when a query filters nothing."""
    column = OWN.get(table, "petition")
    with reading(reader) as read:
        if table == "entry_salt":
            return {row["commitment"] for row in read.all("SELECT commitment FROM entry_salt")}
        return {row[column] for row in read.all(f'SELECT "{column}" FROM {table}')}


def of_offices(*offices: OfficeId) -> Reader:
    return Reader(offices=offices)


@pytest.mark.usefixtures("installed")
def test_there_is_something_to_see_in_every_table() -> None:
    builders.full_life()
    assert [table for table in EVERY_SIGHT if not rows(table)] == []


@pytest.mark.usefixtures("installed")
def test_without_a_reader_nobody_sees_a_row_of_any_petition() -> None:
    builders.full_life()
    for table in EVERY_SIGHT:
        assert seen(PUBLIC, table) == set(), table


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("table", OPEN)
def test_offices_divisions_posts_and_rules_are_open_to_everyone(table: str) -> None:
    adopted(year_file(2027))
    two_quarters()
    audited()
    for command in (new_log(), KEY_CHANGE, WRAP_CHANGE):
        door.execute(command, actor=INSTALLER, at=LATE)
    with reading(PUBLIC) as read:
        assert read.one(f"SELECT * FROM {table} LIMIT 1")


@pytest.mark.usefixtures("installed")
def test_an_office_sees_its_own_matters_in_every_table_and_no_others() -> None:
    mine, other = builders.full_life(), builders.waiting()
    for table in CLOSED:
        assert seen(of_offices(ECOLOGY), table) == {mine.petition}, table
        assert other.petition not in seen(of_offices(ECOLOGY), table)
    assert seen(of_offices(ECOLOGY), "data_key") == {mine.petition}


@pytest.mark.usefixtures("installed")
def test_an_erasure_is_seen_by_whoever_sees_its_matter() -> None:
    mine, other = builders.erasure_proposed(), builders.erasure_proposed(builders.answered())
    for reader in (of_offices(ECOLOGY), of_offices(BUREAU), Reader(oversight=(CHENGDU, CHENGDU + 99))):
        assert seen(reader, "erasure") == {mine.petition, other.petition}
    assert seen(Reader(petition=mine.petition), "erasure") == {mine.petition}
    for stranger in (PUBLIC, of_offices(WATER), Reader(oversight=(MIANYANG, MIANYANG + 99))):
        assert seen(stranger, "erasure") == set()


@pytest.mark.usefixtures("installed")
def test_schedules_periods_and_destruction_lists_are_seen_by_their_bureau_alone() -> None:
    builders.scheduled()
    held, gone = builders.keep(builders.executed(), None, held=True), builders.executed()
    drawn = builders.order(builders.approve(builders.draw_up(builders.years_later(AT))))
    builders.carry_out(drawn)
    tables = {"retention": "petition", "destruction_item": "matter", "destruction_outcome": "petition"}
    tables |= {"retention_schedule": "office", "destruction_list": "office"}

    def seen_of(reader: Reader, table: str) -> set[Any]:
        with reading(reader) as read:
            return {row[tables[table]] for row in read.all(f"SELECT {tables[table]} FROM {table}")}

    assert seen_of(of_offices(BUREAU), "retention") == {held.petition}
    for table in ("destruction_item", "destruction_outcome"):
        assert seen_of(of_offices(BUREAU), table) == {gone.petition}
    for table in ("retention_schedule", "destruction_list"):
        assert seen_of(of_offices(BUREAU), table) == {BUREAU}
    others = (PUBLIC, of_offices(ECOLOGY), of_offices(builders.BUREAU_OF_CHENGDU))
    for reader in (*others, Reader(petition=gone.petition), Reader(oversight=(CHENGDU, CHENGDU + 99))):
        assert all(seen_of(reader, table) == set() for table in tables)


@pytest.mark.usefixtures("installed")
def test_a_bureau_that_is_accused_sees_neither_period_nor_line_of_the_matter(ground: Ground) -> None:
    builders.scheduled()
    held, listed = builders.keep(builders.executed(), None, held=True), builders.executed()
    builders.draw_up(builders.years_later(AT))
    with intruder(ground) as connection:
        connection.execute("UPDATE petition SET denied = ARRAY[bureau]")
    for table, of in (("retention", "petition"), ("destruction_item", "matter")):
        with reading(of_offices(BUREAU)) as read:
            assert read.all(f"SELECT {of} FROM {table}") == [], table
    assert held.petition != listed.petition


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("stranger", [WATER, HOUSING, builders.HOUSING_ELSEWHERE, builders.BUREAU_OF_CHENGDU])
def test_an_office_without_a_part_sees_nothing(stranger: OfficeId) -> None:
    builders.full_life()
    for table in EVERY_SIGHT:
        assert seen(of_offices(stranger), table) == set(), table


@pytest.mark.usefixtures("installed")
def test_the_bureau_sees_what_it_registered() -> None:
    mine, other = builders.full_life(), builders.waiting()
    assert seen(of_offices(BUREAU), "petition") == {mine.petition, other.petition}
    assert seen(of_offices(BUREAU, ECOLOGY), "petition") == {mine.petition, other.petition}


@pytest.mark.usefixtures("installed")
def test_of_parts_and_notices_an_office_sees_its_own() -> None:
    life = builders.full_life()
    with reading(of_offices(ECOLOGY)) as read:
        assert {row["office"] for row in read.all("SELECT office FROM part")} == {ECOLOGY}
        assert {row["office"] for row in read.all("SELECT office FROM notice")} == {ECOLOGY}
    with reading(Reader(petition=life.petition)) as read:
        assert {row["office"] for row in read.all("SELECT office FROM notice")} == {None}
        assert len(read.all("SELECT * FROM part")) == 3


@pytest.mark.usefixtures("installed")
def test_oversight_sees_its_divisions_and_no_others() -> None:
    life = builders.full_life()
    of_chengdu = Reader(oversight=(CHENGDU, CHENGDU + 99))
    of_mianyang = Reader(oversight=(MIANYANG, MIANYANG + 99))
    for table in (table for table in CLOSED if table != "notice"):
        assert seen(of_chengdu, table) == {life.petition}, table
        assert seen(of_mianyang, table) == set(), table
    assert seen(Reader(oversight=(JINJIANG, JINJIANG)), "petition") == {life.petition}


@pytest.mark.usefixtures("installed")
def test_a_petitioner_sees_the_own_matter_and_no_other_but_nothing_of_supervision() -> None:
    mine, other = builders.full_life(), builders.full_life()
    for table in (*CLOSED, "entry", "data_key"):
        expected = set() if table in BETWEEN_OFFICES else {mine.petition}
        assert seen(Reader(petition=mine.petition), table) == expected, table
    salts = seen(Reader(petition=mine.petition), "entry_salt")
    assert salts == {outcome.entry.commitment for outcome in mine.outcomes}
    assert not salts & {outcome.entry.commitment for outcome in other.outcomes}


@pytest.mark.usefixtures("installed")
def test_officials_read_of_the_ledger_only_who_classified_a_matter_they_see() -> None:
    mine = builders.full_life()
    with reading(of_offices(BUREAU, ECOLOGY)) as read:
        found = read.all("SELECT subject, kind FROM entry")
    assert {(row["subject"], row["kind"]) for row in found} == {(mine.petition, "petition.classified")}
    assert seen(of_offices(BUREAU, ECOLOGY), "entry_salt") == set()
    assert seen(of_offices(WATER), "entry") == set()
    assert seen(Reader(oversight=(CHENGDU, CHENGDU + 99)), "entry_salt") == set()


@pytest.mark.usefixtures("installed")
def test_the_scope_of_one_reading_ends_with_it() -> None:
    life = builders.full_life()
    assert seen(of_offices(ECOLOGY), "petition") == {life.petition}
    assert seen(PUBLIC, "petition") == set()


@pytest.mark.usefixtures("installed")
def test_an_unknown_petition_is_seen_by_nobody() -> None:
    builders.full_life()
    assert seen(Reader(petition=PetitionId(new_id(AT))), "petition") == set()


@pytest.mark.usefixtures("installed")
def test_the_accused_office_sees_nothing_anywhere() -> None:
    life = builders.accusation(ECOLOGY)
    assert seen(of_offices(BUREAU), "petition") == {life.petition}
    for table in EVERY_SIGHT:
        assert seen(of_offices(ECOLOGY), table) == set(), table


def test_the_accused_office_sees_nothing_even_when_it_stands_among_the_offices(
    installed: Any, ground: Ground
) -> None:
    assert installed
    life = builders.accusation(ECOLOGY)
    with intruder(ground) as connection:
        connection.execute("UPDATE petition SET offices = offices || %s::bigint", (ECOLOGY,))
    for table in EVERY_SIGHT:
        assert seen(of_offices(ECOLOGY), table) == set(), table
    over_the_place = Reader(offices=(ECOLOGY,), oversight=(CHENGDU, CHENGDU + 99))
    for table in EVERY_SIGHT:
        assert seen(over_the_place, table) == set(), table
    assert seen(of_offices(BUREAU), "petition") == {life.petition}


@pytest.mark.usefixtures("installed")
def test_who_sits_in_the_accused_office_and_in_the_bureau_reads_nothing_of_it() -> None:
    builders.accusation(ECOLOGY)
    own = {Sight.PART, Sight.NOTICE}  # rows of the bureau's own, see docs/decisions/0090
    for table in (table for table in EVERY_SIGHT if DOMAIN.get(table) not in own):
        assert seen(of_offices(BUREAU, ECOLOGY), table) == set(), table
