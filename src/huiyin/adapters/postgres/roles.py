"""Makes the database and its three roles: owner (migrations), writer (the door), reader (queries)."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

from huiyin.kernel.errors import Misconfigured

OWNER = "huiyin_owner"
WRITER = "huiyin_writer"
READER = "huiyin_reader"
ROLES = (OWNER, WRITER, READER)

OLDEST = 150000
BUILTIN_LOCALE_SINCE = 170000
CODE_POINT_ORDER = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
CODE_POINT_ORDER_BEFORE = "LC_COLLATE 'C' LC_CTYPE 'C'"

Connection = psycopg.Connection[Any]


def prepare(admin: Mapping[str, Any], *, database: str, passwords: Mapping[str, str]) -> None:
    """Bring roles and database to the state they must have; safe to repeat.

    `admin` are the connection parameters of a role that may create roles and databases.
    `passwords` gives each of ROLES its password; they reach the server only as SCRAM verifiers.
    Raises Misconfigured when the server is too old or the role may not do this.
    """
    try:
        with _connect(admin) as connection:
            _demand_release(connection)
            for role in ROLES:
                _role(connection, role, passwords[role])
            _database(connection, database)
    except psycopg.errors.InsufficientPrivilege as problem:
        raise Misconfigured("database.admin_lacks_rights", roles=", ".join(ROLES)) from problem


def _connect(admin: Mapping[str, Any]) -> Connection:
    try:
        return psycopg.connect(**admin, autocommit=True)
    except psycopg.OperationalError as problem:
        raise Misconfigured("database.unreachable", reason=str(problem).strip()) from problem


def _demand_release(connection: Connection) -> None:
    if connection.info.server_version < OLDEST:
        raise Misconfigured("database.too_old", found=connection.info.server_version // 10000, needed=15)


def _role(connection: Connection, role: str, password: str) -> None:
    if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(verifier)
        )
    )
    if role == READER:
        connection.execute(
            sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(sql.Identifier(role))
        )


def _database(connection: Connection, database: str) -> None:
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(OWNER)}
    if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
        # A role that only creates roles must belong to the owner to hand it a database.
        connection.execute(sql.SQL("GRANT {owner} TO CURRENT_USER").format(**names))
        builtin = connection.info.server_version >= BUILTIN_LOCALE_SINCE
        order = CODE_POINT_ORDER if builtin else CODE_POINT_ORDER_BEFORE
        connection.execute(
            sql.SQL("CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' ").format(
                **names
            )
            + sql.SQL(order)
        )
    open_database(connection, database)


def open_database(connection: Connection, database: str) -> None:
    """Let writer and reader, and no other role, connect to the database (a copy loses such grants)."""
    name = sql.Identifier(database)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    for role in (WRITER, READER):
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(role)))


def _exists(connection: Connection, query: str, name: str) -> bool:
    return connection.execute(query.encode(), [name]).fetchone() is not None
