"""What an erasure leaves of a history: salts missing by right, and bodies that must still be the same.

A missing salt is no difference when an entry of the same history, itself sound and with its salt, tells that
its content was erased; every other missing salt is one. What the salts could prove of the bodies is taken
over by the digests that this entry holds.
"""

import hashlib
from base64 import b64decode
from collections.abc import Iterator, Sequence
from itertools import chain

from huiyin.kernel import canonical
from huiyin.queries.ledger.chains import Difference, PromiseCheck, StoredEntry, check_entry

ERASED = "petition.erased"
MISSING = "ledger.salt_missing"


def check_entries(ordered: Sequence[StoredEntry], promise_holds: PromiseCheck) -> Iterator[Difference]:
    """Yield what is wrong with the entries of one subject, first to last, each taken by itself."""
    found = [list(check_entry(entry, promise_holds)) for entry in ordered]
    place = next((n for n, one in enumerate(ordered) if one.kind == ERASED and not found[n]), None)
    if place is None:
        yield from chain.from_iterable(found)
        return
    digests = _digests(ordered[place])
    for n, differences in enumerate(found):
        if n < place:
            yield from (one for one in differences if one.code != MISSING)
            yield from _left(ordered[n], digests[n] if n < len(digests) else b"")
        else:
            yield from differences
    for _ in digests[place:]:  # entries that were there when it was erased
        yield _difference("ledger.erased_entry_gone", ordered[place])


def _left(entry: StoredEntry, digest: bytes) -> Iterator[Difference]:
    if hashlib.sha256(entry.body).digest() != digest:
        yield _difference("ledger.body_altered", entry)
    if entry.salt is not None or entry.salt_damaged:
        yield _difference("ledger.salt_not_destroyed", entry)


def _digests(entry: StoredEntry) -> list[bytes]:
    return [b64decode(one) for one in canonical.decode(entry.body)["facts"]["bodies"]]


def _difference(code: str, entry: StoredEntry) -> Difference:
    return Difference(code=code, table="entry", row=str(entry.id), subject=str(entry.subject))
