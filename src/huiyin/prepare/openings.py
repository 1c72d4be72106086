"""What a receipt that is saved later proves beyond its promise: the tree, its witnesses, every act since."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel.command import Entry
from huiyin.kernel.errors import Invalid, Unknown
from huiyin.prepare.house import vault, witnesses
from huiyin.prepare.promises import promised_by
from huiyin.queries.ledger.entries import entries_after
from huiyin.queries.ledger.tree import Inclusion, Place, included
from huiyin.rules.merkle.checkpoint import verify_cosignature
from huiyin.rules.merkle.note import Note, VerifierKey, parse_note
from huiyin.rules.receipt.history import write_act
from huiyin.rules.receipt.logged import write_log

log = logging.getLogger("huiyin.log")


def later_members(filing: Entry, *, at: datetime) -> dict[str, Any]:
    """Return the members ``history`` and, once the published tree holds the filing, ``log``.

    Witnesses are those that have cosigned the checkpoint by `at`. The acts are those that the filing's own
    log promised, by whichever of its keys: a receipt speaks of one log, and that of others is proved by the
    page only.
    """
    origin = promised_by(filing).name
    acts = list(takewhile(lambda act: promised_by(act).name == origin, entries_after(filing)))
    found = _included([filing, *acts], origin)
    here = found.places.get(filing.commitment) if found is not None else None
    if found is None or here is None:
        return {"history": [write_act(one) for one in acts]}
    return {
        "log": write_log(
            note=found.note,
            index=here.index,
            path=here.path,
            witnesses=_cosigners(parse_note(found.note), at),
        ),
        "history": [_act(one, found.places) for one in acts],
    }


def _included(entries: Sequence[Entry], origin: str) -> Inclusion | None:
    try:
        return included([one.commitment for one in entries], origin=_other(origin))
    except (Invalid, Unknown) as fault:  # damaged files, which the next turn of the integrator mends
        log.warning("published log unreadable", extra={"code": fault.code})
        return None


def _other(origin: str) -> str | None:
    return None if origin == vault().signer.origin else origin


def _act(entry: Entry, places: Mapping[bytes, Place]) -> dict[str, Any]:
    place = places.get(entry.commitment)
    return write_act(entry) if place is None else write_act(entry, index=place.index, path=place.path)


def _cosigners(note: Note, at: datetime) -> list[str]:
    return [str(key) for key in witnesses() if _has_cosigned(note, key, at)]


def _has_cosigned(note: Note, key: VerifierKey, at: datetime) -> bool:
    try:
        verify_cosignature(note, key, signature_holds, until=int(at.timestamp()))
    except Invalid:  # not yet
        return False
    return True
