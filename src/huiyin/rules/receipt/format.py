"""Receipt format ``huiyin-receipt/1``: canonical JSON (`kernel.canonical`), one object, these members.

- ``format`` ``huiyin-receipt/1``; ``number`` of the petition; ``demo`` true when the clock was not real.
- ``filed`` what was filed, in clear: title, text, request, place, files with size and SHA-256, and so on.
- ``content_key`` 32 bytes. HMAC-SHA-256(content_key, canonical(filed)) equals ``shown.content`` of the entry.
- ``entry`` the committed bytes of the ledger entry; ``salt`` 32 bytes: together the full opening of its
  commitment (`rules.receipt.commitment`). The link of a filing has no ``previous``.
- ``promise`` ``{at, origin, public_key, signature}``: Ed25519 by ``public_key`` over canonical
  ``{at, commitment, origin}``, the log's promise that it took the entry in at that instant.
- ``keys`` (`keys`) when the log has had more than one key: each with its handover to the next.
- ``log`` (`logged`) and ``history`` (`history`): the filing in the published tree, and the acts since.
  A receipt given at filing has neither: its promise holds at once.

Bytes are standard base 64, instants RFC 3339 in UTC. Later versions add members; a reader refuses a
format it does not know. docs/receipt-format.md says all of it on one page.
"""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from huiyin.kernel import canonical
from huiyin.kernel.command import Entry
from huiyin.kernel.errors import Invalid
from huiyin.rules.receipt.commitment import Opened, open_body
from huiyin.rules.receipt.history import Act, read_history
from huiyin.rules.receipt.keys import Keys, read_keys
from huiyin.rules.receipt.logged import NOTHING, Demanded, Logged, read_log
from huiyin.rules.receipt.promise import Promise, SignatureCheck, bytes_of, promise_of, require_past, tellable
from huiyin.rules.receipt.shown import OF_A_FILING

FORMAT = "huiyin-receipt/1"
CONTENT_KEY_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a receipt proves: that the log named `origin` took this in at `at`."""

    number: str
    at: datetime
    origin: str
    public_key: bytes
    commitment: bytes
    filed: Mapping[str, Any]
    demo: bool
    keys: Keys  # of the log, as the file knows them; that of the promise among them
    log: Logged | None = None  # None: the file does not prove that the published tree holds the filing
    history: tuple[Act, ...] | None = None  # None: the file says nothing of what came after


def content_hash(content_key: bytes, filed: Mapping[str, Any]) -> bytes:
    """Return the 32-byte keyed hash of what was filed, shown by the entry."""
    return hmac.digest(content_key, canonical.encode(filed), "sha256")


def write(
    *,
    number: str,
    filed: Mapping[str, Any],
    content_key: bytes,
    entry: Entry,
    origin: str,
    public_key: bytes,
    demo: bool,
    later: Mapping[str, Any] = MappingProxyType({}),
) -> bytes:
    """Return the bytes of the receipt file.

    `later` holds `keys` (`keys_member`), `log` (`write_log`) and `history` (`write_act`).
    """
    return canonical.encode(
        {
            "format": FORMAT,
            "number": number,
            "filed": filed,
            "content_key": content_key,
            "entry": entry.body,
            "salt": entry.salt,
            "promise": {
                "at": entry.at,
                "origin": origin,
                "public_key": public_key,
                "signature": entry.promise,
            },
            "demo": demo,
            **later,
        }
    )


def verify(data: bytes, *, signature_holds: SignatureCheck, demanded: Demanded = NOTHING) -> Proof:
    """Return what the receipt proves; raise Invalid ``receipt.*`` saying which part does not hold.

    The promise is checked first: it covers the entry, and the entry covers number, instant and content.
    Whether `public_key` is the log's, and the witnesses' keys theirs, is for the caller to compare.
    """
    receipt = _read(data)
    promise, opened = _promised(receipt, signature_holds)
    demo = _agrees(receipt, promise, opened)
    if demo:  # its clock may have been moved
        demanded = replace(demanded, at=None)
    keys = read_keys(receipt, promise, signature_holds)
    log = _log(receipt, opened.commitment, keys, demanded, signature_holds)
    history = None
    if "history" in receipt:
        history = read_history(
            receipt["history"], filing=opened, keys=keys, log=log, signature_holds=signature_holds
        )
    if demanded.at is not None:
        require_past([promise.at, *(act.at for act in history or ())], demanded.at)
    return Proof(
        number=str(receipt["number"]),
        at=promise.at,
        origin=promise.origin,
        public_key=promise.public_key,
        commitment=opened.commitment,
        filed=receipt["filed"],
        demo=demo,
        keys=keys,
        log=log,
        history=history,
    )


def read(data: bytes) -> Mapping[str, Any]:
    """Return the whole receipt as plain data, for showing it; raise Invalid when it is none."""
    return _read(data)


def _read(data: bytes) -> dict[str, Any]:
    try:
        receipt = canonical.decode(data)
        known = receipt["format"] == FORMAT
        complete = {"number", "filed", "content_key", "entry", "salt", "promise", "demo"} <= set(receipt)
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise Invalid("receipt.not_a_receipt") from fault
    if not known:
        raise Invalid("receipt.unknown_format", format=tellable(receipt["format"])[:40])
    if not complete or not isinstance(receipt["filed"], dict):
        raise Invalid("receipt.incomplete", field="filed" if complete else "")
    return dict(receipt)


def _promised(receipt: Mapping[str, Any], signature_holds: SignatureCheck) -> tuple[Promise, Opened]:
    promise = promise_of(receipt)
    opened = open_body(bytes_of(receipt, "salt"), bytes_of(receipt, "entry"))
    if not promise.holds(opened.commitment, signature_holds):
        raise Invalid("receipt.promise_invalid", field="promise")
    return promise, opened


def _agrees(receipt: Mapping[str, Any], promise: Promise, opened: Opened) -> bool:
    """Return whether it is of a demonstration, when number, instant and content are those of the entry."""
    shown = opened.link.shown
    if opened.link.previous is not None or not set(OF_A_FILING) <= set(shown):
        raise Invalid("receipt.incomplete", field="entry")  # no filing
    if shown["number"] != receipt["number"] or opened.link.at != promise.at:
        raise Invalid("receipt.number_or_time_altered", field="number")
    if shown["content"] != _content(receipt):
        raise Invalid("receipt.content_altered", field="filed")
    return receipt["demo"] is not False or shown["demo"] is not False


def _log(
    receipt: Mapping[str, Any],
    commitment: bytes,
    keys: Keys,
    demanded: Demanded,
    signature_holds: SignatureCheck,
) -> Logged | None:
    if "log" in receipt:
        return read_log(
            receipt["log"],
            commitment=commitment,
            keys=keys,
            demanded=demanded,
            signature_holds=signature_holds,
        )
    for key in demanded.witnesses:
        raise Invalid("receipt.witness_missing", field="log", key=key)
    return None


def _content(receipt: Mapping[str, Any]) -> str:
    key = bytes_of(receipt, "content_key")
    if len(key) != CONTENT_KEY_BYTES:  # HMAC would take another for the same
        raise Invalid("receipt.incomplete", field="content_key")
    try:
        found = content_hash(key, receipt["filed"])
    except (RecursionError, TypeError, ValueError) as fault:  # it holds what canonical bytes cannot
        raise Invalid("receipt.content_altered", field="filed") from fault
    return base64.b64encode(found).decode()
