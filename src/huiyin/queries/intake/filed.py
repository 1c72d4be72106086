"""The filing of a petition as it lies in the ledger: what a receipt is made of."""

from dataclasses import dataclass

from huiyin.kernel.command import Entry, Reader
from huiyin.kernel.ids import PetitionId
from huiyin.queries.ledger.entries import COLUMNS, entry_of
from huiyin.queries.reading import reading
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.sealing import open_json


@dataclass(frozen=True, kw_only=True)
class Filed:
    """The first entry of a petition, its salt opened, and the key of its content hash."""

    number: str
    code_hash: bytes
    entry: Entry
    content_key: str  # base 64, as in the sealed story
    demo: bool


_FILED = f"""
    SELECT {COLUMNS},
           p.number, p.query_hash, p.sealed_story, p.demo, k.wrapped
    FROM petition AS p
    JOIN entry AS e ON e.subject = p.id AND e.previous IS NULL
    JOIN entry_salt AS s USING (commitment)
    JOIN data_key AS k ON k.petition = p.id
    WHERE p.id = %s
"""


def filed(petition: PetitionId) -> Filed | None:
    """Return the filing of one's own petition; None when there is none, or its keys were erased."""
    with reading(Reader(petition=petition)) as rows:
        row = rows.one(_FILED, (petition,))
    if row is None:
        return None
    key = vault().open_data_key(row["wrapped"], petition)
    story = open_json(key, row["sealed_story"], bound_to=place("petition", "sealed_story", petition))
    return Filed(
        number=row["number"],
        code_hash=row["query_hash"],
        entry=entry_of(row),
        content_key=story["content_key"],
        demo=row["demo"],
    )
