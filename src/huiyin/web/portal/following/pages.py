"""The pages of somebody who follows: the matter, its documents, its receipt, and the forms of the acts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel import clock
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import packing, papers, receipts, whole_file
from huiyin.queries.ledger.entries import is_numbered
from huiyin.queries.outreach import history, own_story, sending
from huiyin.queries.outreach.following import Following
from huiyin.queries.outreach.own_executions import own_executions
from huiyin.queries.outreach.own_papers import own_paper
from huiyin.queries.outreach.own_searches import found_by_name
from huiyin.queries.outreach.own_story import OwnStory
from huiyin.queries.oversight.reminders import own_reminder
from huiyin.rules.lifecycle.states import OPEN
from huiyin.rules.statute.wording import absence_text
from huiyin.web.portal import places
from huiyin.web.portal.due import spoken
from huiyin.web.portal.following import entering, sessions, ways
from huiyin.web.portal.following.acts import read
from huiyin.web.portal.following.clock_lines import absence, clock_lines
from huiyin.web.portal.following.echo import echo_line
from huiyin.web.portal.following.head import head
from huiyin.web.portal.following.reminded import reminded
from huiyin.web.portal.following.saving import download
from huiyin.web.portal.following.shown_files import files_shown
from huiyin.web.portal.following.silence import silence_lines
from huiyin.web.portal.following.words import (
    DOCUMENTS,
    ROLES,
    SOUGHT_FOR,
    TOLD,
    WAYS_SERVED,
    office_name,
    told_reasons,
)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and query code, or show the matter that they opened."""
    if request.method == "POST":
        return entering.entered(request)
    petition = sessions.petition_of(request)
    return _shown(request, petition) if petition else entering.asked(request)


def _shown(request: HttpRequest, petition: PetitionId) -> HttpResponse:
    matter, story = read(petition), own_story.own_story(petition)
    context = {**_matter(matter, petition), **_story(matter, petition, story)}
    context["told"] = TOLD.get(request.GET.get("told", ""), "")
    return sessions.kept_open(render(request, "portal/follow.html", context), petition)


@require_safe
def receipt_file(request: HttpRequest) -> HttpResponse:
    """Give the receipt of the filing once more; its bytes prove themselves."""
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request)
    matter, story = read(petition), own_story.own_story(petition)
    data = receipts.own_receipt(petition, story.filed, at=clock.now()) if story else None
    if data is None:
        raise _gone(matter)
    return sessions.kept_open(download(data, "application/json", f"huiyin-{matter.number}.json"), petition)


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """Give the whole file of one's own matter as a ZIP, made while it is sent."""
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request)
    at = clock.now()
    contents = whole_file.of_petitioner(petition, at=at)
    response = StreamingHttpResponse(packing.packed(contents, at=at), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="huiyin-{contents.number}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def document(request: HttpRequest, place: int) -> HttpResponse:
    """Give a document that was served, as PDF; `place` counts them in the order of service, from 1."""
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request)
    served = read(petition).documents
    found = own_paper(petition, served[place - 1].id) if 0 < place <= len(served) else None
    if found is None:
        raise Http404
    name = f"huiyin-{place}-{found.kind}.pdf"
    return sessions.kept_open(download(papers.print_paper(found), "application/pdf", name), petition)


def _matter(matter: Following, petition: PetitionId) -> dict[str, Any]:
    today = clock.local_date(clock.now())
    lacking = absence(matter) if matter.klass is not None else None
    return {
        "followed": matter,
        "head": head(matter, today=today),
        "today": today,
        "lines": echo_line(matter, history.history(petition), today=today),
        "clocks": clock_lines(matter),
        "no_sixty_days": absence_text(lacking, spoken()) if lacking else "",
        "ways": ways.ways(matter),
        "person_way": ways.person_way(matter),
        "remedy": ways.remedy(matter),
        "silences": silence_lines(petition),
        "reminder": reminded(own_reminder(petition, on=today), today),
        "holders": [
            (places.office_name(one.office), one.role)
            for one in matter.parts
            if one.open and matter.state in OPEN
        ],
        "documents": [
            {
                "name": DOCUMENTS.get(one.kind, one.kind),
                "number": papers.full_number(one.office, one.kind, one.number),
                "address": "" if matter.erasure else reverse("follow_document", args=[place]),
                "office": office_name(one.office),
                "served_on": one.served_on,
                "way": WAYS_SERVED.get(one.way, one.way),
            }
            for place, one in enumerate(matter.documents, start=1)
        ],
        "executions": [(office_name(one.office), one) for one in own_executions(petition)],
        "erased_by": office_name(matter.erasure.office) if matter.erasure else "",
        "openings": [
            (one.day, office_name(one.office), ROLES.get(one.role, one.role)) for one in matter.openings
        ],
        "found_by_name": [
            (one.day, office_name(one.office), ROLES.get(one.role, one.role), SOUGHT_FOR[one.purpose])
            for one in found_by_name(petition)
        ],
    }


def _gone(matter: Following) -> Exception:
    return Unknown("petition.erased") if matter.erasure else Http404()


def _story(matter: Following, petition: PetitionId, story: OwnStory | None) -> dict[str, Any]:
    if story is None:
        return {"story": None}
    sent = sending.sent_by_itself(matter)
    return {
        "story": story,
        "files": files_shown(story),
        "reasons": told_reasons(sending.reasons(matter, story)) if sent else [],
        "sent_to": office_name(sent) if sent else "",
        "has_receipt": story.filed is not None,
        "in_log": is_numbered(petition),
    }
