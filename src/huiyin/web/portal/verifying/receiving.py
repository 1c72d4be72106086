"""The file of somebody without scripts: kept in memory while it is checked, and nowhere else."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

LARGEST = 8 << 20


class OneInMemory(FileUploadHandler):
    """Takes one file up to a size; of a larger one, and of more files, nothing is kept."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._kept: list[bytes] = []
        self._size = 0
        self._taken = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the file; skip another."""
        super().new_file(*args, **kwargs)
        if self._taken:
            raise SkipFile
        self._taken = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  Django's signature
        """Keep a piece; nothing is handed on."""
        self._size += len(raw_data)
        if self._size > LARGEST:
            self._kept.clear()
        else:
            self._kept.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand on what was kept."""
        content = BytesIO(b"".join(self._kept))
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
