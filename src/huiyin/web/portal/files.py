"""Files of the evidence page: taken in, refused with a reason, taken out again."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.prepare import drafts, house
from huiyin.prepare.evidence import Staging
from huiyin.vault import kinds
from huiyin.web.portal import writing
from huiyin.web.portal.pages import Page, Trouble
from huiyin.web.shared.uploads import SealedUpload, SealingHandler
from huiyin.web.shared.words import say

ANCHOR = "id_files"


def begin(request: HttpRequest, name: str, count: int) -> Staging:
    """Start to seal a file for the draft of this device; raise Invalid when there is none, or no room."""
    at: datetime = clock.now()
    held = writing.found(request, at)
    if held is None or held.draft.receipt is not None:
        raise Invalid("evidence.no_draft", field="files")
    kinds.require_count(len(held.draft.files) + count + 1)
    return Staging(name, store=house.store(), data_key=drafts.data_key(held.draft), at=at)


def received(page: Page) -> Page:
    """Put the files that came with the request into the draft; note those that were refused."""
    staged = [file.staged for file in page.request.FILES.getlist("files") if isinstance(file, SealedUpload)]
    refused = [
        Trouble(ANCHOR, f"{one.name}: {say(one.fault)}")
        for handler in page.request.upload_handlers
        if isinstance(handler, SealingHandler)
        for one in handler.refused
    ]
    added = page.with_draft(page.writing.draft.with_files(*staged)) if staged else page
    return added.noting(troubles=refused) if refused else added


def removed(page: Page, file: str) -> Page:
    """Take a file out of the draft; its sealed bytes go with the next sweep."""
    known = {str(one.id) for one in page.writing.draft.files}
    return page.with_draft(page.writing.draft.without_file(UUID(file))) if file in known else page
