"""The walls: who may touch which table at all, and which rows the reader role sees.

The writer role cannot INSERT, UPDATE or DELETE a domain row; it can only call the door's function.
The ledger refuses UPDATE, DELETE and TRUNCATE even to its owner. The reader role reads under forced
row-level security. All of it is installed again at every migration, in one transaction.
"""

from typing import Any

from huiyin.kernel.errors import Misconfigured
from huiyin.records.catalogue import (
    CLOSED,
    DOMAIN,
    EXCEPTIONS,
    FRAMEWORK,
    LEDGER,
    OF_MATTERS,
    TREE,
    Sight,
)
from huiyin.records.columns import HERE, read_columns
from huiyin.records.door_function import door_functions
from huiyin.records.search_functions import SEARCH_CALLS, SEARCH_STORAGE, search_functions
from huiyin.records.tree_functions import TREE_CALLS, TREE_FUNCTIONS

WRITER = "huiyin_writer"
READER = "huiyin_reader"
OWNER = "huiyin_owner"

# What the reader role may read of the public figures: not what was counted in suppressed cells.
PUBLISHED = ("first_on", "last_on", "demo", "measure", "place", "topic", "value", "base", "as_of")

_OWN_DIARIES = tuple(table for table in EXCEPTIONS if table not in CLOSED)
_ERASED = frozenset({"entry_salt", "data_key"})  # erasure deletes rows of them

# Settings of the reader's transaction, each read once a query (a scalar sub-select, not once a row).
_OFFICES = "(SELECT NULLIF(current_setting('huiyin.offices', true), '')::bigint[])"
_MINE = f"COALESCE({_OFFICES}, '{{}}')"
_PETITION = "(SELECT NULLIF(current_setting('huiyin.petition', true), '')::uuid)"
_FROM = "(SELECT NULLIF(current_setting('huiyin.county_from', true), '')::int)"
_TO = "(SELECT NULLIF(current_setting('huiyin.county_to', true), '')::int)"

# Of the entries of a matter an office sees who decided its class and when, and which dates were moved because
# rules or days off changed: nothing in them is sealed.
_CLASSIFIED = (
    "kind IN ('petition.classified', 'petition.clocks_moved')"
    " AND EXISTS (SELECT 1 FROM petition p WHERE p.id = subject)"
)
_OWN_ENTRY = f"SELECT 1 FROM entry e WHERE e.subject = {_PETITION}"

# Triggers of the queue that are switched off. One NOTIFY a transaction takes a lock across all commits;
# workers poll instead. The queue's diary of each job's states is read by nobody, and would cost every
# filing two rows more.
_IDLE = (
    "jobs_notify_queue_job_inserted",
    "trigger_status_events_insert",
    "trigger_status_events_update",
    "trigger_scheduled_events",
)

# Exactly one policy a role and table: two permissive policies are OR-ed and ruin the index walk.
SIGHTS: dict[Sight, str] = {
    Sight.OPEN: "true",
    Sight.PETITION: (
        f"id = {_PETITION} OR ((offices && {_OFFICES} OR county BETWEEN {_FROM} AND {_TO})"
        f" AND NOT denied && {_MINE})"
    ),
    Sight.OF_PETITION: "EXISTS (SELECT 1 FROM petition p WHERE p.id = petition)",
    Sight.PART: (
        f"petition = {_PETITION} OR office = ANY({_MINE}) OR (county BETWEEN {_FROM} AND {_TO}"
        " AND EXISTS (SELECT 1 FROM petition p WHERE p.id = petition))"
    ),
    Sight.OVERSIGHT: (  # between offices: not the petitioner's
        f"(office = ANY({_MINE}) OR bureau = ANY({_MINE}) OR county BETWEEN {_FROM} AND {_TO})"
        " AND EXISTS (SELECT 1 FROM petition p WHERE p.id = petition)"
    ),
    Sight.NOTICE: f"office = ANY({_MINE}) OR (office IS NULL AND petition = {_PETITION})",
    Sight.FEED: f"office = ANY({_MINE}) OR (office IS NULL AND petition = {_PETITION})",
    Sight.OFFICE: f"office = ANY({_MINE})",
    Sight.KEPT: f"office = ANY({_MINE}) AND EXISTS (SELECT 1 FROM petition p WHERE p.id = petition)",
    Sight.LISTED: f"office = ANY({_MINE}) AND EXISTS (SELECT 1 FROM petition p WHERE p.id = matter)",
}

_LOCK = """
CREATE OR REPLACE FUNCTION lock_petition(which uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT true FROM petition WHERE id = which FOR UPDATE $$;

-- The only way in for someone without an account: number and keyed hash of the query code together.
CREATE OR REPLACE FUNCTION find_petition(wanted text, hash bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM petition WHERE number = wanted AND query_hash = hash $$;

-- The only way in to a calendar: the keyed hash of its secret. It ends with revocation, post or account.
CREATE OR REPLACE FUNCTION find_feed(hash bytea, today date)
RETURNS TABLE (id uuid, petition uuid, office bigint, language text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT f.id, f.petition, f.office, f.language FROM feed f
   WHERE f.token_hash = hash AND f.revoked_at IS NULL AND (f.petition IS NOT NULL OR EXISTS (
       SELECT 1 FROM post p JOIN account a ON a.id = p.account WHERE p.id = f.post AND a.is_active
       AND p.since <= today AND (p.until IS NULL OR p.until >= today))) $$;

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is never changed'; END $$;
"""

# How often matters changed, and when last, as far as their reader sees them: calendars number what moved.
_CHANGES = f"""
CREATE OR REPLACE FUNCTION last_changes(wanted uuid[])
RETURNS TABLE (petition uuid, times bigint, last timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT e.subject, count(*), max(e.at) FROM entry e
   WHERE e.subject IN (SELECT id FROM petition WHERE id = ANY(wanted) AND ({SIGHTS[Sight.PETITION]}))
   AND e.kind NOT IN ('petition.story_opened', 'petition.person_found') GROUP BY e.subject $$;
"""


def install(connection: Any) -> None:
    """Put up all walls over the owner's connection; raise Misconfigured for a table without one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'") if connection.in_atomic_block else None
        _require_every_table_named(cursor)
        for statement in statements(cursor):
            cursor.execute(statement)


def statements(cursor: Any, schema: str = HERE) -> list[str]:
    """Return every statement of the walls, in order; verification compares with the same list.

    The door's function is made for the columns of the tables in `schema`.
    """
    return [
        f"GRANT USAGE ON SCHEMA public TO {WRITER}, {READER}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {WRITER}, {READER}, PUBLIC",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {WRITER}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WRITER}",
        f"GRANT INSERT, UPDATE, DELETE ON {', '.join(_OWN_DIARIES)} TO {WRITER}",
        f"GRANT SELECT ON {', '.join((*DOMAIN, *LEDGER, *TREE, *OF_MATTERS))} TO {READER}",
        f"GRANT SELECT ({', '.join(PUBLISHED)}) ON figure TO {READER}",
        *(wall for table, sight in DOMAIN.items() for wall in _policies(table, SIGHTS[sight])),
        *_policies("data_key", SIGHTS[Sight.OF_PETITION]),
        *_policies("entry", f"subject = {_PETITION} OR ({_CLASSIFIED})"),
        *_policies("entry_salt", f"EXISTS ({_OWN_ENTRY} AND e.commitment = entry_salt.commitment)"),
        *(wall for table in TREE for wall in _policies(table, "true")),
        *(wall for table in OF_MATTERS for wall in _written_policies(table)),
        _LOCK,
        _CHANGES,
        *(wall for table in (*LEDGER, *TREE) for wall in _refusals(table)),
        *TREE_FUNCTIONS,
        *SEARCH_STORAGE,
        *search_functions(SIGHTS[Sight.PETITION], own=SIGHTS[Sight.OFFICE]),
        *door_functions(read_columns(cursor, schema)),
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC",  # once all are there
        *_callable(),
        *(f"ALTER TABLE procrastinate_jobs DISABLE TRIGGER procrastinate_{one}_v1" for one in _IDLE),
    ]


def _policies(table: str, sight: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS owner_all ON {table}",
        f"CREATE POLICY owner_all ON {table} TO {OWNER} USING (true) WITH CHECK (true)",
        f"DROP POLICY IF EXISTS writer_read ON {table}",
        f"CREATE POLICY writer_read ON {table} FOR SELECT TO {WRITER} USING (true)",
        f"DROP POLICY IF EXISTS reader_sight ON {table}",
        f"CREATE POLICY reader_sight ON {table} FOR SELECT TO {READER} USING ({sight})",
    ]


def _written_policies(table: str) -> list[str]:
    """Return the policies of an exception that holds something of a matter: the writer writes it itself."""
    return [
        *_policies(table, SIGHTS[Sight.OF_PETITION]),
        f"DROP POLICY IF EXISTS writer_read ON {table}",
        f"DROP POLICY IF EXISTS writer_all ON {table}",
        f"CREATE POLICY writer_all ON {table} TO {WRITER} USING (true) WITH CHECK (true)",
    ]


def _refusals(table: str) -> list[str]:
    rows = "UPDATE" if table in _ERASED else "UPDATE OR DELETE"
    trigger = f"CREATE OR REPLACE TRIGGER {table}_never"
    refuse = "EXECUTE FUNCTION refuse_change()"
    walls = [f"{trigger}_truncated BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"]
    if table != "data_key":  # rotation re-wraps data keys
        walls.append(f"{trigger}_changed BEFORE {rows} ON {table} FOR EACH ROW {refuse}")
    return walls


def _callable() -> list[str]:
    door = "door_write(bytea[], bytea[], bytea[], bytea[], uuid[], bytea[], jsonb)"
    return [
        f"GRANT EXECUTE ON FUNCTION {door}, lock_petition(uuid) TO {WRITER}",
        f"GRANT EXECUTE ON FUNCTION {', '.join(TREE_CALLS)} TO {WRITER}",
        f"GRANT EXECUTE ON FUNCTION find_petition(text, bytea), find_feed(bytea, date) TO {READER}",
        f"GRANT EXECUTE ON FUNCTION last_changes(uuid[]), {', '.join(SEARCH_CALLS)} TO {READER}",
        f"""DO $$ DECLARE f regprocedure; BEGIN
            FOR f IN SELECT oid FROM pg_proc WHERE proname LIKE 'procrastinate\\_%'
                AND pronamespace = 'public'::regnamespace
            LOOP EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {WRITER}', f); END LOOP; END $$""",
    ]


def _require_every_table_named(cursor: Any) -> None:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    present = {row[0] for row in cursor.fetchall()}
    named = {*DOMAIN, *LEDGER, *TREE, *EXCEPTIONS, *FRAMEWORK}
    if present != named:
        raise Misconfigured(
            "walls.tables_differ", unnamed=sorted(present - named), missing=sorted(named - present)
        )
