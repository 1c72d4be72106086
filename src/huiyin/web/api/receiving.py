"""A filing as a program sends it: JSON alone, or parts whose files are sealed while they arrive."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import get_language

from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.prepare import envelopes, evidence, house
from huiyin.prepare.drafts import StagedFile
from huiyin.prepare.envelopes import Opened
from huiyin.prepare.evidence import Staging
from huiyin.vault import kinds
from huiyin.web.api.problems import RefusedFile
from huiyin.web.api.shapes import check_members
from huiyin.web.shared.uploads import SealedUpload, SealingHandler

CHANNEL = "api"
PETITION = "petition"
FILES = "files"
JSON = "application/json"
MULTIPART = "multipart/form-data"
JSON_LIMIT = 8 << 20


@dataclass(frozen=True, kw_only=True)
class Received:
    """What arrived: the answers as plain data, and the files sealed already."""

    plain: Mapping[str, Any]
    files: tuple[StagedFile, ...]


class Parts(SealingHandler):
    """Seals the parts named `files`; takes a part named `petition` as JSON, with or without a file name."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, self._begin_file)
        self._began = clock.now()
        self._opened: Opened | None = None
        self._collects = False
        self.petition = bytearray()

    def opened(self) -> Opened:
        """Return the envelope of this filing, the same at every call; raise Invalid for a bad key."""
        if self._opened is None:
            self._opened = self._open_envelope()
        return self._opened

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """Begin with a part that has a file name."""
        self._collects = field_name == PETITION
        if self._collects:
            FileUploadHandler.new_file(self, field_name, *args, **kwargs)
        else:
            super().new_file(field_name, *args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece of the JSON, or seal a piece of a file."""
        if not self._collects:
            super().receive_data_chunk(raw_data, start)
            return
        if len(self.petition) + len(raw_data) > JSON_LIMIT:
            raise Invalid("api.too_large")
        self.petition += raw_data

    def file_complete(self, file_size: int) -> SealedUpload | None:
        """Finish a file."""
        return None if self._collects else super().file_complete(file_size)

    def require_all_taken(self) -> None:
        """Raise the error of the first file that was refused."""
        for refused in self.refused:
            raise RefusedFile(refused.fault, self._count + 1)

    def _open_envelope(self) -> Opened:
        key = self.request.headers.get("Idempotency-Key") if self.request else None
        demo = clock.is_moved()
        if key is None:
            return envelopes.fresh(channel=CHANNEL, demo=demo, at=self._began)
        return envelopes.kept(key, channel=CHANNEL, demo=demo, at=self._began)

    def _begin_file(self, name: str, count: int) -> Staging:
        if self.refused:
            raise SkipFile  # the filing is refused already: nothing more is sealed
        if self.field_name != FILES:
            raise Invalid("api.unknown_file_field", field=FILES)
        kinds.require_count(count + 1)
        return Staging(name, store=house.store(), data_key=self.opened().data_key, at=self._began)


def parts_of(request: HttpRequest) -> Parts:
    """Return who takes the parts of this request; the middleware chose it by `takes_files`."""
    found = next((one for one in request.upload_handlers if isinstance(one, Parts)), None)
    if found is None:
        raise TypeError("the view was given no taker of its files")
    return found


def received(request: HttpRequest, parts: Parts) -> Received:
    """Read the body; raise Invalid for what cannot be a filing, and then keep no file of it."""
    if request.content_type == JSON:
        return Received(plain=_plain(request.body), files=())
    if request.content_type != MULTIPART:
        raise Invalid("api.unsupported_type")
    field = request.POST.get(PETITION)
    uploads = [one for one in request.FILES.getlist(FILES) if isinstance(one, SealedUpload)]
    files = tuple(upload.staged for upload in uploads)
    try:
        parts.require_all_taken()
        return Received(plain=_plain(field.encode() if field else bytes(parts.petition)), files=files)
    except Invalid:
        evidence.discard(files, store=house.store())
        raise


def parsed(text: bytes) -> dict[str, Any]:
    """Return the JSON object in a body, or raise Invalid ``api.not_json``."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise Invalid("api.not_json") from fault
    if not isinstance(plain, dict):
        raise Invalid("api.not_json")
    return plain


def _plain(text: bytes) -> dict[str, Any]:
    if not text:
        raise Invalid("api.petition_missing", field=PETITION)
    plain = parsed(text)
    check_members(plain)
    return {**plain, "language": plain.get("language") or get_language() or ""}
