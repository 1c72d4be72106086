"""Papers for the petitioner: the receipt as PDF, from its bytes and the matter as it stands."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from huiyin.adapters.typesetting.receipt import ReceiptClock, ReceiptFile, ReceiptSheet, render_receipt
from huiyin.adapters.typesetting.receipt_words import Language
from huiyin.queries.outreach.following import Following
from huiyin.rules.receipt import format as receipt_format
from huiyin.rules.receipt.commitment import open_body
from huiyin.rules.routing.offices import office
from huiyin.rules.statute.clocks import Clock, State
from huiyin.rules.statute.packs.shape import Kind
from huiyin.rules.statute.reckoning import PEOPLE
from huiyin.rules.statute.wording import explain_text

FINGERPRINT_DIGITS = 32


@dataclass(frozen=True, kw_only=True)
class ReceiptPaper:
    """What a receipt on paper is made of; `place` in words of its language."""

    receipt: bytes
    code: str
    followed: Following
    place: str
    public_url: str
    qr: str
    proof_address: str


def print_receipt(paper: ReceiptPaper, language: str) -> bytes:
    """Return the receipt as PDF; `language` is ``zh-hans`` or ``en``."""
    plain = receipt_format.read(paper.receipt)
    filed, promise, followed = plain["filed"], plain["promise"], paper.followed
    sheet = ReceiptSheet(
        language=Language.ENGLISH if language == "en" else Language.CHINESE,
        issuer=_office(followed.bureau, language),
        number=plain["number"],
        query_code=paper.code,
        filed_at=followed.filed_at,
        petitioner=next((person["name"] for person in filed["persons"] if person["name"]), ""),
        matter=filed["title"],
        place=paper.place + filed["place"],
        office=_office(followed.lead or followed.bureau, language),
        clocks=tuple(_clock(clock, language) for clock in followed.clocks if _is_duty(clock)),
        files=tuple(ReceiptFile(name=f["name"], size=f["size"], sha256=f["sha256"]) for f in filed["files"]),
        log_origin=promise["origin"],
        key_fingerprint=_fingerprint(promise["public_key"]),
        commitment=_commitment(plain),
        qr=paper.qr,
        follow_url=f"{paper.public_url}/follow/",
        proof_address=paper.proof_address,
        demo=plain["demo"],
    )
    return render_receipt(sheet)


def _is_duty(clock: Clock) -> bool:
    open_states = {State.RUNNING, State.SOON, State.OVERDUE}
    return clock.state in open_states and clock.kind is not Kind.WINDOW and clock.duty_of not in PEOPLE


def _clock(clock: Clock, language: str) -> ReceiptClock:
    explanation = clock.explanation
    english = language == "en"
    return ReceiptClock(
        label=explanation.title.en if english else explanation.title.zh,
        due_on=clock.binding_on,
        why=explain_text(explanation, language),
        article=explanation.article.text,
        provisional=clock.provisional is not None,
    )


def _office(number: int, language: str) -> str:
    found = office(number)
    return found.name_en if language == "en" else found.name


def _fingerprint(public_key: str) -> str:
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:FINGERPRINT_DIGITS]


def _commitment(plain: Any) -> str:
    salt, entry = base64.b64decode(plain["salt"]), base64.b64decode(plain["entry"])
    return open_body(salt, entry).commitment.hex()
