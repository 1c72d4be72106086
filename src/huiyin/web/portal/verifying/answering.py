"""The result for a browser without scripts: the same sentences, made here."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from huiyin.kernel.errors import Invalid
from huiyin.prepare.receipts import signature_holds
from huiyin.rules.receipt import format as receipt_format
from huiyin.rules.receipt import silence
from huiyin.rules.receipt.compact import verify_compact
from huiyin.rules.receipt.format import Proof
from huiyin.rules.receipt.logged import Demanded
from huiyin.rules.receipt.silence import RecordProof, is_record
from huiyin.web.portal.verifying.told import AnyProof, Line, OwnKeys, key_texts, told_of
from huiyin.web.portal.verifying.words import ALL, fault_of
from huiyin.web.shared.templatetags.dates import day

_COMPACT = re.compile(
    r"(?:[^\s{]*#)?([A-Za-z0-9_-]+)"
)  # the text of a QR code, or what stands behind # in it


# Of the others it is known that what was filed fits, or that nothing could be read.
NOT_TO_BE_RELIED_ON = {
    "receipt.promise_invalid",
    "receipt.number_or_time_altered",
    "receipt.content_altered",
    "receipt.key_ended",
    "receipt.handover_invalid",
}


def verified(data: bytes, *, at: datetime | None) -> Proof | RecordProof:
    """Return what a file proves; raise Invalid ``receipt.*`` saying what does not hold. `at` is the clock."""
    if is_record(data):
        return silence.verify(data, signature_holds=signature_holds, at=at)
    return receipt_format.verify(data, signature_holds=signature_holds, demanded=Demanded(at=at))


def verified_text(text: str, *, at: datetime | None) -> AnyProof:
    """Return what a text proves: that of a file, or of a QR code; raise Invalid ``receipt.*``."""
    found = _COMPACT.fullmatch(text.strip())
    if found is None:
        return verified(text.encode("utf-8", "replace"), at=at)
    return verify_compact(found[1], signature_holds=signature_holds, at=at)


def answered(check: Callable[[], AnyProof], *, own_keys: OwnKeys) -> dict[str, Any]:
    """Return the result as the page shows it, in the reader's language; `own_keys` are those of this site."""
    try:
        proof = check()
    except Invalid as fault:
        return failed(fault)
    told, keys = told_of(proof, own_keys=own_keys), _keys(proof)
    return {
        "holds": True,
        "head": ALL[told.head],
        "notes": [ALL[name] for name in told.notes],
        "proved": [say(line) for line in told.proved],
        "unproved": [(say(line), keys.get(line.name, [])) for line in told.unproved],
        "filed": [] if not isinstance(proof, Proof) else _filed(proof.filed),
    }


def _filed(filed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was filed, in clear: names and texts."""
    texts = [(str(ALL[f"filed_{name}"]), filed.get(name)) for name in ("title", "text", "request", "place")]
    files = filed.get("files")
    named = [_file(one) for one in files] if isinstance(files, list) else []
    shown = [*texts, (str(ALL["filed_files"]), "\n".join(named))]
    return [(name, text) for name, text in shown if isinstance(text, str) and text]


def _file(file: Any) -> str:
    if not isinstance(file, Mapping):
        return str(file)
    size = str(ALL["bytes"]) % {"size": file.get("size")}
    return f"{file.get('name')} · {size} · {file.get('sha256')}"


def _keys(proof: AnyProof) -> dict[str, list[str]]:
    """Return the keys to be compared, below the line that speaks of them."""
    log = proof.log if isinstance(proof, Proof) else None
    return {
        "key": list(key_texts(proof)),
        "witness_keys": [one.key for one in log.witnesses] if log else [],
    }


def failed(fault: Invalid) -> dict[str, Any]:
    """Return what does not hold, as the page shows it."""
    unreadable = fault.code == "receipt.not_a_receipt"
    name, facts = fault_of(fault)
    return {
        "holds": False,
        "head": ALL["not_one" if unreadable else "fails"],
        "said": str(ALL[name]) % facts,
        "rely": fault.code in NOT_TO_BE_RELIED_ON,
    }


def say(line: Line) -> str:
    """Return a line as a sentence; days and instants in the forms of the language, Beijing time."""
    return str(ALL[line.name]) % _in_words(line.facts)


def _in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    forms = {"at": _moment, "day": _day, "on": _day, "office": _office}
    return {name: forms[name](value) if name in forms else value for name, value in facts.items()}


def _office(value: Any) -> str:
    tongue = "en" if _english() else "zh"
    return str(value.get(tongue, "")) if isinstance(value, Mapping) else str(ALL["an_office"])


def _day(value: Any) -> str:
    try:
        return day(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)


def _moment(value: str | int) -> str:
    at = datetime.fromtimestamp(value, UTC) if isinstance(value, int) else datetime.fromisoformat(value)
    here = timezone.localtime(at)
    return date_format(here, "j F Y, H:i:s" if _english() else "Y年n月j日 H:i:s")


def _english() -> bool:
    return (get_language() or "").startswith("en")
