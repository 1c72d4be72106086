"""The index of words and persons written down: derived, so outside the fold of the ledger."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

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
_COUNTED = """
    INSERT INTO search_progress (id, leaf, counted) VALUES (1, 0, %s)
    ON CONFLICT (id) DO UPDATE SET counted = search_progress.counted + excluded.counted
"""
_REACHED = """
    INSERT INTO search_progress (id, leaf, counted) VALUES (1, %s, 0)
    ON CONFLICT (id) DO UPDATE SET leaf = GREATEST(search_progress.leaf, excluded.leaf)
"""
_ANEW = "UPDATE search_progress SET leaf = 0"


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
    """Put matters into the index as they are now, and take those that are gone out of it; all or nothing."""
    petitions = [*(row.petition for row in rows), *gone]
    if not petitions:
        return
    with transaction.atomic(using=sql.WRITER), sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_LOCK)
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


def forget(petitions: Sequence[PetitionId]) -> None:
    """Take matters out of the index at once, as their erasure demands."""
    write_index((), gone=petitions)


def reached(leaf: int) -> None:
    """Note that every entry of the log before this one has been looked at."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_REACHED, (leaf,))


def begin_anew() -> None:
    """Have the log followed from its first entry again: the rows that the index was made of were others."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_ANEW)
