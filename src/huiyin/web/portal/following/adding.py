"""Files added later: sealed under the matter's own key while they arrive, laid ready, then added at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import house, replies, trays
from huiyin.prepare.evidence import Staging
from huiyin.queries.outreach import own_story
from huiyin.queries.outreach.following import Following
from huiyin.rules.lifecycle.steps import require_step
from huiyin.web.portal.following import sessions
from huiyin.web.portal.following.acts import Act, read
from huiyin.web.portal.following.shown_files import files_shown
from huiyin.web.shared.laying import lay, lying
from huiyin.web.shared.tus.protocol import speaks_tus
from huiyin.web.shared.tus.serving import begun
from huiyin.web.shared.tus.shown import stopped
from huiyin.web.shared.uploads import SealingHandler


class RefusedFiles(Invalid):
    """Some files could not be taken; the others were added."""

    def __init__(self, sentences: list[str]) -> None:
        """`sentences` say for each file what is wrong; they are shown, never logged."""
        super().__init__("evidence.refused", field="files")
        self.sentences = sentences


def _to_add(followed: Following, _typed: Mapping[str, str]) -> dict[str, Any]:
    require_step(followed.matter, "add_evidence")
    story = own_story.own_story(followed.petition)
    ready = lying(replies.giver_of(followed.petition), clock.now())
    address = reverse("follow_uploads")
    return {"files": files_shown(story), "multipart": True, "uploads_address": address, **ready}


def _add_files(request: HttpRequest, followed: Following) -> None:
    """Add all files that lie ready and those of the request, or say which could not be taken."""
    at, giver = clock.now(), replies.giver_of(followed.petition)
    refused = lay(request, giver, at)
    if not refused or trays.read(giver, at).files:
        replies.add_files(followed.petition, at=at)
    if refused:
        raise RefusedFiles(refused)


def taken_away(request: HttpRequest, petition: PetitionId) -> HttpResponse | None:
    """Take an upload or a file off the tray when that is what was pressed, and return the way back."""
    if request.method != "POST" or not stopped(request, replies.giver_of(petition), clock.now()):
        return None
    return HttpResponseRedirect(reverse("follow_files"))


@speaks_tus("POST")
def begin_upload(request: HttpRequest) -> HttpResponse:
    """Begin an upload for the matter that this device follows."""
    petition = sessions.petition_of(request)
    if petition is None:
        raise Invalid("evidence.no_session", field="files")
    require_step(read(petition).matter, "add_evidence")
    return sessions.kept_open(begun(request, replies.giver_of(petition)), petition)


def take_files(request: HttpRequest) -> FileUploadHandler:
    """Return who seals the files of this request; without a session none is taken."""
    at: datetime = clock.now()

    def begin(name: str, count: int) -> Staging:  # noqa: ARG001  the door counts all files of the matter
        petition = sessions.petition_of(request)
        if petition is None:
            raise Invalid("evidence.no_session", field="files")
        return Staging(name, store=house.store(), data_key=replies.key_of(petition), at=at)

    return SealingHandler(request, begin)


FILES = Act(name="files", template="portal/follow_files.html", about=_to_add, perform=_add_files)
