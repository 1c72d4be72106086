"""Files added later: sealed under the matter's own key while they arrive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.prepare import house, replies
from huiyin.prepare.evidence import Staging
from huiyin.queries.outreach import own_story
from huiyin.queries.outreach.following import Following
from huiyin.rules.lifecycle.steps import require_step
from huiyin.web.portal.following import sessions
from huiyin.web.portal.following.acts import Act
from huiyin.web.shared.uploads import SealedUpload, SealingHandler
from huiyin.web.shared.words import say


class RefusedFiles(Invalid):
    """Some files could not be taken; the others wait for nothing: none was added."""

    def __init__(self, sentences: list[str]) -> None:
        """`sentences` say for each file what is wrong; they are shown, never logged."""
        super().__init__("evidence.refused", field="files")
        self.sentences = sentences


def _to_add(followed: Following, _typed: Mapping[str, str]) -> dict[str, Any]:
    require_step(followed.matter, "add_evidence")
    story = own_story.own_story(followed.petition)
    return {"files": story.files if story else (), "multipart": True}


def _add_files(request: HttpRequest, followed: Following) -> None:
    """Add all files of the request, or say which could not be taken."""
    staged = [one.staged for one in request.FILES.getlist("files") if isinstance(one, SealedUpload)]
    refused = [
        f"{one.name}: {say(one.fault)}"
        for handler in request.upload_handlers
        if isinstance(handler, SealingHandler)
        for one in handler.refused
    ]
    if refused and not staged:
        raise RefusedFiles(refused)
    replies.add_evidence(followed.petition, staged, at=clock.now())
    if refused:
        raise RefusedFiles(refused)


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
