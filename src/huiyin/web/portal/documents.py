"""Documents that were served, and who opened the file, as the follow page lists them."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.queries.outreach.following import Following
from huiyin.web.portal import places

KINDS: dict[str, str | Promise] = {
    "acceptance": _("Notice of acceptance"),
    "route_notice": _("Notice of the lawful procedure"),
    "declination": _("Notice that the matter is not accepted"),
    "extension": _("Notice that the time is extended"),
    "opinion": _("Handling opinion"),
    "duty_reply": _("Decision or answer on the statutory duty"),
    "reply": _("Reply"),
    "review": _("Review opinion"),
    "reexamination": _("Re-examination opinion"),
}
OTHER = _("Document")
ROLES: dict[str, str | Promise] = {
    "reception": _("reception"),
    "dispatcher": _("dispatcher"),
    "handler": _("handler"),
    "head": _("head of the office"),
    "reviewer": _("reviewer"),
    "inspector": _("inspector"),
    "auditor": _("auditor"),
}


@dataclass(frozen=True)
class Listed:
    """A document on the page."""

    title: str
    number: str
    office: str
    served_on: date


@dataclass(frozen=True)
class Opened:
    """Who opened the file: office and post, never a name."""

    office: str
    role: str
    day: date


def listed(followed: Following) -> list[Listed]:
    """Return the documents served, in order."""
    return [
        Listed(str(KINDS.get(one.kind, OTHER)), one.number, places.office_name(one.office), one.served_on)
        for one in followed.documents
    ]


def openings(followed: Following) -> list[Opened]:
    """Return who opened story, identity or files, and when."""
    return [
        Opened(places.office_name(one.office), str(ROLES.get(one.role, one.role)), one.day)
        for one in followed.openings
    ]
