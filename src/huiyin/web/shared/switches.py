"""Language and large type: remembered in a cookie, set by plain buttons."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huiyin.web.shared.cookies import ELDER, forget, keep


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show all pages in another language from now on."""
    return speak(_back(request), request.POST.get("language", ""))


@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """Turn large type on or off."""
    return enlarge(_back(request), on=request.POST.get("elder") == "on")


def speak(response: HttpResponse, code: str) -> HttpResponse:
    """Remember a language; one that we do not have changes nothing."""
    known = code in dict(settings.LANGUAGES)
    return keep(response, settings.LANGUAGE_COOKIE_NAME, code) if known else response


def enlarge(response: HttpResponse, *, on: bool) -> HttpResponse:
    """Remember large type, or forget it."""
    return keep(response, ELDER, "on") if on else forget(response, ELDER)


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("back", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return HttpResponseRedirect(target if safe else "/")
