"""Days and instants in the forms of the house: 2026年5月6日, 6 May 2026."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()


@register.filter
def day(value: date) -> str:
    """Return a calendar day in the reader's language; of an instant, the day by the legal time."""
    here = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_format(here, "j F Y" if _english() else "Y年n月j日")


@register.filter
def moment(value: datetime) -> str:
    """Return an instant to the minute, by the legal time of the place."""
    here = timezone.localtime(value)
    return date_format(here, "j F Y, H:i" if _english() else "Y年n月j日 H:i")


def _english() -> bool:
    return (get_language() or "").startswith("en")
