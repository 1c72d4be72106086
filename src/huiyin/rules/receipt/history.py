"""The member ``history`` of a receipt: every act in the matter since its filing, in unbroken order.

A list, oldest first. Each element opens one entry of the matter's chain:

- the petitioner's own acts fully: ``entry`` and ``salt``;
- all others by their link only: ``link``, ``key``, ``body`` (`rules.receipt.commitment`);
- ``promise`` the log's signature for it, as for the filing, by the key of the act before or a later one of
  ``keys``, while that was in use;
- ``index`` and ``path`` in the tree of the receipt's checkpoint, both null while it does not hold the entry.

`previous` of each equals the commitment of the one before, beginning with the filing. Nothing can be left
out between two acts; that none came after the last one, no file can prove.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.kernel import canonical
from huiyin.kernel.command import ActorKind, Entry
from huiyin.kernel.errors import Invalid
from huiyin.rules.receipt.commitment import Opened, body_digest, link_key, link_of, open_body, open_link
from huiyin.rules.receipt.keys import Keys
from huiyin.rules.receipt.logged import Logged
from huiyin.rules.receipt.promise import SignatureCheck, bytes_of


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act in the matter, as proved; `index` is None while the published tree does not hold it.

    `shown` is what whoever has the receipt may see of it; `body` is there for the petitioner's own acts.
    """

    at: datetime
    commitment: bytes
    shown: Mapping[str, Any]
    body: Mapping[str, Any] | None
    index: int | None


def write_act(
    entry: Entry, *, index: int | None = None, path: Sequence[bytes] | None = None
) -> dict[str, Any]:
    """Return the element that opens an entry, fully when it is the petitioner's own act."""
    body = canonical.decode(entry.body)
    place = {"promise": entry.promise, "index": index, "path": path}
    if body["actor"]["kind"] == ActorKind.PETITIONER:
        return {"entry": entry.body, "salt": entry.salt, **place}
    return {
        "link": link_of(body),
        "key": link_key(entry.salt),
        "body": body_digest(entry.salt, entry.body),
        **place,
    }


def read_history(
    members: Any, *, filing: Opened, keys: Keys, log: Logged | None, signature_holds: SignatureCheck
) -> tuple[Act, ...]:
    """Return the acts in their order; raise Invalid ``receipt.*`` for the first that does not hold.

    Its fact `place` counts from 1. `keys` are those of the log, as of the filing's promise.
    """
    if not isinstance(members, list):
        raise Invalid("receipt.incomplete", field="history")
    before, acts = filing, []
    for place, one in enumerate(members, start=1):
        opened = _opened(one, place)
        keys = _promised(one, opened, keys, signature_holds, place)
        if (opened.link.subject, opened.link.previous) != (filing.link.subject, before.commitment):
            raise Invalid("receipt.history_broken", field="history", place=place)
        acts.append(_act(opened, _index(one, opened, log, place)))
        before = opened
    return tuple(acts)


def _opened(members: Any, place: int) -> Opened:
    try:
        if isinstance(members, dict) and "entry" in members:
            return open_body(bytes_of(members, "salt"), bytes_of(members, "entry"))
        return open_link(bytes_of(members, "link"), bytes_of(members, "key"), bytes_of(members, "body"))
    except Invalid as fault:
        raise Invalid("receipt.incomplete", field="history", place=place) from fault


def _promised(
    members: Mapping[str, Any], opened: Opened, keys: Keys, signature_holds: SignatureCheck, place: int
) -> Keys:
    signature = _bytes(members, "promise", place)
    try:
        found = keys.after(opened.link.at, signature, opened.commitment, signature_holds)
    except Invalid as fault:
        raise Invalid(fault.code, field="history", place=place) from fault
    if found is None:
        raise Invalid("receipt.history_altered", field="history", place=place)
    return found


def _bytes(members: Mapping[str, Any], name: str, place: int) -> bytes:
    try:
        return bytes_of(members, name)
    except Invalid as fault:
        raise Invalid("receipt.incomplete", field="history", place=place) from fault


def _index(members: Mapping[str, Any], opened: Opened, log: Logged | None, place: int) -> int | None:
    index, path = members.get("index"), members.get("path")
    if index is None and path is None:
        return None
    if not isinstance(path, list) or log is None:
        raise Invalid("receipt.incomplete", field="history", place=place)
    if not log.holds(opened.commitment, index, path):
        raise Invalid("receipt.history_not_included", field="history", place=place)
    found: int = members["index"]
    return found


def _act(opened: Opened, index: int | None) -> Act:
    at, shown = opened.link.at, opened.link.shown
    return Act(at=at, commitment=opened.commitment, shown=shown, body=opened.body, index=index)
