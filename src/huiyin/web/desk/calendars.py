"""Calendar subscription: the addresses of one's own post, made, shown once, and revoked."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel.errors import Conflict, Unknown
from huiyin.prepare import feeds
from huiyin.queries.outreach.feeds import feeds_of_post
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import NOWHERE, require
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.shared import feed_address


@require_http_methods(["GET", "POST"])
@at_desk
def subscriptions(request: DeskRequest) -> HttpResponse:
    """Show the open calendars of this post; open one more, or close one."""
    require(request.actor, Permission.PEOPLE_FEED_KEEP, NOWHERE)
    if request.method != "POST":
        return _shown(request)
    if request.POST.get("go") == "revoke":
        return _revoked(request)
    try:
        spoken = feed_address.language()
        secret = feeds.make_for_post(request.actor, request.post.id, language=spoken, at=request.at)
    except Conflict:
        messages.error(
            request, _("Five addresses are open already. Please revoke one that you no longer use.")
        )
        return HttpResponseRedirect(reverse("desk-calendar"))
    return _shown(request, feed_address.address_of(secret))


def _revoked(request: DeskRequest) -> HttpResponse:
    try:
        feed = feed_address.chosen(request)
        feeds.revoke_of_post(request.actor, feed, at=request.at)
        messages.success(request, _("The address is revoked. Whoever asks for it gets nothing from now on."))
    except Unknown:
        messages.info(request, _("This address was revoked already."))
    return HttpResponseRedirect(reverse("desk-calendar"))


def _shown(request: DeskRequest, made: str = "") -> HttpResponse:
    context = {"feeds": feeds_of_post(request.reader, request.post.id), "made": made}
    return render(request, "desk/calendar.html", context)
