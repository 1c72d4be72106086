"""The walls: which role may touch which table at all."""

import psycopg
import pytest
from django.db import connections, transaction

import builders
from huiyin.kernel.errors import Misconfigured
from huiyin.records import walls
from huiyin.records.catalogue import DOMAIN, EXCEPTIONS, FRAMEWORK, LEDGER, OF_MATTERS, TREE
from support.roles import attempt

pytestmark = pytest.mark.usefixtures("installed")

GUARDED = [*DOMAIN, *LEDGER, *TREE]
WRITES = ("INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET {key} = {key}", "DELETE FROM {}", "TRUNCATE {}")
KEYS = {"division": "code", "entry_salt": "commitment", "data_key": "petition", "entry_waiting": "place"}
KEYS |= {"tree_leaf": "index", "checkpoint": "size", "cosignature": "size", "reopening": "origin"}
KEYS |= {"key_change": "key", "wrap_change": "key"}


def statement(template: str, table: str) -> str:
    return template.format(table, key=KEYS.get(table, "id"))


@pytest.mark.parametrize("table", GUARDED)
def test_the_writer_cannot_write_a_guarded_table(table: str) -> None:
    for template in WRITES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt("writer", statement(template, table))


def test_the_writer_cannot_say_what_waits_for_an_index() -> None:
    for template in WRITES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt("writer", statement(template, "entry_waiting"))


@pytest.mark.parametrize("table", [*GUARDED, *FRAMEWORK])
def test_the_writer_cannot_hold_rows(table: str) -> None:
    for lock in ("FOR UPDATE", "FOR NO KEY UPDATE", "FOR SHARE", "FOR KEY SHARE"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt("writer", f"SELECT * FROM {table} {lock}")


@pytest.mark.parametrize("table", [*GUARDED, *EXCEPTIONS, *FRAMEWORK])
def test_the_reader_cannot_write_at_all(table: str) -> None:
    for template in WRITES if table in GUARDED else ("DELETE FROM {}", "TRUNCATE {}"):
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
            attempt("reader", statement(template, table))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt("reader", f"SET TRANSACTION READ WRITE; {statement(template, table)}")


@pytest.mark.parametrize("table", sorted({*EXCEPTIONS, *FRAMEWORK} - {"figure", *OF_MATTERS}))
def test_the_reader_does_not_see_accounts_sessions_drafts_or_the_queue(table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt("reader", f"SELECT * FROM {table}")


@pytest.mark.parametrize("role", ["writer", "reader"])
@pytest.mark.parametrize(
    "made",
    [
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE t (x int)",
        "CREATE TEMPORARY TABLE t (x int)",
        "CREATE SCHEMA s",
        "ALTER TABLE petition DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "DROP FUNCTION lock_petition(uuid)",
        "SET ROLE huiyin_owner",
        "SET session_replication_role = replica",
        "CREATE TRIGGER t BEFORE INSERT ON waiting EXECUTE FUNCTION refuse_change()",
    ],
)
def test_neither_role_changes_what_there_is(role: str, made: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
        attempt(role, made)


def test_the_reader_cannot_pass_the_door_nor_hold_a_petition() -> None:
    life = builders.file_petition()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt("reader", "SELECT lock_petition(%s)", (life.petition,))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt("reader", "SELECT door_write('{}', '{}', '{}', '{}', '{}', '{}', '[]')")


def test_the_writer_does_not_look_petitions_up_by_code() -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt("writer", "SELECT find_petition('x', 'x')")


def test_the_reader_finds_a_petition_only_by_number_and_code_together() -> None:
    life = builders.file_petition()
    command = life.prepared.command
    find = "SELECT find_petition(%s, %s)"
    assert attempt("reader", find, (command.number, command.query_hash)) == [(life.petition,)]
    assert attempt("reader", find, (command.number, b"other")) == [(None,)]
    assert attempt("reader", find, ("other", command.query_hash)) == [(None,)]


@pytest.mark.parametrize("role", ["writer", "owner"])
def test_the_ledger_is_changed_by_nobody(role: str) -> None:
    builders.file_petition()
    for change in (
        "UPDATE entry SET kind = 'other'",
        "UPDATE entry SET id = id",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "TRUNCATE entry CASCADE",
        "UPDATE entry_salt SET sealed = 'x'",
        "TRUNCATE entry_salt",
        "TRUNCATE data_key",
        *(f"TRUNCATE {table}" for table in TREE),
    ):
        with pytest.raises((psycopg.errors.RaiseException, psycopg.errors.InsufficientPrivilege)):
            attempt(role, change)


@pytest.mark.parametrize("role", ["writer", "owner"])
@pytest.mark.parametrize("table", TREE)
def test_the_tree_is_changed_by_nobody(role: str, table: str) -> None:
    values = {
        "tree_leaf": "(0, 'leaf')",
        "checkpoint": "('o', 0, 'root', 'note', now())",
        "cosignature": "('o', 0, 'witness', now(), 'line')",
    }
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} VALUES {values[table]}")
    for change in (f"UPDATE {table} SET {KEYS[table]} = 1", f"DELETE FROM {table}"):
        with pytest.raises((psycopg.errors.RaiseException, psycopg.errors.InsufficientPrivilege)):
            attempt(role, change)


def test_the_owner_may_destroy_a_key_and_a_salt_for_erasure_and_wrap_a_key_anew() -> None:
    builders.file_petition()
    assert attempt("owner", "DELETE FROM entry_salt RETURNING 1")
    assert attempt("owner", "DELETE FROM data_key RETURNING 1")
    assert attempt("owner", "UPDATE data_key SET wrapped = 'anew' RETURNING 1") == [(1,)]


def test_a_chain_cannot_fork_even_by_the_doors_own_function() -> None:
    life = builders.classified()
    first = life.outcomes[0].entry
    fork = (
        "INSERT INTO entry (id, subject, kind, at, previous, commitment, body, promise)"
        " VALUES (gen_random_uuid(), %s, 'x', now(), %s, 'x', 'x', 'x')"
    )
    with pytest.raises(psycopg.errors.UniqueViolation):
        attempt("owner", fork, (life.petition, first.commitment))
    with pytest.raises(psycopg.errors.UniqueViolation):
        attempt("owner", fork, (life.petition, None))


def test_everyone_but_our_roles_is_kept_out() -> None:
    granted = attempt(
        "owner",
        "SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_schema = 'public'",
    )
    assert {row[0] for row in granted} == {"huiyin_owner", "huiyin_writer", "huiyin_reader"}
    public = attempt(
        "owner",
        "SELECT p.proname FROM pg_proc AS p, aclexplode(COALESCE(p.proacl, acldefault('f', p.proowner))) AS a"
        " WHERE p.pronamespace = 'public'::regnamespace AND a.grantee = 0",
    )
    assert public == []


@pytest.mark.parametrize("table", GUARDED)
def test_row_level_security_is_forced_with_one_policy_a_role(table: str) -> None:
    [(enabled, forced)] = attempt(
        "owner",
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
        (table,),
    )
    assert (enabled, forced) == (True, True)
    policies = attempt(
        "owner",
        "SELECT roles::text[] FROM pg_policies WHERE tablename = %s AND permissive = 'PERMISSIVE'",
        (table,),
    )
    assert sorted(roles for (roles,) in policies) == [["huiyin_owner"], ["huiyin_reader"], ["huiyin_writer"]]


def test_the_walls_can_be_put_up_again() -> None:
    with transaction.atomic(using="owner"):
        walls.install(connections["owner"])
    builders.file_petition()


def test_a_table_without_a_place_in_the_catalogue_stops_the_walls() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE stray (x int)")
    with pytest.raises(Misconfigured) as caught:
        walls.install(connections["owner"])
    assert (caught.value.code, caught.value.facts) == (
        "walls.tables_differ",
        {"unnamed": ["stray"], "missing": []},
    )
