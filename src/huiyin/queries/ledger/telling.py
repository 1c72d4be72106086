"""Which matters changed for the index of words, in the order of the public log: asked by the indexer."""

from dataclasses import dataclass

from huiyin.kernel.ids import PetitionId
from huiyin.records import sql
from huiyin.rules.search.telling import TELLING

_PROGRESS = "SELECT leaf FROM search_progress WHERE id = 1"
_LEAVES = """
    SELECT t.index, e.subject, e.kind FROM tree_leaf AS t JOIN entry AS e USING (commitment)
    WHERE t.index >= %s ORDER BY t.index LIMIT %s
"""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """Matters to look at, each once; `leaf` is the next entry after those looked at."""

    petitions: tuple[PetitionId, ...]
    leaf: int
    seen: int


def changed(at_most: int) -> Changed:
    """Return what the next so many entries of the log changed for the index."""
    row = sql.fetch_one(sql.WRITER, _PROGRESS)
    leaf = row["leaf"] if row else 0
    rows = sql.fetch(sql.WRITER, _LEAVES, (leaf, at_most))
    subjects = dict.fromkeys(row["subject"] for row in rows if row["kind"] in TELLING)
    return Changed(
        petitions=tuple(PetitionId(one) for one in subjects),
        leaf=rows[-1]["index"] + 1 if rows else leaf,
        seen=len(rows),
    )
