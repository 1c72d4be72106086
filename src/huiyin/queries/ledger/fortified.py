"""The walls compared: tables, triggers, policies, functions and rights as they stand with those that should.

What should stand is made by the migrations and by `records.walls` themselves, in a schema of its own within a
transaction that is taken back: no release of PostgreSQL, and nobody who altered what stands, has a say in it.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from huiyin.queries.ledger.chains import Difference, Value
from huiyin.queries.ledger.rights import RIGHTS, STRANGE
from huiyin.records import sql, walls
from huiyin.records.columns import HERE

TWIN = "huiyin_as_made"
LONGEST = 300  # characters shown of a definition

Objects = dict[tuple[str, str], dict[str, Any]]  # kind and name -> what is to be said of it

_SCHEMA = re.compile(rf"\b{HERE}\b")
# Of each object one row: kind, name, and what must be the same. What PostgreSQL names by itself is left out.
_OBJECTS = """
WITH space AS (SELECT %(schema)s::regnamespace AS oid),
tables AS (SELECT c.* FROM pg_class c, space WHERE c.relnamespace = space.oid)
SELECT 'table' AS kind, relname::text AS name, jsonb_build_object(
    'type', relkind, 'owner', relowner::regrole, 'row security', relrowsecurity,
    'forced', relforcerowsecurity, 'persistence', relpersistence, 'options', reloptions
) AS said FROM tables WHERE relkind NOT IN ('i', 'I', 'c', 'S')
UNION ALL SELECT 'column', t.relname || '.' || a.attname, jsonb_build_object(
    'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull, 'identity', a.attidentity,
    'generated', a.attgenerated, 'default', pg_get_expr(d.adbin, d.adrelid), 'collation', a.attcollation
) FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
    WHERE t.relkind NOT IN ('i', 'I', 'c', 'S')
UNION ALL SELECT 'constraint', t.relname || '.' || c.conname, jsonb_build_object(
    'definition', pg_get_constraintdef(c.oid), 'validated', c.convalidated
) FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid
UNION ALL SELECT 'index', t.relname::text, jsonb_build_object(
    'definition', pg_get_indexdef(t.oid), 'valid', i.indisvalid
) FROM tables t JOIN pg_index i ON i.indexrelid = t.oid
UNION ALL SELECT 'trigger', t.relname || '.' || g.tgname, jsonb_build_object(
    'definition', pg_get_triggerdef(g.oid), 'enabled', g.tgenabled
) FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal
UNION ALL SELECT 'trigger', t.relname || '.' || c.conname || '.' || g.tgtype, jsonb_build_object(
    'enabled', min(g.tgenabled::text), 'enabled too', max(g.tgenabled::text)
) FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid JOIN pg_constraint c ON c.oid = g.tgconstraint
    WHERE g.tgisinternal GROUP BY t.relname, c.conname, g.tgtype
UNION ALL SELECT 'rule', t.relname || '.' || r.rulename, jsonb_build_object(
    'definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled
) FROM tables t JOIN pg_rewrite r ON r.ev_class = t.oid
UNION ALL SELECT 'policy', t.relname || '.' || p.polname, jsonb_build_object(
    'command', p.polcmd, 'permissive', p.polpermissive,
    'roles', ARRAY(SELECT one::regrole::text FROM unnest(p.polroles) AS one ORDER BY 1),
    'rows', pg_get_expr(p.polqual, p.polrelid), 'new rows', pg_get_expr(p.polwithcheck, p.polrelid)
) FROM tables t JOIN pg_policy p ON p.polrelid = t.oid
UNION ALL SELECT 'function', f.oid::regprocedure::text, jsonb_build_object(
    'definition', pg_get_functiondef(f.oid), 'owner', f.proowner::regrole
) FROM pg_proc f, space WHERE f.pronamespace = space.oid AND f.prokind IN ('f', 'p')
UNION ALL SELECT 'aggregate', f.oid::regprocedure::text, jsonb_build_object('owner', f.proowner::regrole)
FROM pg_proc f, space WHERE f.pronamespace = space.oid AND f.prokind NOT IN ('f', 'p')
UNION ALL SELECT 'type', y.typname::text, jsonb_build_object(
    'owner', y.typowner::regrole, 'labels',
    ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = y.oid ORDER BY enumsortorder)
) FROM pg_type y, space WHERE y.typnamespace = space.oid AND y.typtype IN ('e', 'd')
"""


def check_walls() -> Iterator[Difference]:
    """Yield everything that protects the rows and is not as this version makes it.

    Over the owner's connection, in a transaction of its own. Of what stands it only reads.
    """
    for strange in sql.fetch(sql.OWNER, STRANGE):
        yield Difference(code="wall.unexpected", table=strange["kind"], row=strange["name"])
    made, found = _made(), _read(HERE)
    for kind, name in sorted(made.keys() | found.keys()):
        one, other = made.get((kind, name)), found.get((kind, name))
        if one is None:
            yield Difference(code="wall.unexpected", table=kind, row=name)
        elif other is None:
            yield Difference(code="wall.missing", table=kind, row=name)
        elif one != other:
            yield _altered(kind, name, one, other)


def _altered(kind: str, name: str, made: dict[str, Any], found: dict[str, Any]) -> Difference:
    values = tuple(
        Value(name=one, expected=_shown(made[one]), found=_shown(found[one]))
        for one in sorted(made)
        if made[one] != found[one]
    )
    fields = tuple(value.name for value in values)
    return Difference(code="wall.altered", table=kind, row=name, fields=fields, values=values)


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    return (value if isinstance(value, str) else json.dumps(value))[:LONGEST]


def _made() -> Objects:
    """Return what this version makes, from a schema that is gone afterwards."""
    connection = connections[sql.OWNER]
    with transaction.atomic(using=sql.OWNER):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {TWIN}")
            cursor.execute(f"SET LOCAL search_path = {TWIN}")
            executor = MigrationExecutor(connection)
            for migration in executor.loader.graph.nodes.values():
                # Without savepoints: a new value of an enum is of use only to the transaction that made the
                # enum itself.
                migration.atomic = False
            executor.migrate(executor.loader.graph.leaf_nodes())
            for statement in walls.statements(cursor, TWIN):
                cursor.execute(_SCHEMA.sub(TWIN, statement))
        made = _read(TWIN)
        transaction.set_rollback(True, using=sql.OWNER)
    return made


def _read(schema: str) -> Objects:
    """Return what stands in a schema, told as if it were the usual one."""
    with transaction.atomic(using=sql.OWNER), sql.cursor(sql.OWNER) as cursor:
        cursor.execute(f"SET LOCAL search_path = {schema}".encode())  # names in it are told without it
        rows = cursor.execute(_OBJECTS.encode(), {"schema": schema}).fetchall()
        rows += cursor.execute(RIGHTS.encode(), {"schema": schema}).fetchall()
    return {(row["kind"], _told(row["name"])): json.loads(_told(json.dumps(row["said"]))) for row in rows}


def _told(text: str) -> str:
    return text.replace(TWIN, HERE)
