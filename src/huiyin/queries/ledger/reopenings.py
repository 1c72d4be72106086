"""How often the public log was opened anew, after what, and whether the one in use was opened at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.kernel.command import Entry
from huiyin.queries.ledger.entries import COLUMNS, entry_of
from huiyin.queries.ledger.key_changes import keys_are_newer
from huiyin.records import sql
from huiyin.vault.current import vault

_ALL = "SELECT origin, key, at, first, held_root, after FROM reopening ORDER BY first"
# The entries of the log itself are no petition's: everybody may see them.
_ENTRIES = f"""
    SELECT {COLUMNS} FROM entry AS e JOIN entry_salt AS s USING (commitment)
    JOIN tree_leaf AS l USING (commitment) JOIN reopening AS r ON r.first = l.index ORDER BY r.first
"""


@dataclass(frozen=True, kw_only=True)
class Reopening:
    """The log `origin` was opened at `at`; its first leaf has the index `first` in the table.

    `after` are the logs it follows, as the entry says it (`commands.ledger.reopen_log.Closed`).
    """

    origin: str
    key: str
    at: datetime
    first: int
    held_root: bytes
    after: tuple[Mapping[str, Any], ...]

    @property
    def missing(self) -> int:
        """How many entries were public and are not there any more: so many at least."""
        return sum(max(0, one["size"] - one["held"]) for one in self.after)


def reopenings() -> list[Reopening]:
    """Return every opening anew, oldest first."""
    rows = sql.fetch(sql.WRITER, _ALL)
    return [Reopening(**{**row, "after": tuple(row["after"])}) for row in rows]


def reopening_entries() -> list[Entry]:
    """Return the entries that say so, their salts opened; each is the first leaf of its log."""
    return [entry_of(row) for row in sql.fetch(sql.WRITER, _ENTRIES)]


def is_open(origin: str) -> bool:
    """Return whether the log of this name may go on: the house's only one, or one that was opened here.

    Otherwise database and key file are not of the same time.
    """
    if keys_are_newer():
        return False
    known = reopenings()
    if any(origin in {one["origin"] for one in reopened.after} for reopened in known):
        return False  # an older key file
    only = len({one.key.name for one in vault().house_keys}) == 1 and not known
    return only or origin in {one.origin for one in known}
