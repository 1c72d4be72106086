"""`POST /api/v1/petitions/query`: how a matter stands, for whoever holds its number and query code."""

import math
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from huiyin.kernel import canonical, clock
from huiyin.kernel.errors import Invalid, Refused, Unknown
from huiyin.kernel.ids import PetitionId, named_id
from huiyin.prepare import nonresponse, passes
from huiyin.queries.outreach import following
from huiyin.queries.outreach.following import Following
from huiyin.queries.outreach.own_records import OwnRecord, own_records
from huiyin.rules.statute.asking import explained
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.wording import explain_text
from huiyin.web.api.answering import named
from huiyin.web.api.receiving import JSON, parsed
from huiyin.web.api.shapes import QuerySent, check_members

# Asked for in place of a petition that was not found: both answers take the same statements.
NOBODY = PetitionId(named_id("no petition"))


def follow(request: HttpRequest) -> HttpResponse:
    """Answer with state, clocks and documents; the same answer for an unknown number and a wrong code."""
    if request.content_type != JSON:
        raise Invalid("api.unsupported_type")
    sent = parsed(request.body)
    check_members(sent, QuerySent)
    at = clock.now()
    entry = passes.enter(
        _text(sent, "number"),
        _text(sent, "query_code"),
        client=request.META.get("REMOTE_ADDR", ""),
        at=at,
    )
    if entry.wait:
        raise Refused("petition.wait", seconds=math.ceil(entry.wait.total_seconds()))
    found = following.following(entry.petition or NOBODY, at=at)
    if found is None:
        raise Unknown("petition.not_found")
    return HttpResponse(orjson.dumps(_told(found, at)), content_type=JSON)


def _text(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str):
        raise Invalid("answers.not_a_text", field=name)
    return value


def _told(found: Following, at: datetime) -> dict[str, Any]:
    lead = found.lead or found.bureau
    plain: dict[str, Any] = canonical.plain(
        {
            "number": found.number,
            "state": found.state,
            "class": found.klass,
            "filed_at": found.filed_at,
            "demo": found.demo,
            "erased_at": found.erasure.decided_at if found.erasure else None,
            "office": vars(named(lead, at)),
            "bureau": vars(named(found.bureau, at)),
            "documents": [vars(document) for document in found.documents],
        }
    )
    records = [_record(one, found.petition) for one in own_records(found.petition)]
    return {**plain, "clocks": [_clock(one) for one in found.clocks], "records": records}


def _record(one: OwnRecord, petition: PetitionId) -> dict[str, Any]:
    tongue = "en" if _language() == "en" else "zh"
    duty = one.statement["duty"]
    plain: dict[str, Any] = canonical.plain(
        {
            "record": one.position,
            "rule": duty["rule"],
            "title": duty["title"][tongue],
            "article": duty["article"]["zh"],
            "binding_on": one.statement["binding_on"],
            "recorded_at": one.recorded_at,
            "answered_late_on": one.answered_late_on,
            "corrected_at": one.corrected_at,
            "correction": one.correction["reason"] if one.correction else None,
            "remedies": [remedy[tongue] for remedy in one.statement["remedies"]],
            "file": nonresponse.record_file(petition, one.position),
        }
    )
    return plain


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def _clock(one: Clock) -> dict[str, Any]:
    language = _language()
    title, explanation = one.reckoning.rule.title, one.explanation
    plain: dict[str, Any] = canonical.plain(
        {
            "rule": one.rule_id,
            "title": title.en if language == "en" else title.zh,
            "article": one.article,
            "kind": one.kind,
            "duty_of": one.duty_of,
            "office": one.office,
            "started_on": one.started_on,
            "warn_on": one.warn_on,
            "binding_on": one.binding_on,
            "state": one.state,
            "met_on": one.met_on,
            "explanation": explain_text(explanation, language),
        }
    )
    return {**plain, "explained": explained(explanation)}
