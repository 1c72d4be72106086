"""What every template knows: language, large type, and whether the clock of a demonstration is moved."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from huiyin.kernel import clock
from huiyin.web.shared.cookies import ELDER
from huiyin.web.shared.wording import SICHUANESE, STANDARD, offered

_TAGS = {STANDARD: "zh-Hans", SICHUANESE: "zh-Hans-x-sichuan"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the base page."""
    code = get_language() or settings.LANGUAGE_CODE
    moved = clock.is_moved()
    return {
        "elder": is_elder(request),
        "languages": offered(request),
        "page_language": _TAGS.get(code, code),
        "demo": moved,
        "demo_day": clock.local_date(clock.now()) if moved else None,
    }


def is_elder(request: HttpRequest) -> bool:
    """True when this device asked for large type."""
    return request.COOKIES.get(ELDER) == "on"
