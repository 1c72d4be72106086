"""Large bodies in parts, cut while they arrive; from anything unusual on, they are left to Django's parser.

That parser copies what arrives several times and looks at it piece by piece, which costs a large file a
quarter of its time. Here a file passes on as it was read. Parts are understood exactly as there: a part ends
where the boundary stands, however it got there, and a line's end before it is not content.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

PIECE = 1 << 18
MOST_PARTS = 250
ENDS = frozenset({b"--\r\n", b"--"})
HEAD_LIMIT = 1024  # as far as Django's parser looks for the end of a head
Parsed = tuple[QueryDict, MultiValueDict[str, UploadedFile]]
_BLANK = b"\r\n\r\n"
_BEFORE_A_MARK = re.compile(rb"[\r\n-]")
_HEAD = re.compile(
    r'\r\nContent-Disposition: form-data; name="(?P<name>\w+)"(?:; filename="(?P<file_name>\w[\w.() -]*)")?'
    r"(?:\r\nContent-Type: (?P<kind>[\w.+-]+/[\w.+-]+))?"
)


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a part says of itself: a field, or a file with its type as sent ("" when not told)."""

    name: str
    file_name: str  # "" of a field
    kind: str


def usual_head(head: bytes) -> Head | None:
    """Return what stands between a boundary and the blank line, when it is written the usual way."""
    try:
        found = _HEAD.fullmatch(head.decode())
    except UnicodeDecodeError:
        return None
    return Head(**found.groupdict(default="")) if found else None


def read(
    handler: FileUploadHandler, stream: IO[bytes], meta: dict[str, Any], boundary: bytes, encoding: str
) -> Parsed:
    """Return fields and files of a body; `handler` takes the files, and leaves the rest alone."""
    fields, files = QueryDict(mutable=True), MultiValueDict[str, UploadedFile]()
    body = _Body(stream, boundary)
    room = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for head in body.heads():
        if head.file_name:
            _take_file(handler, head, body, files)
        else:
            content = _field(head, body, room)
            room -= len(content) + len(head.name) + 2
            fields.appendlist(head.name, content.decode(encoding, "replace"))
    if not body.over():
        more, others = MultiPartParser(meta, _Rest(body), [handler], encoding).parse()  # type: ignore[arg-type]
        for name, told in more.lists():
            fields.setlistdefault(name).extend(told)
        files.update(others)
    return fields, files


def _take_file(
    handler: FileUploadHandler, head: Head, body: "_Body", files: MultiValueDict[str, UploadedFile]
) -> None:
    pieces, size = body.content(), 0
    try:
        handler.new_file(head.name, head.file_name, head.kind, None, None, {})
        for piece in pieces:
            handler.receive_data_chunk(piece, size)  # type: ignore[arg-type]  # any bytes will do
            size += len(piece)
    except SkipFile:
        for _ in pieces:
            pass
        return
    if body.broken:
        handler.upload_interrupted()
    elif taken := handler.file_complete(size):
        files.appendlist(head.name, taken)


def _field(head: Head, body: "_Body", room: int) -> bytes:
    content = bytearray()
    for piece in body.content():
        content += piece
        if len(content) + len(head.name) + 2 > room:
            raise RequestDataTooBig("Request body exceeded settings.DATA_UPLOAD_MAX_MEMORY_SIZE.")
    return bytes(content)


class _Body:
    """A body being read: `held` is what was read of it and not yet passed on."""

    def __init__(self, stream: IO[bytes], boundary: bytes) -> None:
        self._stream, self._mark = stream, b"--" + boundary
        self.held = b""
        self.broken = False  # it ended before the boundary that ends a part

    def heads(self) -> Iterator[Head]:
        """Yield the heads of parts, until one is unusual; the content of each is to be read before."""
        for _ in range(MOST_PARTS):
            head = self._head()
            if head is None:
                return
            yield head

    def content(self) -> Iterator[memoryview]:
        """Yield the content of a part in pieces."""
        while True:
            at = self.held.find(self._mark)
            end = self._before_line_end(at) if at >= 0 else self._surely_content()
            if end:
                yield memoryview(self.held)[:end]
            if at >= 0:
                # A boundary that nothing follows ends no part: the body broke off in it.
                self.broken = len(self.held) == at + len(self._mark) and not self.more()
                self.held = b"" if self.broken else self.held[at:]
                return
            self.held = self.held[end:]
            if not self.more():
                self.broken = True
                if self.held:
                    yield memoryview(self.held)
                    self.held = b""
                return

    def over(self) -> bool:
        """Return whether nothing is left but the usual end, or nothing at all."""
        while len(self.held) <= len(self._mark) + len(_BLANK) and self.more():
            pass
        rest = self.held.removeprefix(self._mark)
        return not self.held or (rest in ENDS and not self.more())

    def more(self) -> bool:
        """Read on; return whether there was more."""
        piece = self._stream.read(PIECE)
        self.held = self.held + piece if self.held else piece
        return bool(piece)

    def _head(self) -> Head | None:
        start = len(self._mark)
        while (end := self.held.find(_BLANK)) < 0 and len(self.held) < start + HEAD_LIMIT and self.more():
            pass
        after = end + len(_BLANK)
        while len(self.held) < after + start and self.more():
            pass
        if not self.held.startswith(self._mark) or not start <= end < HEAD_LIMIT:
            return None
        # A boundary in the head, or at once behind it, ends the part before there is any content.
        if self._mark in self.held[start : after + start]:
            return None
        found = usual_head(self.held[start:end])
        if found is not None:
            self.held = self.held[after:]
        return found

    def _before_line_end(self, at: int) -> int:
        for line_end in (b"\r\n", b"\n", b"\r"):
            if self.held.endswith(line_end, 0, at):
                return at - len(line_end)
        return at

    def _surely_content(self) -> int:
        # Only what may be the beginning of a boundary, and a line's end before it, waits for what follows.
        found = _BEFORE_A_MARK.search(self.held, max(len(self.held) - len(self._mark) - 1, 0))
        return found.start() if found else len(self.held)


class _Rest:
    """What is left of a body, from the boundary on at which somebody else goes on."""

    def __init__(self, body: _Body) -> None:
        self._body = body

    def read(self, size: int | None = None, /) -> bytes:
        """Return at most `size` bytes; none at the end."""
        if not self._body.held:
            self._body.more()
        given = self._body.held[:size]
        self._body.held = self._body.held[len(given) :]
        return given
