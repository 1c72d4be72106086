"""Files of a matter as the pages of the desk show them."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Unknown
from huiyin.prepare import opening
from huiyin.queries.handling import story as stories
from huiyin.queries.handling.matter import MatterPage
from huiyin.queries.handling.story import File
from huiyin.vault.kinds import MEDIA, NAMES, extension
from huiyin.web.desk.here import DeskRequest
from huiyin.web.desk.names import office_name
from huiyin.web.shared.ranges import PLAYED
from huiyin.web.shared.said_of_files import check_of, shown


def file_of(request: DeskRequest, page: MatterPage, which: UUID) -> File:
    """Return a file of a matter; raise Refused without the grant of the day, Unknown when there is none."""
    story = stories.story(request.reader, page.matter.id, on=local_date(request.at))
    found = next((one for one in story.files if one.id == which), None)
    if found is None:
        raise Unknown("petition.no_such_part")
    return found


def file_shown(file: File, number: str) -> dict[str, Any]:
    """Return a file of the matter of this number as the list and its own page show it."""
    opens = opening.is_open(file.seen.verdict)
    small = reverse("desk-page", args=[number, file.id, 0]) if opens and 0 in file.seen.pictures else ""
    return {
        "file": file,
        "tells": opens and not file.seen.looked_at and file.kind in opening.TELLING,
        "kind": MEDIA[file.kind].value.upper() if file.kind in MEDIA else file.kind,
        "by": office_name(file.office) if file.office else _("the petitioner"),
        "check": check_of(file.seen),
        "shut": not opens,
        "opens": opens,
        "plays": opens and file.kind.startswith(PLAYED),
        "finding": file.seen.finding,
        "renamed": _renamed(file),
        "facts": shown(file.seen.facts) if opens else [],
        "small": small,
    }


def pages_shown(number: str, file: File) -> list[dict[str, Any]]:
    """Return the pictures of a file's pages; none while it is shut."""
    if not opening.is_open(file.seen.verdict):
        return []
    return [
        {"page": page, "address": reverse("desk-page", args=[number, file.id, page])}
        for page in file.seen.pictures
        if page
    ]


def _renamed(file: File) -> bool:
    kind = MEDIA.get(file.kind)
    claimed = extension(file.name)
    return kind is not None and claimed != "" and claimed not in NAMES[kind].extensions
