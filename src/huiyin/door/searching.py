"""The index of words and persons written down: derived, so outside the fold of the ledger."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId
from huiyin.records import sql

# Order: whoever writes the index takes turns, so that the counts fit the rows.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('search index', 0))"
_BEFORE = "SELECT petition, tokens FROM search_text WHERE petition = ANY(%s) AND counted"
_WRITE = """
    INSERT INTO search_text (petition, filed_at, version, counted, tokens) VALUES (%b, %b, %b, %b, %b)
    ON CONFLICT (petition) DO UPDATE SET filed_at = excluded.filed_at, version = excluded.version,
        counted = excluded.counted, tokens = excluded.tokens
"""
_FORGET = "DELETE FROM search_text WHERE petition = ANY(%s)"
_FORGET_PERSONS = "DELETE FROM search_person WHERE petition = ANY(%s)"
_WRITE_PERSON = """
    INSERT INTO search_person (digest, petition, version) VALUES (%b, %b, %b) ON CONFLICT DO NOTHING
"""
_COUNT = """
    INSERT INTO search_word (token, petitions) SELECT * FROM unnest(%s::bigint[], %s::int[])
    ON CONFLICT (token) DO UPDATE SET petitions = search_word.petitions + excluded.petitions
"""
_UNUSED = "DELETE FROM search_word WHERE token = ANY(%s) AND petitions <= 0"
_STANDING = """
    INSERT INTO search_progress (id, leaf, counted, version, oldest) VALUES (1, 0, 0, 1, 1)
    ON CONFLICT (id) DO NOTHING
"""
_VERSION = "SELECT version, renewed IS NOT NULL AS renewing FROM search_progress WHERE id = 1"
_COUNTED = "UPDATE search_progress SET counted = counted + %s"
_REACHED = "UPDATE search_progress SET leaf = GREATEST(leaf, %s)"
_ANEW = "UPDATE search_progress SET leaf = 0"
_BEGUN = "UPDATE search_progress SET renewed = %s, version = version + %s"
_RENEWED = "UPDATE search_progress SET renewed = %s"
_OLD = """
    SELECT EXISTS (SELECT 1 FROM search_text AS s, search_progress AS w WHERE s.version <> w.version)
        OR EXISTS (SELECT 1 FROM search_person AS s, search_progress AS w WHERE s.version <> w.version) AS old
"""
_ENDED = "UPDATE search_progress SET renewed = NULL, oldest = version"
_COUNT_ANEW = """
    WITH truth AS MATERIALIZED (
        SELECT token, count(*)::int AS petitions FROM search_text CROSS JOIN unnest(tokens) AS t(token)
        WHERE counted GROUP BY token
    ), gone AS (
        DELETE FROM search_word AS w WHERE NOT EXISTS (SELECT 1 FROM truth WHERE truth.token = w.token)
    )
    INSERT INTO search_word (token, petitions) SELECT token, petitions FROM truth
    ON CONFLICT (token) DO UPDATE SET petitions = excluded.petitions
        WHERE search_word.petitions <> excluded.petitions
"""
_TOTAL_ANEW = "UPDATE search_progress SET counted = (SELECT count(*) FROM search_text WHERE counted)"
_FIRST = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """What the index holds of a matter; `counted` False for what some office may not see."""

    petition: PetitionId
    filed_at: datetime
    version: int
    counted: bool
    tokens: Sequence[int]
    persons: Sequence[bytes]


def write_index(rows: Sequence[Indexed], *, gone: Sequence[PetitionId] = ()) -> None:
    """Put matters into the index as they are now, and take those that are gone out of it; all or nothing.

    Raises Conflict ``search.key_changed`` for rows under another version than the one in use.
    """
    petitions = [*(row.petition for row in rows), *gone]
    if not petitions:
        return
    with transaction.atomic(using=sql.WRITER), sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_LOCK)
        _require_in_use(cursor, rows)
        before = cursor.execute(_BEFORE, (petitions,)).fetchall()
        cursor.execute(_FORGET, (list(gone),))
        cursor.execute(_FORGET_PERSONS, (petitions,))
        cursor.executemany(
            _WRITE, [(row.petition, row.filed_at, row.version, row.counted, list(row.tokens)) for row in rows]
        )
        cursor.executemany(
            _WRITE_PERSON, [(digest, row.petition, row.version) for row in rows for digest in row.persons]
        )
        counts = Counter(token for row in rows if row.counted for token in row.tokens)
        counts.subtract(token for row in before for token in row["tokens"])
        changed = sorted(token for token, change in counts.items() if change)
        cursor.execute(_COUNT, (changed, [counts[token] for token in changed]))
        cursor.execute(_UNUSED, ([token for token in changed if counts[token] < 0],))
        cursor.execute(_COUNTED, (sum(row.counted for row in rows) - len(before),))


def _require_in_use(cursor: Any, rows: Sequence[Indexed]) -> None:
    cursor.execute(_STANDING)
    version = cursor.execute(_VERSION).fetchone()["version"]
    if any(row.version != version for row in rows):
        raise Conflict("search.key_changed", version=version)


def forget(petitions: Sequence[PetitionId]) -> None:
    """Take matters out of the index at once, as their erasure demands."""
    write_index((), gone=petitions)


def reached(leaf: int) -> None:
    """Note that every entry of the log before this one has been looked at."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_STANDING)
        cursor.execute(_REACHED, (leaf,))


def begin_anew() -> None:
    """Have the log followed from its first entry again: the rows that the index was made of were others."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_ANEW)


def begin_renewal(*, rotate: bool) -> None:
    """Have every matter indexed again from the first, under a new version of the key with `rotate`.

    Raises Conflict ``search.renewing`` while an earlier renewal has not come to its end.
    """
    with transaction.atomic(using=sql.WRITER), sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_LOCK)
        cursor.execute(_STANDING)
        standing = cursor.execute(_VERSION).fetchone()
        if standing is None or standing["renewing"]:
            raise Conflict("search.renewing")
        cursor.execute(_BEGUN, (_FIRST, int(rotate)))


def renewed(petition: PetitionId) -> None:
    """Note that a renewal has come to this matter, in the order of ids."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_RENEWED, (petition,))


def end_renewal() -> None:
    """Count anew what the rows hold, and end the renewal; Conflict ``search.old_rows`` when some are left."""
    with transaction.atomic(using=sql.WRITER), sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_LOCK)
        if cursor.execute(_OLD).fetchall() == [{"old": True}]:
            raise Conflict("search.old_rows")
        cursor.execute(_COUNT_ANEW)
        cursor.execute(_TOTAL_ANEW)
        cursor.execute(_ENDED)
