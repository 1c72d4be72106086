"""Files of the evidence page: taken in, refused with a reason, taken out again."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.prepare import drafts, house
from huiyin.prepare.evidence import Staging
from huiyin.vault import kinds
from huiyin.web.portal import writing
from huiyin.web.portal.pages import Page, Trouble
from huiyin.web.portal.writing import Writing
from huiyin.web.shared.laying import lay
from huiyin.web.shared.tus.protocol import speaks_tus
from huiyin.web.shared.tus.serving import begun
from huiyin.web.shared.tus.shown import stop, take_off

ANCHOR = "id_files"


def begin(request: HttpRequest, name: str, count: int) -> Staging:
    """Start to seal a file for the draft of this device; raise Invalid when there is none, or no room."""
    at: datetime = clock.now()
    held = _open(request, at)
    kinds.require_count(len(held.draft.files) + count + 1)
    return Staging(name, store=house.store(), data_key=drafts.data_key(held.draft), at=at)


@speaks_tus("POST")
def begin_upload(request: HttpRequest) -> HttpResponse:
    """Begin an upload for the draft of this device."""
    held = _open(request, clock.now())
    return begun(request, drafts.giver(held.draft))


def received(page: Page) -> Page:
    """Put the files that came with the request into the draft; note those that were refused."""
    refused = lay(page.request, drafts.giver(page.writing.draft), page.writing.at)
    troubles = [Trouble(ANCHOR, sentence) for sentence in refused]
    return page.noting(troubles=troubles) if troubles else page


def removed(page: Page, file: str) -> Page:
    """Take a file out of the draft; its sealed bytes go with the next sweep."""
    take_off(drafts.giver(page.writing.draft), file, page.writing.at)
    return page


def stopped(page: Page, secret: str) -> Page:
    """Stop an upload of the draft."""
    stop(drafts.giver(page.writing.draft), secret, page.writing.at)
    return page


def _open(request: HttpRequest, at: datetime) -> Writing:
    held = writing.found(request, at)
    if held is None or held.draft.receipt is not None:
        raise Invalid("evidence.no_draft", field="files")
    return held
