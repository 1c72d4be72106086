"""The session of somebody who follows a matter: a sealed cookie, over after 30 minutes without a request."""

from django.http import HttpRequest, HttpResponse

from huiyin.kernel import clock
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import passes
from huiyin.web.shared import cookies
from huiyin.web.shared.cookies import Answer

COOKIE = "huiyin_follow"
SECONDS = int(passes.LIFETIME.total_seconds())


def petition_of(request: HttpRequest) -> PetitionId | None:
    """Return the matter that this device follows, or None."""
    return passes.check(request.COOKIES.get(COOKIE, ""), clock.now())


def kept_open(response: Answer, petition: PetitionId) -> Answer:
    """Let the session run on for another 30 minutes."""
    token = passes.issue(petition, clock.now())
    return cookies.keep(response, COOKIE, token, SECONDS)


def closed(response: HttpResponse) -> HttpResponse:
    """End the session on this device."""
    return cookies.forget(response, COOKIE)
