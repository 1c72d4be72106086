"""Every official document of a petition, and `render`, which sets one after GB/T 9704-2012."""

from typing import Any

from huiyin.adapters.typesetting.duty import DutyReply, Enforcement
from huiyin.adapters.typesetting.imported import ImportedReply
from huiyin.adapters.typesetting.layout import Document, Layout
from huiyin.adapters.typesetting.notices import AcceptanceNotice, ExtensionNotice, TransferNotice
from huiyin.adapters.typesetting.opinion import Answer, Opinion, Result
from huiyin.adapters.typesetting.press import Printed, draw, press
from huiyin.adapters.typesetting.referrals import DeclineNotice, DeclineReason, RouteNotice
from huiyin.adapters.typesetting.reply import Reply
from huiyin.adapters.typesetting.service import ProofOfService, ServiceWay
from huiyin.adapters.typesetting.wording import chinese_date

__all__ = [
    "AcceptanceNotice",
    "Answer",
    "DeclineNotice",
    "DeclineReason",
    "Document",
    "DutyReply",
    "Enforcement",
    "ExtensionNotice",
    "ImportedReply",
    "Opinion",
    "Printed",
    "ProofOfService",
    "Reply",
    "Result",
    "RouteNotice",
    "ServiceWay",
    "TransferNotice",
    "draw_document",
    "print_document",
    "render",
]

_WORDS = {"demo": "演示", "demo_line": "演示文书，不具有法律效力", "copies": "抄送："}
_DRAFT_WORDS = {**_WORDS, "demo": "草稿", "demo_line": "草稿，尚未签发，不具有法律效力"}


def render(document: Document) -> bytes:
    """Return `document` as PDF/A-2a and PDF/UA-1; the same document gives the same bytes."""
    return print_document(document).pdf


def print_document(document: Document) -> Printed:
    """Return `document` as PDF/A-2a together with the characters for which no font has a glyph."""
    return press("paper.typ", _data(document), at=document.issued_at, own=_own(document))


def draw_document(document: Document) -> tuple[bytes, ...]:
    """Return the pages of `document` as SVG pictures."""
    return draw("paper.typ", _data(document), own=_own(document))


def _own(document: Document) -> dict[str, Any]:
    return {"words": _DRAFT_WORDS if document.draft else _WORDS}


def _data(document: Document) -> dict[str, Any]:
    form = document.LAYOUT is Layout.FORM
    return {
        "layout": document.LAYOUT.value,
        "title": document.title,
        "issuer": document.issuer.strip(),
        "number": document.number,
        "addressee": "" if form else document.addressee.strip(),
        "date": chinese_date(document.issued_on),
        "blocks": [{"kind": b.kind, "text": b.text, "lead": b.lead, "rows": b.rows} for b in document.body()],
        "notes": document.notes(),
        "copies": document.copied_to,
        "demo": document.demo or document.draft,
    }
