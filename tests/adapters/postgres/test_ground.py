"""What one test commits, no other test sees."""

import pytest
from django.db import connections

from support.database import Ground


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("turn", range(3))
def test_every_test_finds_the_database_as_migrated(turn: int) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE TABLE mark_{turn} (x int)")
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'mark%'")
        assert cursor.fetchone() == (1,)


@pytest.mark.usefixtures("database")
def test_a_database_that_nobody_wrote_to_is_kept(ground: Ground) -> None:
    before = _database_number(ground)
    ground.renew()
    assert _database_number(ground) == before


@pytest.mark.usefixtures("database")
def test_a_database_that_somebody_wrote_to_is_replaced(ground: Ground) -> None:
    before = _database_number(ground)
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE mark (x int)")
    ground.renew()
    assert _database_number(ground) != before


def _database_number(ground: Ground) -> int:
    row = ground.admin.execute(
        "SELECT oid::bigint FROM pg_database WHERE datname = %s", [ground.name]
    ).fetchone()
    assert row is not None
    return int(row[0])
