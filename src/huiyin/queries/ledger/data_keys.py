"""Data keys of petitions: each is there and opens, and that of an erased petition is there no more."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from huiyin.kernel.errors import HuiyinError
from huiyin.queries.ledger.chains import Difference
from huiyin.records import sql

KeyOpener = Callable[[bytes, UUID], Any]  # wrapped, petition; raises HuiyinError when it does not open

_KEYS = """
    SELECT p.id, p.erased_at IS NOT NULL AS erased, k.wrapped
    FROM petition AS p LEFT JOIN data_key AS k ON k.petition = p.id WHERE p.id = ANY(%s)
"""


def check_keys(petitions: list[UUID], open_key: KeyOpener | None = None) -> Iterator[Difference]:
    """Yield every petition of these whose data key is missing, or there in spite of an erasure.

    With `open_key` also those whose key does not open.
    """
    for row in sql.fetch(sql.OWNER, _KEYS, (petitions,)):
        code = _fault(row, open_key)
        if code:
            yield Difference(code=code, table="data_key", row=str(row["id"]), subject=str(row["id"]))


def _fault(row: sql.Row, open_key: KeyOpener | None) -> str:
    if row["wrapped"] is None:
        return "" if row["erased"] else "key.missing"
    if row["erased"]:
        return "key.not_destroyed"
    try:
        if open_key is not None:
            open_key(row["wrapped"], row["id"])
    except HuiyinError:
        return "key.damaged"
    return ""
