"""Entries of one's own matter, their salts opened."""

from itertools import takewhile

from huiyin.kernel.command import Entry, EntryId, Reader
from huiyin.kernel.ids import PetitionId
from huiyin.queries.reading import reading
from huiyin.records import sql
from huiyin.vault.current import vault

COLUMNS = "e.id, e.subject, e.kind, e.at, e.previous, e.commitment, e.body, e.promise, s.sealed"
_OF_MATTER = f"""
    SELECT {COLUMNS} FROM entry AS e LEFT JOIN entry_salt AS s USING (commitment)
    WHERE e.subject = %s AND e.previous IS NOT NULL
"""
_NUMBERED = """
    SELECT 1 AS there FROM entry AS e JOIN tree_leaf AS t USING (commitment)
    WHERE e.subject = %s AND e.previous IS NULL
"""


def entry_of(row: sql.Row) -> Entry:
    """Return the entry of a row of `COLUMNS`."""
    values = {name: row[name] for name in ("subject", "kind", "at", "previous", "body", "commitment")}
    return Entry(
        id=EntryId(row["id"]),
        salt=vault().sealer.open_salt(row["sealed"], row["commitment"]),
        promise=row["promise"],
        **values,
    )


def entries_after(filing: Entry) -> list[Entry]:
    """Return the entries of a matter after its filing, in the order of their chain, as far as salts reach.

    The order is that of the chain and not of the clock, which may have been set back.
    """
    with reading(Reader(petition=PetitionId(filing.subject))) as rows:
        found = {row["previous"]: row for row in rows.all(_OF_MATTER, (filing.subject,))}
    chain, last = [], found.pop(filing.commitment, None)
    while last is not None:
        chain.append(last)
        last = found.pop(last["commitment"], None)
    return [entry_of(row) for row in takewhile(lambda row: row["sealed"] is not None, chain)]


def is_numbered(petition: PetitionId) -> bool:
    """Return whether the filing of one's own matter has its index in the public tree."""
    with reading(Reader(petition=petition)) as rows:
        return rows.one(_NUMBERED, (petition,)) is not None
