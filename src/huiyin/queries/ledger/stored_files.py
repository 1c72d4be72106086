"""Sealed files compared with the rows that name them: each is there, and its bytes are what was committed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from huiyin.kernel.errors import HuiyinError, Misconfigured
from huiyin.queries.ledger.chains import Difference, Value, in_order
from huiyin.queries.ledger.origins import Origins
from huiyin.queries.ledger.replay import Checks, domain_columns, histories, keys_of
from huiyin.queries.ledger.span import Span
from huiyin.queries.ledger.streams import stream

PIECE = 1 << 20  # bytes read at once

TABLES = ("evidence", "redaction")  # whose rows name a file; pictures of pages are made again from them

# Files of an erased petition went with its key: nothing could open them.
_FILES = """
    SELECT id, petition, address FROM {table} AS e
    WHERE {where} AND EXISTS (SELECT 1 FROM petition AS p WHERE p.id = e.petition AND p.erased_at IS NULL)
    ORDER BY id
"""


class Store(Protocol):
    """Where the sealed files lie; raises Misconfigured or OSError when it does not read, else HuiyinError."""

    def size(self, address: str, /) -> int:
        """Return the size in bytes."""

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
    files, wrong = 0, []
    for table in TABLES:
        for row in list(stream("files", _FILES.format(table=table, where=where), given)):
            files += 1
            digest = _digest(store, row["address"])
            if digest != row["address"]:
                wrong.append(_named(table, row, digest, checks))
    return Compared(files=files, differences=tuple(wrong))


def _digest(store: Store, address: str) -> str | None:
    """Return the SHA-256 of the sealed bytes in hex; None without any, empty when they do not read."""
    digest = hashlib.sha256()
    try:
        for at in range(0, store.size(address), PIECE):
            digest.update(store.get_range(address, at, at + PIECE))
    except (Misconfigured, OSError):
        return ""
    except HuiyinError:
        return None
    return digest.hexdigest()


def _named(table: str, row: Mapping[str, Any], found: str | None, checks: Checks) -> Difference:
    """Return the difference with the entry that wrote the row."""
    code = {None: "file.missing", "": "file.unreadable"}.get(found, "file.altered")
    value = Value(name="address", expected=row["address"], found=found or None)
    difference = Difference(
        code=code,
        table=table,
        row=str(row["id"]),
        fields=("address",),
        subject=str(row["petition"]),
        values=(value,),
    )
    keys = keys_of(domain_columns())
    known = histories(checks, "WHERE e.subject = %s", (row["petition"],))
    return Origins([in_order(history)[0] for history in known], keys).named(difference)
