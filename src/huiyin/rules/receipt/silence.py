"""Record format ``huiyin-nonresponse/1``: canonical JSON (`kernel.canonical`), one object, these members.

- ``format`` ``huiyin-nonresponse/1``; ``number`` of the petition; ``demo`` true when the clock was not real.
- ``record`` what the record says, in clear (`rules.nonresponse.statement`). SHA-256(canonical(record)) equals
  ``facts.content`` of the entry.
- ``entry``, ``salt``, ``promise`` as in ``huiyin-receipt/1``: the committed bytes of the ledger entry, the
  salt of its commitment, the log's signed promise.
- ``keys`` as in ``huiyin-receipt/1``, when the log has had more than one.
- ``correction`` null, or ``{told, entry, salt, promise}``: what corrected the record, proved in the same way
  by the same log, with the same key or one that followed it; ``facts.corrects`` of its entry equals
  ``facts.content`` of the first.

It proves what this log recorded and when. A file without a correction does not prove that there is none.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.kernel import canonical
from huiyin.kernel.command import Entry
from huiyin.kernel.errors import Invalid
from huiyin.rules.nonresponse.statement import content_of
from huiyin.rules.receipt.commitment import Opened, open_body
from huiyin.rules.receipt.keys import Keys, LogKey, keys_member, read_keys
from huiyin.rules.receipt.promise import SignatureCheck, bytes_of, promise_of, require_past, tellable

FORMAT = "huiyin-nonresponse/1"
RECORDED = "petition.nonresponse_recorded"
CORRECTED = "petition.nonresponse_corrected"

# Without these nobody could be told what a record or a correction says; its log alone can have left them out.
_SAID = frozenset({"record", "recorded_on", "started_on", "binding_on", "office", "explained", "remedies"})
_SAID_OF_DUTIES = frozenset({"title", "article", "pack", "pack_version", "pack_status"})
_SAID_OF_CORRECTIONS = frozenset({"corrected_on", "reason", "on", "office"})
_MEMBERS = frozenset({"number", "record", "entry", "salt", "promise", "correction", "demo"})


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What an entry proves by itself: taken in by the log named `origin` at `at`."""

    at: datetime
    origin: str
    public_key: bytes
    commitment: bytes


@dataclass(frozen=True, kw_only=True)
class CorrectionProof(Taken):
    """What corrected a record."""

    told: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RecordProof(Taken):
    """What a record proves; `correction` is None when the file holds none."""

    number: str
    record: Mapping[str, Any]
    correction: CorrectionProof | None
    keys: Keys
    demo: bool


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a file is made of: what is told, the entry that commits to it, the log's key that promised it."""

    told: Mapping[str, Any]
    entry: Entry
    key: bytes


def write(
    *,
    number: str,
    kept: Kept,
    corrected: Kept | None,
    origin: str,
    demo: bool,
    keys: Sequence[LogKey] = (),
) -> bytes:
    """Return the bytes of the file; `keys` are those that the log has had, oldest first."""
    correction = None
    if corrected is not None:
        correction = {"told": corrected.told, **_proof(corrected, origin)}
    return canonical.encode(
        {
            "format": FORMAT,
            "number": number,
            "record": kept.told,
            **_proof(kept, origin),
            **keys_member(keys),
            "correction": correction,
            "demo": demo,
        }
    )


def is_record(data: bytes) -> bool:
    """Return whether a file says that it is a record of non-response, of whatever version."""
    try:
        members = canonical.decode(data)
        return isinstance(members, dict) and str(members.get("format")).startswith("huiyin-nonresponse/")
    except (ValueError, RecursionError):
        return False


def verify(data: bytes, *, signature_holds: SignatureCheck, at: datetime | None = None) -> RecordProof:
    """Return what the record proves; raise Invalid ``receipt.*`` saying which part does not hold.

    Nothing of it may be later than the reader's clock `at`, a demonstration excepted. Whether `public_key` is
    the log's is for the caller to compare.
    """
    members = _read(data)
    taken, facts = _taken(members, RECORDED, signature_holds)
    if facts.get("number") != members["number"]:
        raise Invalid("receipt.number_or_time_altered", field="number")
    if facts.get("content") != _content(members["record"], "record"):
        raise Invalid("receipt.content_altered", field="record")
    if not _tells(members["record"]):
        raise Invalid("receipt.incomplete", field="record")
    keys = read_keys(members, promise_of(members), signature_holds)
    correction = _correction(members["correction"], keys, facts["content"], signature_holds)
    demo = members["demo"] is not False or facts.get("demo") is not False
    if at is not None and not demo:
        require_past([taken.at, *([] if correction is None else [correction.at])], at)
    return RecordProof(
        **vars(taken),
        number=str(members["number"]),
        record=members["record"],
        correction=correction,
        keys=keys,
        demo=demo,
    )


def _correction(
    members: Any, keys: Keys, corrects: str, signature_holds: SignatureCheck
) -> CorrectionProof | None:
    if members is None:
        return None
    if not isinstance(members, dict) or not isinstance(members.get("told"), dict):
        raise Invalid("receipt.incomplete", field="correction")
    taken, facts = _taken(members, CORRECTED, signature_holds)
    keys.require(taken.origin, taken.public_key, taken.at)
    if not set(members["told"]) >= _SAID_OF_CORRECTIONS:
        raise Invalid("receipt.incomplete", field="correction")
    if facts.get("corrects") != corrects or facts.get("content") != _content(members["told"], "correction"):
        raise Invalid("receipt.content_altered", field="correction")
    return CorrectionProof(**vars(taken), told=members["told"])


def _proof(kept: Kept, origin: str) -> dict[str, Any]:
    entry = kept.entry
    promise = {"at": entry.at, "origin": origin, "public_key": kept.key, "signature": entry.promise}
    return {"entry": entry.body, "salt": entry.salt, "promise": promise}


def _read(data: bytes) -> dict[str, Any]:
    try:
        members = canonical.decode(data)
        known = members["format"] == FORMAT
        complete = set(members) >= _MEMBERS
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise Invalid("receipt.not_a_receipt") from fault
    if not known:
        raise Invalid("receipt.unknown_format", format=tellable(members["format"])[:40])
    if not complete or not isinstance(members["record"], dict):
        raise Invalid("receipt.incomplete", field="record" if complete else "")
    return dict(members)


def _taken(
    members: Mapping[str, Any], kind: str, signature_holds: SignatureCheck
) -> tuple[Taken, Mapping[str, Any]]:
    """Return what the entry among the members proves, and its facts; the promise is checked first."""
    if "promise" not in members:
        raise Invalid("receipt.incomplete", field="promise")
    promise = promise_of(members)
    opened = open_body(bytes_of(members, "salt"), bytes_of(members, "entry"))
    if not promise.holds(opened.commitment, signature_holds):
        raise Invalid("receipt.promise_invalid", field="promise")
    facts = _facts(opened, kind, promise.at)
    taken = Taken(
        at=promise.at, origin=promise.origin, public_key=promise.public_key, commitment=opened.commitment
    )
    return taken, facts


def _facts(opened: Opened, kind: str, at: datetime) -> Mapping[str, Any]:
    body = opened.body or {}
    facts = body.get("facts")
    if not isinstance(facts, dict):
        raise Invalid("receipt.incomplete", field="entry")
    if (body.get("kind"), opened.link.at) != (kind, at):
        raise Invalid("receipt.number_or_time_altered", field="entry")
    return facts


def _tells(record: Mapping[str, Any]) -> bool:
    duty = record.get("duty")
    if not isinstance(duty, dict) or not (set(record) >= _SAID and set(duty) >= _SAID_OF_DUTIES):
        return False
    words = (duty["title"], duty["article"], record["explained"])
    return all(isinstance(one, dict) and {"zh", "en"} <= set(one) for one in words)


def _content(told: Mapping[str, Any], field: str) -> str:
    try:
        return base64.b64encode(content_of(told)).decode()
    except (RecursionError, TypeError, ValueError) as fault:  # it holds what canonical bytes cannot
        raise Invalid("receipt.content_altered", field=field) from fault
