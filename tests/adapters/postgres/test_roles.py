"""The three roles are walls, not decoration."""

from typing import Any

import psycopg
import pytest
from django.conf import settings


def _connect(alias: str, **other: Any) -> psycopg.Connection[Any]:
    place = settings.DATABASES[alias]
    return psycopg.connect(
        **{
            "host": place["HOST"],
            "port": place["PORT"],
            "dbname": place["NAME"],
            "user": place["USER"],
            "password": place["PASSWORD"],
            **other,
        }
    )


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("alias", ["owner", "default", "reader"])
def test_each_role_connects_with_its_own_password(alias: str) -> None:
    with _connect(alias) as connection:
        row = connection.execute("SELECT current_user::text").fetchone()
    assert row == (settings.DATABASES[alias]["USER"],)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("alias", ["owner", "default", "reader"])
@pytest.mark.parametrize("password", ["", "wrong"])
def test_no_role_connects_without_its_password(alias: str, password: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        _connect(alias, password=password)


@pytest.mark.usefixtures("database")
def test_the_superuser_needs_a_password_too() -> None:
    with pytest.raises(psycopg.OperationalError):
        _connect("default", user="postgres", password="", dbname="postgres")


@pytest.mark.usefixtures("database")
def test_the_reader_cannot_write() -> None:
    with _connect("reader") as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        connection.execute("CREATE TEMPORARY TABLE t (x int)")


@pytest.mark.usefixtures("database")
def test_the_writer_cannot_make_tables() -> None:
    with _connect("default") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE t (x int)")
