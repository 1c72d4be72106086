"""Bodies in parts: fields kept, files passed on while they arrive, and nothing half understood."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from huiyin.web.shared import parts

BOUNDARY = b"end-7f3a"
MARK = b"--" + BOUNDARY
FIELD = b'Content-Disposition: form-data; name="petition"'
FILE = b'Content-Disposition: form-data; name="files"; filename="\xe6\x8a\xa5\xe5\x91\x8a (2).pdf"'
META = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY.decode()}", "CONTENT_LENGTH": "1"}


class Keeper(FileUploadHandler):
    """Keeps what it is told; refuses files whose content says so."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Any] = []
        self.content = bytearray()

    def new_file(self, *args: Any) -> None:
        """Begin."""
        super().new_file(*args)
        self.told.append(args[:3])
        self.content = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece."""
        assert start == len(self.content)
        self.content += raw_data
        if b"no more of this" in self.content:
            self.told.append("refused")
            raise SkipFile

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        """Return the file."""
        assert file_size == len(self.content)
        return SimpleUploadedFile(self.file_name or "", bytes(self.content), self.content_type)

    def upload_interrupted(self) -> None:
        """Remember it."""
        self.told.append("interrupted")


def flat(parsed: parts.Parsed, keeper: Keeper) -> Any:
    fields, files = parsed
    kept = [(name, one.name, one.read()) for name, all_ in files.lists() for one in all_]
    return list(fields.lists()), kept, keeper.told


def cut(sent: bytes, encoding: str = "utf-8") -> Any:
    keeper = Keeper()
    return flat(parts.read(keeper, BytesIO(sent), BOUNDARY, encoding), keeper)


def by_django(sent: bytes) -> Any:
    keeper = Keeper()
    return flat(MultiPartParser(META, BytesIO(sent), [keeper], "utf-8").parse(), keeper)


@pytest.fixture(autouse=True, params=[1 << 18, 7])
def _in_pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PIECE", request.param)


def body(*each: bytes, end: bytes = b"--\r\n") -> bytes:
    return b"".join(MARK + b"\r\n" + one + b"\r\n" for one in each) + MARK + end


@pytest.mark.parametrize(
    "sent",
    [
        body(FIELD + b"\r\n\r\n{}"),
        body(FIELD + b"\r\nContent-Type: application/json\r\n\r\n{}", end=b"--"),
        body(FIELD + b"\r\n\r\n", FILE + b"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--\r\n"),
        body(FILE + b"\r\n\r\n\x00\xff\r\n\r", FILE + b"\r\n\r\n" + b"\r\n--end-7f3" * 9),
        body(FILE + b"\r\n\r\n" + b"-" * 300, FILE + b"\r\n\r\n" + b"--end-" * 40, FIELD + b"\r\n\r\n--"),
        body(FILE + b"\r\n\r\n", FIELD + b"\r\n\r\n" + "污水\r\n\r\n横流".encode()),
        body(FILE + b"\r\n\r\n" + b"no more of this" * 40, FILE + b"\r\n\r\nthe next"),
        body(FIELD + b"\r\n\r\n\xff\xfe", FIELD + b"\r\n\r\ntwice"),
        body(FIELD.lower() + b"\r\n\r\n{}"),
        body(
            FIELD + b'; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n', FIELD + b"\r\n\r\n1"
        ),
        b"\r\n" + body(FIELD + b"\r\n\r\n{}", end=b"--\r\nafter the end"),
    ],
)
def test_a_body_is_read_as_django_reads_it(sent: bytes) -> None:
    assert cut(sent) == by_django(sent)


_SIGNS = [b"\r", b"\n", b"\r\n", b"-", b"--", b"a", b"\x00"]
_WORDS = st.sampled_from([*_SIGNS, MARK[:-1], b"\r\n" + MARK[:-1], BOUNDARY, FIELD, FILE])
_CONTENT = st.lists(_WORDS, max_size=9).map(b"".join).filter(lambda one: b"\r\n" + MARK not in one)


@examples(max_examples=200, deadline=None)
@given(st.lists(_CONTENT, min_size=1, max_size=4))
def test_content_comes_through_to_the_last_byte(contents: list[bytes]) -> None:
    sent = body(*[FILE + b"\r\n\r\n" + one for one in contents])
    for size in (1 << 18, 1, 5):
        parts.PIECE = size
        assert [content for _, _, content in cut(sent)[1]] == contents


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"no part at all",
        body(FIELD + b"\r\n\r\n{}", end=b"\r\n"),
        body(FIELD + b"\r\n{}"),
        body(FIELD + b"\r\n\r\nholds\r\n" + MARK + b" itself"),
        body(b"Content-Type: text/plain\r\n\r\nnobody's"),
        body(b"Content-Disposition: form-data\r\n\r\nnobody's"),
        body(FIELD + b"\r\nContent-Transfer-Encoding: base64\r\n\r\ne30="),
        body(FIELD + b"; padding=" + b"x" * 5000 + b"\r\n\r\n{}"),
        body(FILE.replace(b"(2)", b"\xff") + b"\r\n\r\n%PDF"),
        body(FILE + b"\r\n\r\nbroken off")[:-12],
        body(FIELD + b"\r\n\r\nbroken off")[:-20],
        body(FILE + b"\r\n\r\n%PDF", FILE + b"\r\n\r\n%PDF", end=b""),
    ],
)
def test_a_body_that_cannot_be_understood_is_refused_as_a_whole(sent: bytes) -> None:
    keeper = Keeper()
    with pytest.raises(MultiPartParserError):
        parts.read(keeper, BytesIO(sent), BOUNDARY, "utf-8")
    assert "interrupted" in keeper.told or not keeper.told


def test_names_and_fields_in_another_encoding_are_read() -> None:
    sent = body(FIELD + b"\r\n\r\n" + "污水".encode("gbk"), FILE.decode().encode("gbk") + b"\r\n\r\n%PDF")
    fields, files, _ = cut(sent, "gbk")
    assert fields == [("petition", ["污水"])]
    assert files == [("files", "报告 (2).pdf", b"%PDF")]
    with pytest.raises(MultiPartParserError):
        cut(sent, "no such encoding")


def test_fields_beyond_the_limit_are_refused(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 40
    assert cut(body(FIELD + b"\r\n\r\n" + b"x" * 32))
    for sizes in ([33], [16, 17]):
        with pytest.raises(RequestDataTooBig):
            cut(body(*[FIELD + b"\r\n\r\n" + b"x" * size for size in sizes]))


def test_more_parts_than_the_settings_allow_are_refused(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    assert cut(body(*[FIELD + b"\r\n\r\n{}"] * 2, *[FILE + b"\r\n\r\n%PDF"] * 2))
    with pytest.raises(TooManyFieldsSent):
        cut(body(*[FIELD + b"\r\n\r\n{}"] * 3))
    with pytest.raises(TooManyFilesSent):
        cut(body(*[FILE + b"\r\n\r\n%PDF"] * 3))
