"""Official documents from their sealed content: checked when they are composed, typeset when they are read.

A content is plain data: ``kind``, and the fields of that kind's document (`adapters.typesetting`), dates
as ISO 8601. Number and day of issue are the door's, and stand beside it in the table of documents.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from huiyin.adapters.typesetting import documents
from huiyin.adapters.typesetting.documents import (
    AcceptanceNotice,
    Answer,
    DeclineNotice,
    DeclineReason,
    Document,
    DutyReply,
    Enforcement,
    ExtensionNotice,
    ImportedReply,
    Opinion,
    Reply,
    Result,
    RouteNotice,
)
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import OfficeId
from huiyin.prepare.paper_codes import code_of
from huiyin.queries.handling.story import PaperContent

Content = Mapping[str, Any]
_Fields = dict[str, Any]

_DATES = frozenset({"received_on", "accepted_on", "due_on", "extended_to", "approved_on", "decided_on"})
_LISTS = frozenset({"limits", "legal_basis", "orders"})


def print_paper(paper: PaperContent) -> bytes:
    """Return an issued document as PDF; the same document gives the same bytes."""
    return documents.render(_issued(paper))


def print_draft(content: Content, *, on: date) -> bytes:
    """Return what is not issued yet as PDF, every page marked 草稿."""
    return documents.render(drafted(content, on=on))


def draw_draft(content: Content, *, on: date) -> tuple[bytes, ...]:
    """Return the pages of what is not issued yet as SVG pictures; raise Invalid as `drafted` does."""
    return documents.draw_document(drafted(content, on=on))


def drafted(content: Content, *, on: date) -> Document:
    """Return the document as it would be issued on a day; raise Invalid with the field that is missing."""
    return _document(content, number="", issued_on=on, draft=True)


def full_number(office: OfficeId, kind: str, number: str) -> str:
    """Return the number of a document with the letters of its office, such as 成都环信告〔2026〕12号."""
    return code_of(office, kind) + number


def _issued(paper: PaperContent) -> Document:
    if paper.office is None or paper.issued_on is None:
        raise Unknown("document.not_issued")
    number = full_number(paper.office, paper.kind, paper.number)
    return _document(paper.content, number=number, issued_on=paper.issued_on, draft=False)


def _document(content: Content, *, number: str, issued_on: date, draft: bool) -> Document:
    fields = {name: _typed(name, value) for name, value in content.items() if name != "kind"}
    build = _BUILD[content["kind"]]
    return build({**fields, "number": number, "issued_on": issued_on, "draft": draft})


def _typed(name: str, value: Any) -> Any:
    if name in _DATES and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if name in _LISTS else value


def _decline(fields: _Fields) -> Document:
    return DeclineNotice(**{**fields, "reason": DeclineReason(fields["reason"])})


def _opinion(fields: _Fields) -> Document:
    answers = tuple(Answer(**{**one, "result": Result(one["result"])}) for one in fields["answers"])
    return Opinion(**{**fields, "answers": answers})


def _duty(fields: _Fields) -> Document:
    decisions = tuple(
        Enforcement(**{name: _typed(name, value) for name, value in one.items()})
        for one in fields["decisions"]
    )
    return DutyReply(**{**fields, "decisions": decisions})


_BUILD: Mapping[str, Callable[[_Fields], Document]] = MappingProxyType(
    {
        "acceptance": lambda fields: AcceptanceNotice(**fields),
        "route_notice": lambda fields: RouteNotice(**fields),
        "declination": _decline,
        "extension": lambda fields: ExtensionNotice(**fields),
        "opinion": _opinion,
        "duty_reply": _duty,
        "reply": lambda fields: Reply(**fields),
        "imported_reply": lambda fields: ImportedReply(**fields),
    }
)
