"""The record of non-response on paper: what was due, why that day, what it is not, what to do now, its proof.

It looks like a receipt and never like an official document (GB/T 9704): it is none.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.adapters.typesetting.nonresponse_words import WORDS
from huiyin.adapters.typesetting.press import Printed, press
from huiyin.adapters.typesetting.qr import qr_svg
from huiyin.adapters.typesetting.receipt import day_in, instant_in
from huiyin.adapters.typesetting.receipt_words import Language
from huiyin.adapters.typesetting.wording import groups
from huiyin.rules.nonresponse.corrections import still_disputable
from huiyin.rules.receipt.silence import FORMAT, RecordProof

FINGERPRINT_DIGITS = 32
_DEMONSTRATION = "demonstration"
_Row = tuple[str, str, bool]


@dataclass(frozen=True, kw_only=True)
class RecordSheet:
    """A record that has been checked, and the language it is printed in."""

    proof: RecordProof
    language: Language = Language.CHINESE


def render_record(sheet: RecordSheet) -> bytes:
    """Return the record as PDF/A-2a and PDF/UA-1, A4; the same sheet gives the same bytes."""
    return print_record(sheet).pdf


def print_record(sheet: RecordSheet) -> Printed:
    """Return the record together with the characters for which no font has a glyph."""
    proof, words, record = sheet.proof, WORDS[sheet.language], sheet.proof.record
    latest = proof.correction.at if proof.correction else proof.at
    said = _tongue(sheet.language)
    data = {
        "origin": proof.origin,
        "number": proof.number,
        "ordinal": words["ordinal"].format(count=record["record"]),
        "correction": _correction(sheet),
        "statement": _statement(sheet),
        "facts": _facts(sheet),
        "why": record["explained"][said],
        "disclaimer": [words["disclaimer"], *_of_demonstration(record, words)],
        "remedies": [one[said] for one in record["remedies"]] if _disputable(proof) else [],
        "promise": words["promise_text"].format(instant=instant_in(proof.at, sheet.language)),
        "proof": _proof(proof, words),
        "check": words["check"],
        "demo": proof.demo,
    }
    own = {
        "words": words,
        "lang": sheet.language.value,
        "region": "cn" if sheet.language is Language.CHINESE else "gb",
        "page_of": words["page_of"],
        "qr": qr_svg(_qr(proof), title=words["qr"]),
    }
    return press("record.typ", data, at=latest, own=own)


def _disputable(proof: RecordProof) -> bool:
    return still_disputable(proof.correction.told if proof.correction else None)


def _statement(sheet: RecordSheet) -> list[str]:
    words, record = WORDS[sheet.language], sheet.proof.record
    days = {name: _day(record[f"{name}_on"], sheet.language) for name in ("binding", "recorded")}
    told = [words["statement"].format(**days)]
    if record["issued_not_served"]:
        issued = words["comma"].join(_day(one, sheet.language) for one in record["issued_not_served"])
        told.append(words["unserved"].format(days=issued))
    return told


def _facts(sheet: RecordSheet) -> list[tuple[str, str]]:
    words, record, said = WORDS[sheet.language], sheet.proof.record, _tongue(sheet.language)
    duty, office = record["duty"], record["office"]
    rules = words["rules"].format(
        pack=duty["pack"], version=duty["pack_version"], calendar=record["explanation"]["calendar"]
    )
    return [
        (words["duty"], duty["title"][said]),
        (words["article"], duty["article"][said]),
        (words["office"], office[said] if office else words["unnamed"]),
        (words["started"], _day(record["started_on"], sheet.language)),
        (words["binding"], _day(record["binding_on"], sheet.language)),
        (words["calendar"], rules),
    ]


def _correction(sheet: RecordSheet) -> list[str]:
    found = sheet.proof.correction
    if found is None:
        return []
    words, told = WORDS[sheet.language], found.told
    reason = "date_open" if told["reason"] == "date_moved" and told["on"] is None else told["reason"]
    office = told["office"]
    sentence = words[reason].format(
        on=_day(told["on"], sheet.language) if told["on"] else "",
        office=office[_tongue(sheet.language)] if office else words["an_office"],
    )
    day = _day(told["corrected_on"], sheet.language)
    return [words["corrected"].format(day=day), sentence, words["original"]]


def _of_demonstration(record: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    return [words["demonstration"]] if record["duty"]["pack_status"] == _DEMONSTRATION else []


def _proof(proof: RecordProof, words: Mapping[str, str]) -> list[_Row]:
    fingerprint = hashlib.sha256(proof.public_key).hexdigest()[:FINGERPRINT_DIGITS]
    rows: list[_Row] = [
        (words["log"], proof.origin, False),
        (words["key"], groups(fingerprint, 8), True),
        (words["commitment"], groups(proof.commitment.hex(), 8), True),
    ]
    if proof.correction is not None:
        corrected = groups(proof.correction.commitment.hex(), 8)
        rows.append((words["correction_commitment"], corrected, True))
    return rows


def _qr(proof: RecordProof) -> str:
    return f"{FORMAT}\n{proof.number} {proof.record['record']}\n{proof.origin}\n{proof.commitment.hex()}"


def _day(text: str, language: Language) -> str:
    return day_in(date.fromisoformat(text), language)


def _tongue(language: Language) -> str:
    return "en" if language is Language.ENGLISH else "zh"
