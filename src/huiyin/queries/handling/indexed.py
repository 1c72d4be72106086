"""What stands in the index of words: asked by the indexer and by verification, system jobs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.ids import PetitionId
from huiyin.records import sql

_FIRST = UUID(int=0)
_KEPT = """
    SELECT petition, filed_at, version, counted, tokens FROM search_text WHERE petition = ANY(%s)
"""
_PERSONS = "SELECT petition, digest FROM search_person WHERE petition = ANY(%s)"
_MATTERS = """
    SELECT id FROM (
        (SELECT id FROM petition WHERE id > %(after)s ORDER BY id LIMIT %(most)s)
        UNION (SELECT petition FROM search_text WHERE petition > %(after)s ORDER BY petition LIMIT %(most)s)
        UNION (SELECT petition FROM search_person WHERE petition > %(after)s ORDER BY petition LIMIT %(most)s)
    ) AS either ORDER BY id LIMIT %(most)s
"""
_STANDING = "SELECT version, oldest, renewed FROM search_progress WHERE id = 1"
_MATTERS_IN_ALL = "SELECT count(*) AS number FROM petition WHERE id > %s"
# Entries that the index has not followed yet: not numbered, or numbered and not looked at.
_AHEAD = """
    SELECT DISTINCT e.subject FROM entry AS e
    LEFT JOIN tree_leaf AS t USING (commitment) CROSS JOIN (
        SELECT COALESCE((SELECT leaf FROM search_progress WHERE id = 1), 0) AS leaf
    ) AS reached WHERE e.subject = ANY(%s) AND (t.index IS NULL OR t.index >= reached.leaf)
"""
_MISCOUNTED = """
    SELECT COALESCE(truth.token, w.token) AS token FROM (
        SELECT token, count(*)::int AS petitions FROM search_text CROSS JOIN unnest(tokens) AS t(token)
        WHERE counted GROUP BY token
    ) AS truth FULL JOIN search_word AS w USING (token)
    WHERE truth.petitions IS DISTINCT FROM w.petitions ORDER BY 1
"""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the index holds of one matter; `version` None when only persons stand in it."""

    filed_at: datetime | None = None
    version: int | None = None
    counted: bool = False
    tokens: tuple[int, ...] = ()
    persons: frozenset[bytes] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Under which versions of the key rows stand; `renewed`: how far a renewal has come, None without one."""

    version: int = 1
    oldest: int = 1
    renewed: UUID | None = None


def standing() -> Standing:
    """Return how the index stands."""
    row = sql.fetch_one(sql.WRITER, _STANDING)
    return Standing(**row) if row else Standing()


def kept_of(petitions: Sequence[PetitionId]) -> dict[PetitionId, Kept]:
    """Return what the index holds of these matters."""
    asked = (list(petitions),)
    texts, persons = sql.fetch_all(sql.WRITER, [(_KEPT, asked), (_PERSONS, asked)])
    of: dict[UUID, set[bytes]] = {}
    for row in persons:
        of.setdefault(row["petition"], set()).add(bytes(row["digest"]))
    found = {PetitionId(one): Kept(persons=frozenset(digests)) for one, digests in of.items()}
    for row in texts:
        petition = PetitionId(row.pop("petition"))
        held = {**row, "tokens": tuple(row["tokens"])}
        found[petition] = Kept(**held, persons=frozenset(of.get(petition, ())))
    return found


def pages_of_index(size: int, *, after: UUID = _FIRST) -> Iterator[list[PetitionId]]:
    """Yield the ids of all matters and of whatever else stands in the index, in pages, in their order."""
    with sql.cursor(sql.WRITER) as cursor:
        while rows := cursor.execute(_MATTERS, {"after": after, "most": size}).fetchall():
            yield [PetitionId(row["id"]) for row in rows]
            after = rows[-1]["id"]


def matters_after(petition: UUID = _FIRST) -> int:
    """Return how many matters there are with a higher id."""
    row = sql.fetch_one(sql.WRITER, _MATTERS_IN_ALL, (petition,))
    return row["number"] if row else 0


def ahead_of_index(petitions: Sequence[PetitionId]) -> frozenset[PetitionId]:
    """Return those of these matters that have an entry which the index has not followed yet."""
    rows = sql.fetch(sql.WRITER, _AHEAD, (list(petitions),))
    return frozenset(PetitionId(row["subject"]) for row in rows)


def miscounted() -> list[int]:
    """Return the tokens whose count is not that of the rows; each row is read."""
    return [row["token"] for row in sql.fetch(sql.WRITER, _MISCOUNTED)]
