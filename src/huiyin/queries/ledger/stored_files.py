"""Sealed files compared with the rows that name them: each is there, and its bytes are what was committed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from huiyin.kernel.errors import HuiyinError
from huiyin.queries.ledger.chains import Difference, Value, in_order
from huiyin.queries.ledger.origins import Origins
from huiyin.queries.ledger.replay import Checks, domain_columns, histories, keys_of
from huiyin.queries.ledger.span import Span
from huiyin.queries.ledger.streams import stream

PIECE = 1 << 20  # bytes read at once

# Files of an erased petition went with its key: nothing could open them.
_FILES = """
    SELECT id, petition, address FROM evidence AS e
    WHERE {where} AND EXISTS (SELECT 1 FROM petition AS p WHERE p.id = e.petition AND p.erased_at IS NULL)
    ORDER BY id
"""


class Store(Protocol):
    """Where the sealed files lie; raises HuiyinError or OSError for one that cannot be read."""

    def get_range(self, address: str, start: int, end: int, /) -> bytes:
        """Return the bytes from `start` up to `end`, fewer at the end of the file."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """How many files were compared, and what is wrong with them."""

    files: int
    differences: tuple[Difference, ...]


def check_files(span: Span, store: Store, checks: Checks) -> Compared:
    """Compare the files of these rows: which is missing, cannot be read, or is another one."""
    where, given = span.where("e.id", "e.petition")
    rows = list(stream("files", _FILES.format(where=where), given))
    found = [(row, _digest(store, row["address"])) for row in rows]
    wrong = [_named(row, digest, checks) for row, digest in found if digest != row["address"]]
    return Compared(files=len(rows), differences=tuple(wrong))


def _digest(store: Store, address: str) -> str | None:
    """Return the SHA-256 of the sealed bytes in hex; None without any, empty when they do not read."""
    digest, at = hashlib.sha256(), 0
    try:
        while piece := store.get_range(address, at, at + PIECE):
            digest.update(piece)
            at += len(piece)
    except HuiyinError:
        return None
    except OSError:
        return ""
    return digest.hexdigest()


def _named(row: Mapping[str, Any], found: str | None, checks: Checks) -> Difference:
    """Return the difference with the entry that wrote the row."""
    code = {None: "file.missing", "": "file.unreadable"}.get(found, "file.altered")
    value = Value(name="address", expected=row["address"], found=found or None)
    difference = Difference(
        code=code,
        table="evidence",
        row=str(row["id"]),
        fields=("address",),
        subject=str(row["petition"]),
        values=(value,),
    )
    keys = keys_of(domain_columns())
    known = histories(checks, "WHERE e.subject = %s", (row["petition"],))
    return Origins([in_order(history)[0] for history in known], keys).named(difference)
