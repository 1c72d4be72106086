"""What protects the rows, altered by somebody with the superuser's password: each difference is named."""

from typing import Any

import pytest

from huiyin.queries.ledger import fortified
from huiyin.queries.ledger.fortified import LONGEST, check_walls
from huiyin.records import sql
from support.database import Ground
from support.roles import intruder

_kept: list[fortified.Objects] = []  # what should stand is made once: it is the same for every test


@pytest.fixture
def breach(database: Any, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run statements as the superuser in an empty installation."""
    assert database
    if not _kept:
        _kept.append(fortified._made())
    monkeypatch.setattr(fortified, "_made", lambda: _kept[0])

    def run(*statements: str) -> None:
        with intruder(ground) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    return run


def told() -> set[tuple[str, str, str]]:
    return {(one.code, one.table, one.row) for one in check_walls()}


def test_what_was_just_installed_is_as_it_should_be_and_nothing_is_left_of_the_comparison(
    database: Any,
) -> None:
    assert database
    assert told() == set()
    assert sql.fetch(sql.OWNER, "SELECT 1 FROM pg_namespace WHERE nspname LIKE 'huiyin%%'") == []
    assert told() == set()


BREACHES = [
    ("DROP TRIGGER entry_never_changed ON entry", "wall.missing", "trigger", "entry.entry_never_changed"),
    ("ALTER TABLE tree_leaf DISABLE TRIGGER tree_leaf_never_changed", "wall.altered", "trigger",
     "tree_leaf.tree_leaf_never_changed"),
    (("CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
      " AS $$ BEGIN RETURN NEW; END $$"),
     "wall.altered", "function", "refuse_change()"),
    ("CREATE FUNCTION extra() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", "wall.unexpected",
     "function", "extra()"),
    ("CREATE TRIGGER own AFTER INSERT ON rating FOR EACH ROW EXECUTE FUNCTION refuse_change()",
     "wall.unexpected", "trigger", "rating.own"),
    ("ALTER POLICY reader_sight ON petition USING (true)", "wall.altered", "policy", "petition.reader_sight"),
    ("CREATE POLICY more ON opinion TO huiyin_reader USING (true)", "wall.unexpected", "policy",
     "opinion.more"),
    ("ALTER TABLE petition DISABLE ROW LEVEL SECURITY", "wall.altered", "table", "petition"),
    ("ALTER TABLE petition OWNER TO huiyin_writer", "wall.altered", "table", "petition"),
    ("GRANT UPDATE ON petition TO huiyin_writer", "wall.unexpected", "right",
     "table petition: huiyin_writer UPDATE"),
    ("GRANT SELECT (username) ON account TO huiyin_reader", "wall.unexpected", "right",
     "column account.username: huiyin_reader SELECT"),
    ("REVOKE SELECT ON petition FROM huiyin_reader", "wall.missing", "right",
     "table petition: huiyin_reader SELECT"),
    ("GRANT EXECUTE ON FUNCTION refuse_change() TO PUBLIC", "wall.unexpected", "right",
     "function refuse_change(): everybody EXECUTE"),
    ("GRANT CREATE ON SCHEMA public TO huiyin_writer", "wall.unexpected", "right",
     "schema: huiyin_writer CREATE"),
    ("GRANT CREATE ON DATABASE huiyin TO huiyin_writer", "wall.unexpected", "right",
     "database: huiyin_writer CREATE"),
    ("ALTER TABLE entry DROP CONSTRAINT entry_chain", "wall.missing", "constraint", "entry.entry_chain"),
    ("ALTER TABLE entry ALTER commitment DROP NOT NULL", "wall.altered", "column", "entry.commitment"),
    ("CREATE RULE quiet AS ON DELETE TO rating DO INSTEAD NOTHING", "wall.unexpected", "rule",
     "rating.quiet"),
    ("CREATE TABLE aside (x int)", "wall.unexpected", "table", "aside"),
    ("DROP INDEX petition_filed", "wall.missing", "index", "petition_filed"),
    ("ALTER TYPE procrastinate_job_status ADD VALUE 'x'", "wall.altered", "type", "procrastinate_job_status"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "code", "kind", "name"), BREACHES, ids=[f"{one[2]} {one[3]}" for one in BREACHES]
)
def test_every_breach_is_named(breach: Any, statement: str, code: str, kind: str, name: str) -> None:
    breach(statement)
    assert (code, kind, name) in told()


# These outlive the database they are done in: undone whatever happens.
OF_THE_SERVER = [
    ("ALTER DATABASE huiyin SET session_replication_role = replica",
     "ALTER DATABASE huiyin RESET session_replication_role", "setting", "session_replication_role=replica"),
    ("ALTER ROLE huiyin_owner SET session_replication_role = replica",
     "ALTER ROLE huiyin_owner RESET session_replication_role", "setting",
     "huiyin_owner session_replication_role=replica"),
    ("ALTER ROLE huiyin_reader BYPASSRLS", "ALTER ROLE huiyin_reader NOBYPASSRLS", "role",
     "huiyin_reader bypasses row security"),
    ("GRANT huiyin_owner TO huiyin_writer", "REVOKE huiyin_owner FROM huiyin_writer", "role",
     "huiyin_writer is a member of huiyin_owner"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "undone", "kind", "name"), OF_THE_SERVER, ids=[one[3] for one in OF_THE_SERVER]
)
def test_what_holds_for_a_role_or_the_database_is_named(
    breach: Any, statement: str, undone: str, kind: str, name: str
) -> None:
    breach(statement)
    try:
        assert ("wall.unexpected", kind, name) in told()
    finally:
        breach(undone)


def test_an_altered_definition_is_shown_as_it_should_be_and_as_it_is(breach: Any) -> None:
    breach("ALTER POLICY reader_sight ON petition USING (true)")
    [found] = check_walls()
    assert found.fields == ("rows",)
    [value] = found.values
    assert value.found == "true"
    assert value.expected
    assert value.expected != value.found
    assert len(value.expected) <= LONGEST


def test_what_is_gone_is_shown_as_nothing(breach: Any) -> None:
    breach("ALTER TABLE entry_waiting ALTER place DROP IDENTITY")
    shown = {one.row: one.values for one in check_walls()}
    assert [(value.name, value.found) for value in shown["entry_waiting.place"]] == [("identity", "")]
    breach("ALTER TABLE petition ALTER state SET DEFAULT 'x'")
    shown = {one.row: one.values for one in check_walls()}
    assert [(value.name, value.expected) for value in shown["petition.state"]] == [("default", None)]
