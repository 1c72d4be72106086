"""The receipt: on the page, as a file that proves itself, and on paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.kernel import clock
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import paper
from huiyin.queries.outreach.following import Following, following
from huiyin.rules.receipt import format as receipt_format
from huiyin.rules.receipt.compact import write_compact
from huiyin.web.portal import due, places, writing
from huiyin.web.portal.writing import Writing

View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Filed:
    """A draft that was filed: its receipt's bytes and the matter as it stands."""

    held: Writing
    data: bytes
    followed: Following

    @property
    def file_name(self) -> str:
        """The name under which the receipt is saved."""
        return f"huiyin-{self.held.draft.number}"


def qr(text: str, *, error: str = "m") -> SafeString:
    """Return a QR code as inline SVG, without colours of its own beyond black on white."""
    drawn = segno.make(text, error=error).svg_inline(border=1, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308  drawn by us: paths only, no text


def follow_address(number: str, code: str) -> str:
    """Return the address of the follow page; number and code stand behind #, which no server ever sees."""
    return f"{settings.HUIYIN_ENV.public_url}/follow/#{number}.{code}"


def proof_address(receipt: Mapping[str, Any]) -> str:
    """Return the address under which anybody can check number, time and content hash of a receipt."""
    return f"{settings.HUIYIN_ENV.public_url}{reverse('verify')}#{write_compact(receipt)}"


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the receipt of what this device has filed."""
    filed = _filed(request)
    if filed is None:
        return HttpResponseRedirect(reverse("file"))
    return render(request, "portal/receipt.html", _context(filed))


@require_safe
def receipt_file(request: HttpRequest) -> HttpResponse:
    """Give the receipt as a file; its bytes prove themselves."""
    filed = _filed(request)
    if filed is None:
        return HttpResponseRedirect(reverse("file"))
    return _download(filed.data, "application/json", f"{filed.file_name}.json")


@require_safe
def receipt_paper(request: HttpRequest) -> HttpResponse:
    """Give the receipt as PDF."""
    filed = _filed(request)
    if filed is None:
        return HttpResponseRedirect(reverse("file"))
    draft = filed.held.draft
    sheet = paper.ReceiptPaper(
        receipt=filed.data,
        code=draft.code,
        followed=filed.followed,
        place=places.full_name(filed.followed.division),
        public_url=settings.HUIYIN_ENV.public_url,
        qr=follow_address(draft.number, draft.code),
        proof_address=proof_address(receipt_format.read(filed.data)),
    )
    return _download(paper.print_receipt(sheet, due.spoken()), "application/pdf", f"{filed.file_name}.pdf")


def _filed(request: HttpRequest) -> Filed | None:
    held = writing.found(request, clock.now())
    if held is None or held.draft.receipt is None:
        return None
    followed = following(PetitionId(held.draft.id), at=held.at)
    if followed is None:
        raise Unknown("petition.unknown")
    return Filed(held, held.draft.receipt, followed)


def _context(filed: Filed) -> dict[str, Any]:
    draft, followed = filed.held.draft, filed.followed
    plain = receipt_format.read(filed.data)
    return {
        "draft": draft,
        "followed": followed,
        "filed": plain["filed"],
        "bureau": places.office_name(followed.bureau),
        "lead": places.office_name(followed.lead) if followed.lead else "",
        "dues": due.dues(followed, today=clock.local_date(filed.held.at)),
        "qr": qr(follow_address(draft.number, draft.code)),
        "proof_qr": qr(proof_address(plain), error="l"),  # much in it: the fewer modules, the better it reads
        "fixed": True,
        "stamp": _("Taken in"),
    }


def _download(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
