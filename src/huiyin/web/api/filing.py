"""`POST /api/v1/petitions`: a filing by a program, sealed and carried out like one on the pages."""

from datetime import datetime
from http import HTTPStatus

import orjson
from django.http import HttpRequest, HttpResponse

from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.command import Actor, ActorKind, Entry
from huiyin.kernel.errors import Conflict, HuiyinError, Invalid
from huiyin.prepare import answers, evidence, house, receipts
from huiyin.prepare.envelopes import Opened
from huiyin.prepare.filing import prepare, what_is_filed
from huiyin.queries.intake.filed import filed
from huiyin.rules.access.roles import Role
from huiyin.web.api import answering
from huiyin.web.api.receiving import Received, parts_of, received

FILER = Actor(kind=ActorKind.PETITIONER, role=Role.PUBLIC.value)


def file(request: HttpRequest) -> HttpResponse:
    """Take in a filing; one repeated under its Idempotency-Key gets the answer of the first again."""
    parts = parts_of(request)
    opened = parts.opened()
    sent = received(request, parts)
    at = clock.now()
    receipt, entry = _carried_out(sent, opened, at)
    plain = answering.filed(opened.envelope.code, receipt, entry, now=at)
    return HttpResponse(orjson.dumps(plain), status=HTTPStatus.CREATED, content_type="application/json")


def _carried_out(sent: Received, opened: Opened, at: datetime) -> tuple[bytes, Entry]:
    try:
        typed = answers.read(sent.plain)
        prepared = prepare(typed, sent.files, opened.envelope, at=at, key=opened.data_key)
        outcome = door.execute(prepared.command, actor=FILER, at=at)
        return receipts.receipt_of(prepared, outcome), outcome.entry
    except HuiyinError as error:
        # Nothing was written now, so that no row names these files; an earlier filing has its own.
        evidence.discard(sent.files, store=house.store())
        if not isinstance(error, Conflict):
            raise
    return _filed_before(sent, opened)


def _filed_before(sent: Received, opened: Opened) -> tuple[bytes, Entry]:
    """Return receipt and entry of the first request, when this one files the same."""
    what = what_is_filed(answers.read(sent.plain), sent.files)
    receipt = receipts.receipt_again(opened.envelope.petition, what)
    before = filed(opened.envelope.petition)
    if receipt is None or before is None:
        raise Conflict("idempotency.in_progress")
    try:
        receipts.verify(receipt)
    except Invalid as fault:
        raise Invalid("idempotency.other_content", field="Idempotency-Key") from fault
    return receipt, before.entry
