"""Which document a step served on the person: by itself, or along with the deed that issued it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.clock import local_date
from huiyin.queries.outreach.following import Following
from huiyin.queries.outreach.history import Taken
from huiyin.web.portal.following.words import DOCUMENTS, WAYS_SERVED

SERVED = "petition.document_served"
PORTAL = "portal"
# Notices that go out with the deed itself when the person agreed to electronic service.
_NOTICE_OF: Mapping[str, str] = {
    "petition.accepted": "acceptance",
    "petition.redirected": "route_notice",
    "petition.declined": "declination",
    "petition.deadline_extended": "extension",
}


@dataclass(frozen=True)
class Served:
    """A document as the line tells of it; without an address it was destroyed with the content."""

    name: str
    words: str
    address: str


def served_by(step: Taken, followed: Following) -> Served | None:
    """Return the document that this step served; None when it served none."""
    kind = step.facts["kind"] if step.kind == SERVED else _NOTICE_OF.get(step.kind)
    wanted = (kind, step.facts.get("way", PORTAL), step.office, day_of(step))
    for place, one in enumerate(followed.documents, start=1):
        if (one.kind, one.way, one.office, one.served_on) == wanted:
            address = "" if followed.erasure else reverse("follow_document", args=[place])
            return Served(
                name=str(DOCUMENTS[one.kind]), words=service_words(one.kind, one.way), address=address
            )
    return None


def service_words(kind: str, way: str) -> str:
    """Return the sentence of a service."""
    told = {"document": str(DOCUMENTS.get(kind, kind)), "way": str(WAYS_SERVED.get(way, ""))}
    return _("%(document)s served on you %(way)s.") % told


def day_of(step: Taken) -> date:
    """Return the day of a step: for a service the day on which it was served."""
    served = step.facts.get("served_on")
    return date.fromisoformat(served) if served else local_date(step.at)
