"""Uploads: each file is sealed while it streams in; never in clear on a disk, never whole in memory.

A view names the one who takes its files by an attribute, ``view.takes_files(request)``; every other view
gets no files at all. The choice is made before anything reads the body, the check of the form included.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse

from huiyin.kernel.errors import Invalid, Misconfigured
from huiyin.prepare.drafts import StagedFile
from huiyin.prepare.evidence import Staging
from huiyin.web.shared import parts

log = logging.getLogger("huiyin.web")

DEFAULT_ENCODING = "utf-8"
REFUSALS = (Invalid, Misconfigured)
NewStaging = Callable[[str, int], Staging]  # name of the file and how many came before it in this request


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not taken, and why."""

    name: str
    fault: Invalid


class SealedUpload(UploadedFile):
    """What the form finds in place of a file: no content, only the staged file."""

    def __init__(self, staged: StagedFile) -> None:
        super().__init__(file=BytesIO(), name=staged.name, content_type=staged.kind, size=staged.size)
        self.staged = staged


class SealingHandler(FileUploadHandler):
    """Seals files while they arrive; the rest of a refused file is read and thrown away."""

    def __init__(self, request: HttpRequest, begin: NewStaging) -> None:
        """`begin` starts a staging or raises Invalid."""
        super().__init__(request)
        self._begin = begin
        self._staging: Staging | None = None
        self._count = 0
        self.refused: list[RefusedFile] = []

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],  # noqa: ARG002, N803  Django's signature
        content_length: int,  # noqa: ARG002  as above
        boundary: Any,  # bytes, though Django's stubs say otherwise
        encoding: str | None = None,
    ) -> parts.Parsed:
        """Read the body in place of Django's parser."""
        return parts.read(self, input_data, boundary, encoding or DEFAULT_ENCODING)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start to seal a file."""
        super().new_file(*args, **kwargs)
        self._guarded(self._open)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  Django's signature
        """Seal a piece; nothing is handed on."""
        if self._staging is not None:
            self._guarded(partial(self._staging.write, raw_data))

    def file_complete(self, file_size: int) -> SealedUpload | None:  # noqa: ARG002  Django's signature
        """Finish the file, or note why it was not taken."""
        if self._staging is None:
            return None
        try:
            staged = self._staging.finish()
        except REFUSALS as fault:
            self._refuse(fault)
            return None
        self._staging = None
        self._count += 1
        return SealedUpload(staged)

    def upload_interrupted(self) -> None:
        """Leave nothing of a file that broke off."""
        self._drop()

    def close(self) -> None:
        """Leave nothing of a file whose request came to no end."""
        self._drop()

    def _open(self) -> None:
        self._staging = self._begin(self.file_name or "", self._count)

    def _guarded(self, step: Callable[[], object]) -> None:
        try:
            step()
        except REFUSALS as fault:
            self._refuse(fault)
            raise SkipFile from fault

    def _refuse(self, fault: Invalid | Misconfigured) -> None:
        self._drop()
        if isinstance(fault, Misconfigured):
            if fault.code != "store.full":
                raise fault
            # Said like a refusal: whoever still sends would not read an answer given now.
            log.error("web.disk_full", extra=dict(fault.facts))
            fault = Invalid(fault.code, field="files")
        self.refused.append(RefusedFile(self.file_name or "", fault))

    def _drop(self) -> None:
        if self._staging is not None:
            self._staging.__exit__(None, None, None)
            self._staging = None


class NoFiles(FileUploadHandler):
    """Takes no file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip it."""
        super().new_file(*args, **kwargs)
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: the file is skipped."""

    def file_complete(self, file_size: int) -> None:
        """Hand on nothing."""


class Uploads:
    """Middleware that gives each view its own taker of files; it stands before the check of forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; what it has not finished to send is not kept."""
        try:
            return self.get_response(request)
        finally:
            for handler in request.upload_handlers:
                if isinstance(handler, SealingHandler):
                    handler.close()

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Any,  # noqa: ARG002  Django's signature
        kwargs: Any,  # noqa: ARG002  Django's signature
    ) -> None:
        """Choose who takes the files of this request."""
        maker = getattr(view, "takes_files", NoFiles)
        request.upload_handlers = [maker(request)]
