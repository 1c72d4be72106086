"""The files of one's own matter, given back and played.

A file is named by its place among those of the matter that this device follows: nobody can name another's.
"""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.kernel.ids import PetitionId
from huiyin.prepare import opening
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.queries.outreach.own_papers import own_file
from huiyin.web.portal.following import entering, sessions
from huiyin.web.shared.ranges import PLAYED, Given, give


@require_safe
def file(request: HttpRequest, place: int) -> HttpResponseBase:
    """Give a file back as it came, whole or a part of it."""
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request)
    return sessions.kept_open(give(request, _given(_found(petition, place))), petition)


@require_safe
def played(request: HttpRequest, place: int) -> HttpResponseBase:
    """Give sound or video to the page that plays it, at whatever place it asks for."""
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request)
    return sessions.kept_open(give(request, _given(_found(petition, place)), play=True), petition)


@require_safe
def player(request: HttpRequest, place: int) -> HttpResponse:
    """Play sound or video; only what is heard or seen is opened."""
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request)
    found = _found(petition, place)
    if not found.kind.startswith(PLAYED):
        raise Http404
    context = {"file": found, "place": place, "seen": found.kind.startswith("video/")}
    return sessions.kept_open(render(request, "portal/follow_player.html", context), petition)


def _found(petition: PetitionId, place: int) -> SealedObject:
    found = own_file(petition, place)
    if found is None:
        raise Http404
    opening.require_clean(found)
    return found


def _given(found: SealedObject) -> Given:
    return Given(
        id=found.id,
        name=found.name,
        kind=found.kind,
        size=found.size,
        pieces=partial(opening.evidence, found),
    )
