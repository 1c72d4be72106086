"""How every query reads: as its reader, on the role that cannot write, under row-level security."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from huiyin.kernel.command import Reader
from huiyin.records import sql

_SET = """
    SELECT set_config('huiyin.offices', %s, true), set_config('huiyin.county_from', %s, true),
           set_config('huiyin.county_to', %s, true), set_config('huiyin.petition', %s, true)
"""


class Reading:
    """An open reading: several statements that see the same rows."""

    def all(self, query: str, parameters: Sequence[Any] = ()) -> list[sql.Row]:
        """Return all rows that this reader may see."""
        return sql.fetch(sql.READER, query, parameters)

    def one(self, query: str, parameters: Sequence[Any] = ()) -> sql.Row | None:
        """Return the first row that this reader may see, or None."""
        return sql.fetch_one(sql.READER, query, parameters)


@contextmanager
def reading(reader: Reader) -> Iterator[Reading]:
    """Read as `reader`, in one read-only transaction; its scope is set inside and ends with it."""
    low, high = reader.oversight or ("", "")
    offices = "{" + ",".join(str(office) for office in reader.offices) + "}" if reader.offices else ""
    with sql.transaction(sql.READER):
        # Sent with the first question, whose answer is waited for; it stands before it in any case.
        sql.send(sql.READER, _SET, (offices, str(low), str(high), str(reader.petition or "")))
        yield Reading()
