"""A body in parts (multipart/form-data, RFC 7578): fields are kept, files passed on while they arrive.

The parts are told apart by `multipart`. Django's own parser copies what arrives several times, which costs a
large file a quarter of its time, and is content with a body that ends in the middle.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict
from multipart import MultipartError, MultipartSegment, PushMultipartParser

PIECE = 1 << 18
AS_THEY_ARE = frozenset({"7bit", "8bit", "binary"})
Parsed = tuple[QueryDict, MultiValueDict[str, UploadedFile]]


def read(handler: FileUploadHandler, stream: IO[bytes], boundary: bytes, encoding: str) -> Parsed:
    """Return fields and files of a body; `handler` takes the files.

    Raises MultiPartParserError for what cannot be understood, or ends before its last boundary; and, when
    there is more than the settings allow, TooManyFieldsSent, TooManyFilesSent, RequestDataTooBig.
    """
    body = _Body(handler, encoding)
    try:
        with PushMultipartParser(boundary, header_charset=encoding) as parser:
            events = _events(parser, stream)
            for event in events:
                if isinstance(event, MultipartSegment):
                    body.take(event, _content(events))
    except (MultipartError, UnicodeDecodeError) as fault:
        handler.upload_interrupted()
        raise MultiPartParserError(str(fault)) from fault
    return body.fields, body.files


Event = Any  # a MultipartSegment, a piece of its content, or None at its end


def _events(parser: PushMultipartParser, stream: IO[bytes]) -> Iterator[Event]:
    while not parser.closed:
        yield from parser.parse(stream.read(PIECE))  # nothing ends it, and is an error where it must not end


def _content(events: Iterator[Event]) -> Iterator[bytes | bytearray]:
    for event in events:
        if not isinstance(event, bytes | bytearray):
            return
        yield event


class _Body:
    """What was found of a body so far."""

    def __init__(self, handler: FileUploadHandler, encoding: str) -> None:
        self._handler, self._encoding = handler, encoding
        self._room = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        self._fields_left = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        self._files_left = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        self.fields = QueryDict(mutable=True)
        self.files = MultiValueDict[str, UploadedFile]()

    def take(self, part: MultipartSegment, content: Iterator[bytes | bytearray]) -> None:
        """Take one part."""
        way = part.header("Content-Transfer-Encoding", "binary")
        if not part.name or way.lower() not in AS_THEY_ARE:
            raise MultiPartParserError("a part without a name, or one that is written in another way")
        if part.filename:
            self._take_file(part, content)
        else:
            self._take_field(part.name, content)
        for _ in content:  # of a file that was refused
            pass

    def _take_field(self, name: str, content: Iterator[bytes | bytearray]) -> None:
        if self._fields_left == 0:
            raise TooManyFieldsSent
        self._fields_left -= 1
        self._room -= len(name)
        told = bytearray()
        for piece in content:
            self._room -= len(piece)
            if self._room < 0:
                raise RequestDataTooBig
            told += piece
        self.fields.appendlist(name, told.decode(self._encoding, "replace"))

    def _take_file(self, part: MultipartSegment, content: Iterator[bytes | bytearray]) -> None:
        if self._files_left == 0:
            raise TooManyFilesSent
        self._files_left -= 1
        with suppress(SkipFile):
            self._handler.new_file(part.name, part.filename, part.content_type or "", None, None, {})
            size = 0
            for piece in content:
                self._handler.receive_data_chunk(bytes(piece), size)
                size += len(piece)
            if taken := self._handler.file_complete(size):
                self.files.appendlist(part.name, taken)
