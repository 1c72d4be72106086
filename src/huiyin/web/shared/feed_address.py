"""The secret address of a calendar, told once to the one who made it."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from huiyin.kernel.errors import Unknown
from huiyin.web.shared.wording import standard


def address_of(secret: str) -> str:
    """Return the address under which a calendar program finds the calendar."""
    return f"{settings.HUIYIN_ENV.public_url}{reverse('calendar', args=[f'{secret}.ics'])}"


def language() -> str:
    """Return the language in which a calendar made now is written."""
    return standard()


def chosen(request: HttpRequest) -> UUID:
    """Return which calendar a form names; Unknown ``feed.unknown`` when it names none."""
    try:
        return UUID(request.POST.get("feed", ""))
    except ValueError as fault:
        raise Unknown("feed.unknown") from fault
