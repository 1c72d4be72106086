"""The petitioner's own calendar of a matter: an address made, shown once, and revoked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from huiyin.kernel import clock
from huiyin.kernel.errors import Conflict, Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import feeds
from huiyin.queries.outreach.feeds import feeds_of_petition
from huiyin.web.portal.following import entering, sessions
from huiyin.web.shared import feed_address


@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Show the open calendars of this matter; open one more, or close one."""
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request)
    told, made = _done(request, petition) if request.method == "POST" else ("", "")
    context = {"feeds": feeds_of_petition(petition), "made": made, "told": told}
    return sessions.kept_open(render(request, "portal/follow_calendar.html", context), petition)


def _done(request: HttpRequest, petition: PetitionId) -> tuple[str, str]:
    """Carry out what was asked; return what to tell, and the address that was made."""
    at = clock.now()
    if request.POST.get("go") == "revoke":
        return _revoked(request, petition), ""
    try:
        secret = feeds.make_for_petition(petition, language=feed_address.language(), at=at)
    except Conflict:
        return "too_many", ""
    return "made", feed_address.address_of(secret)


def _revoked(request: HttpRequest, petition: PetitionId) -> str:
    try:
        feed = feed_address.chosen(request)
        feeds.revoke_of_petition(petition, feed, at=clock.now())
    except Unknown:
        return "gone"
    return "revoked"
