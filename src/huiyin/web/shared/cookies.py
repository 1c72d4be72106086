"""The few cookies of the public pages: language, large type, and the way back to a draft. No other."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)
DRAFT = "huiyin_draft"
ELDER = "huiyin_elder"
YEAR = 365 * 24 * 3600


def keep(response: Answer, name: str, value: str, seconds: int = YEAR) -> Answer:
    """Set a cookie that no script and no other site can read."""
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def forget(response: HttpResponse, name: str) -> HttpResponse:
    """Remove a cookie."""
    response.delete_cookie(name, samesite="Lax")
    return response
