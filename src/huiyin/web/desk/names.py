"""Names of offices, places and topics, and days, in the reader's language."""

from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.kernel.errors import Unknown
from huiyin.rules.routing.divisions import lineage
from huiyin.rules.routing.offices import office
from huiyin.rules.routing.topics import topic


def spoken() -> str:
    """Return the language in which rules tell their sentences to this reader."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def office_name(number: int | None) -> str:
    """Return an office's name; its number when it is not in the table."""
    if number is None:
        return ""
    try:
        found = office(number)
    except Unknown:
        return str(number)
    return found.name_en if spoken() == "en" else found.name


def place_name(code: int) -> str:
    """Return a division's name below the province, such as 成都市锦江区; the province's own at the top."""
    try:
        line = lineage(code)
    except Unknown:
        return str(code)
    below = line[1:] or line
    if spoken() == "en":
        return ", ".join(place.name_en for place in reversed(below))
    return "".join(place.name for place in below)


def topic_name(name: str | None) -> str:
    """Return a topic's name; nothing when there is none."""
    if not name:
        return ""
    try:
        found = topic(name)
    except Unknown:
        return name
    return found.en if spoken() == "en" else found.zh


def days_text(day: date, today: date) -> str:
    """Return how far off a day is, in words."""
    left = (day - today).days
    if left > 0:
        return ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
    if left == 0:
        return _("due today")
    return ngettext("%(days)s day over", "%(days)s days over", -left) % {"days": -left}
