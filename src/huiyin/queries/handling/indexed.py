"""What stands in the index of words: asked by the indexer and by verification, system jobs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from huiyin.kernel.ids import PetitionId
from huiyin.records import sql

_FIRST = UUID(int=0)
_KEPT = "SELECT petition, tokens FROM search_text WHERE petition = ANY(%s)"
_PERSONS = "SELECT petition, digest FROM search_person WHERE petition = ANY(%s)"
_MATTERS = """
    SELECT id FROM (
        (SELECT id FROM petition WHERE id > %(after)s ORDER BY id LIMIT %(most)s)
        UNION (SELECT petition FROM search_text WHERE petition > %(after)s ORDER BY petition LIMIT %(most)s)
    ) AS either ORDER BY id LIMIT %(most)s
"""
_UNINDEXED = """
    SELECT k.petition FROM data_key AS k JOIN petition AS p ON p.id = k.petition
    LEFT JOIN search_text AS s ON s.petition = k.petition AND s.version = %s
    WHERE s.petition IS NULL ORDER BY k.petition LIMIT %s
"""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the index holds of one matter."""

    tokens: tuple[int, ...]
    persons: frozenset[bytes]


def kept_of(petitions: Sequence[PetitionId]) -> dict[PetitionId, Kept]:
    """Return what the index holds of these matters."""
    asked = (list(petitions),)
    texts, persons = sql.fetch_all(sql.WRITER, [(_KEPT, asked), (_PERSONS, asked)])
    of: dict[UUID, set[bytes]] = {}
    for row in persons:
        of.setdefault(row["petition"], set()).add(bytes(row["digest"]))
    return {
        PetitionId(row["petition"]): Kept(
            tokens=tuple(row["tokens"]), persons=frozenset(of.get(row["petition"], ()))
        )
        for row in texts
    }


def pages_of_index(size: int) -> Iterator[list[PetitionId]]:
    """Yield the ids of all matters and of whatever else stands in the index, in pages."""
    after = _FIRST
    with sql.cursor(sql.WRITER) as cursor:
        while rows := cursor.execute(_MATTERS, {"after": after, "most": size}).fetchall():
            yield [PetitionId(row["id"]) for row in rows]
            after = rows[-1]["id"]


def unindexed(version: int, at_most: int) -> list[PetitionId]:
    """Return matters that have a key and do not stand in the index under this version."""
    return [PetitionId(row["petition"]) for row in sql.fetch(sql.WRITER, _UNINDEXED, (version, at_most))]
