"""Data keys of petitions: each is there and opens, unless the petition was erased."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from huiyin.kernel.errors import HuiyinError
from huiyin.queries.ledger.chains import Difference
from huiyin.records import sql

KeyOpener = Callable[[bytes, UUID], Any]  # wrapped, petition; raises HuiyinError when it does not open

_KEYS = """
    SELECT p.id, k.wrapped, EXISTS (
        SELECT 1 FROM entry AS e WHERE e.subject = p.id AND e.kind = 'petition.erased'
    ) AS erased FROM petition AS p LEFT JOIN data_key AS k ON k.petition = p.id WHERE p.id = ANY(%s)
"""


def check_keys(petitions: list[UUID], open_key: KeyOpener) -> Iterator[Difference]:
    """Yield every petition of these whose data key is missing or does not open."""
    for row in sql.fetch(sql.OWNER, _KEYS, (petitions,)):
        code = _fault(row, open_key)
        if code:
            yield Difference(code=code, table="data_key", row=str(row["id"]), subject=str(row["id"]))


def _fault(row: sql.Row, open_key: KeyOpener) -> str:
    if row["wrapped"] is None:
        return "" if row["erased"] else "key.missing"
    try:
        open_key(row["wrapped"], row["id"])
    except HuiyinError:
        return "key.damaged"
    return ""
