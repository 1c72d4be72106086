"""Which key of the public log followed which, and whether key file and database are of one time."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel import canonical
from huiyin.kernel.command import Entry
from huiyin.kernel.ids import named_id
from huiyin.queries.ledger.entries import COLUMNS, entry_of
from huiyin.queries.ledger.heads import first_leaf, head_holding
from huiyin.records import sql
from huiyin.vault.current import vault

LOG = named_id("stream log")  # the history of the log itself, which is no petition's: everybody may see it

_ALL = "SELECT key, former, origin, at, until, handover, accepted FROM key_change ORDER BY until, at"
_ENTRIES = f"""
    SELECT {COLUMNS}, l.index FROM entry AS e
    JOIN entry_salt AS s USING (commitment) JOIN tree_leaf AS l USING (commitment)
    WHERE e.subject = %s AND e.kind = 'log.key_changed' ORDER BY l.index
"""


@dataclass(frozen=True, kw_only=True)
class KeyChange:
    """After the verifier key `former` of the log `origin` followed `key`; its entry was made at `at`.

    See `commands.ledger.change_log_key`.
    """

    key: str
    former: str
    origin: str
    at: datetime
    until: datetime
    handover: bytes
    accepted: bytes


@dataclass(frozen=True, kw_only=True)
class ToldChange:
    """An entry that says so, its index in its log, and the first signed checkpoint that holds it."""

    entry: Entry
    origin: str
    index: int
    note: str | None


def key_changes() -> list[KeyChange]:
    """Return every change of a key, oldest first."""
    return [KeyChange(**row) for row in sql.fetch(sql.WRITER, _ALL)]


def told_changes() -> list[ToldChange]:
    """Return the entries that say so, as far as they have an index, their salts opened."""
    return [_told(entry_of(row), row["index"]) for row in sql.fetch(sql.WRITER, _ENTRIES, (LOG,))]


def keys_are_older() -> bool:
    """Return whether the key file is an older copy: it lacks a key of which the database knows."""
    held = {str(one.key) for one in vault().house_keys}
    return any(one.key not in held for one in key_changes())


def keys_are_newer() -> bool:
    """Return whether the key file knows of a change that the database does not: that is an older one.

    The last change may be under way: its entry is written after the key file.
    """
    signer = vault().signer
    told = {one.former for one in key_changes()}
    ended = {str(one.key) for one in vault().keys_of(signer.origin) if one.until is not None}
    return not ended <= told | {str(signer.ending_key)}


def _told(entry: Entry, index: int) -> ToldChange:
    origin = canonical.decode(entry.body)["facts"]["origin"]
    place = index - first_leaf(origin)
    head = head_holding(origin, place)
    return ToldChange(entry=entry, origin=origin, index=place, note=head.note if head else None)
