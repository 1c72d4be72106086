"""The forms of what a petitioner can do while following: one page each."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huiyin.web.portal.following import adding, doing, entering, sessions, stating
from huiyin.web.portal.following.acts import Act

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def rate(request: HttpRequest) -> HttpResponse:
    """Rate bureau and office."""
    return _form(request, doing.RATE)


@require_http_methods(METHODS)
def review(request: HttpRequest) -> HttpResponse:
    """Ask for a review."""
    return _form(request, doing.REVIEW)


@require_http_methods(METHODS)
def person(request: HttpRequest) -> HttpResponse:
    """Ask that a person decides where the matter goes."""
    return _form(request, doing.PERSON)


@require_http_methods(METHODS)
def files(request: HttpRequest) -> HttpResponse:
    """Add files."""
    petition = sessions.petition_of(request)
    taken_away = adding.taken_away(request, petition) if petition else None
    if petition and taken_away:
        return sessions.kept_open(taken_away, petition)
    return _form(request, adding.FILES)


@require_http_methods(METHODS)
def statement(request: HttpRequest) -> HttpResponse:
    """Add a witness statement."""
    return _form(request, stating.STATEMENT)


files.takes_files = adding.take_files  # type: ignore[attr-defined]  # read by web.shared.uploads


def _form(request: HttpRequest, act: Act) -> HttpResponse:
    petition = sessions.petition_of(request)
    if petition is None:
        return entering.expired(request, act.name)
    answer = act.done if request.method == "POST" else act.asked_again
    return sessions.kept_open(answer(request, petition), petition)
