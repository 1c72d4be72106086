"""The domain tables made again from the ledger: every entry applied, in order, to empty twins of the tables.

The twins are temporary and the transaction is one: until it is committed the tables are as they were, and
whatever ends it before leaves them so. Runs over the owner's connection: no other role may write a row.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, connections, transaction

from huiyin.kernel.errors import Conflict
from huiyin.records import sql
from huiyin.records.columns import Column, Tables, read_columns

BATCH = 1000  # entries applied at once, or so many bytes of them: one JSON value has its limits
BATCH_BYTES = 8 << 20

# Of the leaves, and behind them what waits for an index: the order in which entries were committed.
_PLACES = """
    CREATE TEMPORARY TABLE rebuild_order ON COMMIT DROP AS
    SELECT row_number() OVER told AS turn, commitment, (row_number() OVER told - 1) / %s
           + sum(octet_length(e.body)) OVER told / %s AS piece
    FROM (
        SELECT false AS waits, index AS place, commitment FROM public.tree_leaf
        UNION ALL
        SELECT true, place, commitment FROM public.entry_waiting
    ) AS known JOIN public.entry AS e USING (commitment) WINDOW told AS (ORDER BY waits, place)
"""
_PIECES = "SELECT min(turn) AS first, max(turn) AS last FROM rebuild_order GROUP BY piece ORDER BY piece"
_LEFT_OUT = """
    SELECT e.id FROM public.entry AS e WHERE NOT EXISTS (
        SELECT 1 FROM rebuild_order AS o WHERE o.commitment = e.commitment
    ) ORDER BY e.at, e.id LIMIT 1
"""
# A row belongs to one subject, and one subject's entries come one after the other: so the first of every
# subject are applied at once, then the second of every subject, and so on. Danger: the inner ORDER BY makes
# the rounds come in their order; each sees what those before it wrote, because the function is volatile.
_APPLY = """
    SELECT public.door_apply(changed) FROM (
        SELECT round, jsonb_object_agg(name, rows) AS changed FROM (
            SELECT round, (c->>0) || (c->>1) AS name, jsonb_agg(c->2) AS rows FROM (
                SELECT row_number() OVER (PARTITION BY e.subject ORDER BY o.turn) AS round, e.body
                FROM rebuild_order AS o JOIN public.entry AS e USING (commitment)
                WHERE o.turn BETWEEN %s AND %s
            ) AS entries, jsonb_array_elements(convert_from(body, 'UTF8')::jsonb->'changes') AS c
            GROUP BY 1, 2
        ) AS by_table GROUP BY round ORDER BY round
    ) AS rounds
"""
_ENTRY = """
    SELECT e.id, e.subject FROM rebuild_order AS o JOIN public.entry AS e USING (commitment) WHERE o.turn = %s
"""
# The twins begin empty: what is planned for an empty table reads a full one from end to end.
_BY_KEY = (
    "SET LOCAL enable_seqscan = off",
    "SET LOCAL enable_hashjoin = off",
    "SET LOCAL enable_mergejoin = off",
    "SET LOCAL plan_cache_mode = force_generic_plan",
)
_AS_USUAL = tuple(f"SET LOCAL {one.split()[2]} TO DEFAULT" for one in _BY_KEY)

Reached = Callable[[int, int], None]  # entries applied, of how many


@dataclass(frozen=True, kw_only=True)
class Differing:
    """A row that is not as the ledger says: removed, added or altered, and in which fields."""

    table: str
    row: str
    how: str
    fields: tuple[str, ...] = ()


class Rebuild:
    """The twins, filled; valid within `folded` only."""

    def __init__(self, tables: Tables) -> None:
        """`tables` are those of the catalogue, with their columns."""
        self._tables = tables

    def differences(self) -> Iterator[Differing]:
        """Yield every row of the tables that is not the row of its twin."""
        for table, columns in self._tables.items():
            for row in sql.fetch(sql.OWNER, _comparison(table, columns)):
                yield Differing(
                    table=table,
                    row=row["wanted_key"] if row["found_key"] is None else row["found_key"],
                    how=_how(row),
                    fields=tuple(row["fields"] or ()) if _how(row) == "altered" else (),
                )

    def put_in_place(self) -> None:
        """Empty the tables and fill them from their twins."""
        names = ", ".join(f'public."{table}"' for table in self._tables)
        with sql.cursor(sql.OWNER) as cursor:
            cursor.execute(f"TRUNCATE {names}".encode())
            for table, columns in self._tables.items():
                twin = f'SELECT * FROM pg_temp."{table}" ORDER BY "{_key(columns)}"'  # noqa: S608  our tables
                cursor.execute(f'INSERT INTO public."{table}" {twin}'.encode())


@contextmanager
def folded(reached: Reached, *, alone: bool) -> Iterator[Rebuild]:
    """Fold the ledger into twins of the tables; what is done inside is committed at the end of the block.

    `alone`: no entry may be written meanwhile. Raises Conflict ``rebuild.entry_not_applied`` for an entry
    that does not fit what the entries before it made, ``rebuild.entry_without_place`` for one that has no
    index and waits for none: nobody could say when it belongs.
    """
    with transaction.atomic(using=sql.OWNER):
        with sql.cursor(sql.OWNER) as cursor:
            if alone:  # before the first question: the moment that is seen begins with it
                cursor.execute("LOCK TABLE entry IN EXCLUSIVE MODE")
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with connections[sql.OWNER].cursor() as plain:
            tables = read_columns(plain)
        with sql.cursor(sql.OWNER) as cursor:
            cursor.execute(_PLACES, (BATCH, BATCH_BYTES))
            cursor.execute("CREATE UNIQUE INDEX ON rebuild_order (turn)")
            cursor.execute("CREATE INDEX ON rebuild_order (commitment)")
            cursor.execute("ANALYZE rebuild_order")
            for lost in cursor.execute(_LEFT_OUT).fetchall():
                raise Conflict("rebuild.entry_without_place", row=str(lost["id"]))
            for table, columns in tables.items():
                cursor.execute(
                    f'CREATE TEMPORARY TABLE "{table}" (LIKE public."{table}") ON COMMIT DROP'.encode()
                )
                cursor.execute(f'ALTER TABLE pg_temp."{table}" ADD PRIMARY KEY ("{_key(columns)}")'.encode())
            cursor.execute("SET LOCAL search_path = pg_temp, public")
        _fill(reached)
        yield Rebuild(tables)


def _fill(reached: Reached) -> None:
    with sql.cursor(sql.OWNER) as cursor:
        pieces = cursor.execute(_PIECES).fetchall()
        for setting in _BY_KEY:
            cursor.execute(setting.encode())
        for piece in pieces:
            first, last = piece["first"], piece["last"]
            try:
                _apply(first, last)
            except DatabaseError:
                _one_by_one(first, last)
            reached(last, pieces[-1]["last"])
        for setting in _AS_USUAL:
            cursor.execute(setting.encode())


def _apply(first: int, last: int) -> None:
    with transaction.atomic(using=sql.OWNER), connections[sql.OWNER].cursor() as cursor:
        cursor.execute(_APPLY, [first, last])


def _one_by_one(first: int, last: int) -> None:
    """Apply these entries each by itself; raise Conflict with the first that cannot be applied."""
    for turn in range(first, last + 1):
        try:
            _apply(turn, turn)
        except DatabaseError as fault:
            [entry] = sql.fetch(sql.OWNER, _ENTRY, (turn,))
            told = {"row": str(entry["id"]), "subject": str(entry["subject"])}
            raise Conflict("rebuild.entry_not_applied", **told) from fault


def _comparison(table: str, columns: tuple[Column, ...]) -> str:
    key = _key(columns)
    return f"""
        SELECT e."{key}"::text AS wanted_key, t."{key}"::text AS found_key, (
            SELECT array_agg(w.key ORDER BY w.key) FROM jsonb_each(to_jsonb(e)) AS w
            WHERE w.value IS DISTINCT FROM to_jsonb(t)->w.key
        ) AS fields
        FROM pg_temp."{table}" AS e FULL JOIN public."{table}" AS t ON e."{key}" = t."{key}"
        WHERE e IS DISTINCT FROM t ORDER BY 1, 2
    """  # noqa: S608  names of the catalogue


def _how(row: sql.Row) -> str:
    if row["found_key"] is None:
        return "removed"
    return "added" if row["wanted_key"] is None else "altered"


def _key(columns: tuple[Column, ...]) -> str:
    return next(column.name for column in columns if column.key)
