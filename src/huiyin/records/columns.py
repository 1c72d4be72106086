"""The columns of the domain tables, as the database itself describes them."""

from dataclasses import dataclass
from typing import Any

from huiyin.records.catalogue import DOMAIN


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its name, PostgreSQL type, and whether it belongs to the primary key."""

    name: str
    type: str
    key: bool


HERE = "public"  # the schema of every table

Tables = dict[str, tuple[Column, ...]]

_COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
           COALESCE(a.attnum = ANY(i.indkey), false)
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND c.relname = ANY(%s)
    ORDER BY c.relname, a.attnum
"""


def read_columns(cursor: Any, schema: str = HERE) -> Tables:
    """Return the columns of every domain table, in the order of the catalogue."""
    cursor.execute(_COLUMNS, [schema, list(DOMAIN)])
    found: dict[str, list[Column]] = {}
    for table, name, type_, key in cursor.fetchall():
        found.setdefault(table, []).append(Column(name=name, type=type_, key=key))
    return {table: tuple(found[table]) for table in DOMAIN if table in found}
