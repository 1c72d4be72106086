"""The files of one's own matter as its pages show them: who added each and when, and how it was checked."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.prepare import opening
from huiyin.queries.outreach.own_story import OwnFile, OwnStory
from huiyin.web.portal.following.words import office_name
from huiyin.web.shared.ranges import PLAYED
from huiyin.web.shared.said_of_files import check_of, shown


def files_shown(story: OwnStory | None) -> list[dict[str, Any]]:
    """Return every file with what its petitioner should know of it; its address is empty while it is shut."""
    files = story.files if story else ()
    return [_shown(place, file) for place, file in enumerate(files, start=1)]


def _shown(place: int, file: OwnFile) -> dict[str, Any]:
    opens = opening.is_open(file.seen.verdict)
    return {
        "file": file,
        "by": office_name(file.office) if file.office else _("you"),
        "check": check_of(file.seen),
        "shut": not opens,
        "facts": shown(file.seen.facts) if opens else (),
        "address": reverse("follow_file", args=[place]) if opens else "",
        "player": reverse("follow_player", args=[place]) if opens and file.kind.startswith(PLAYED) else "",
    }
