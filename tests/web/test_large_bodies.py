"""Large bodies cut while they arrive: understood exactly as Django's parser understands them."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http.multipartparser import MultiPartParser
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.web.shared import large_bodies
from huiyin.web.shared.large_bodies import MOST_PARTS

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
        self.told.append(args)
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


def flat(parsed: large_bodies.Parsed, keeper: Keeper) -> Any:
    fields, files = parsed
    kept = [(name, one.name, one.read()) for name, all_ in files.lists() for one in all_]
    return list(fields.lists()), kept, keeper.told


def cut(sent: bytes) -> Any:
    keeper = Keeper()
    return flat(large_bodies.read(keeper, BytesIO(sent), META, BOUNDARY, "utf-8"), keeper)


def by_django(sent: bytes) -> Any:
    keeper = Keeper()
    return flat(MultiPartParser(META, BytesIO(sent), [keeper], "utf-8").parse(), keeper)


@pytest.fixture(autouse=True, params=[1 << 18, 7])
def _in_pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_bodies, "PIECE", request.param)


@pytest.fixture
def no_django(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Django's parser never be asked."""
    monkeypatch.setattr(large_bodies, "MultiPartParser", None)


def body(*parts: bytes, end: bytes = b"--\r\n") -> bytes:
    return b"".join(MARK + b"\r\n" + part + b"\r\n" for part in parts) + MARK + end


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
        body(FIELD + b"\r\n\r\n\xff\xfe"),
    ],
)
@pytest.mark.usefixtures("no_django")
def test_the_usual_is_read_as_django_reads_it(sent: bytes) -> None:
    assert cut(sent) == by_django(sent)


@pytest.mark.parametrize(
    "sent",
    [
        b"before the beginning\r\n" + body(FIELD + b"\r\n\r\n{}"),
        body(FIELD + b"\r\n\r\n{}", end=b"--\r\nafter the end"),
        body(FIELD + b"\r\n\r\n{}", end=b"\r\n"),
        body(FIELD + b"\r\n\r\n{}").replace(b"\r\n" + MARK + b"--", MARK + b"--"),
        body(FIELD + b"; charset=utf-8\r\n\r\n{}", FIELD + b"\r\n\r\n{}"),
        body(FIELD + b"\r\nContent-Transfer-Encoding: base64\r\n\r\ne30="),
        body(FIELD + b"\r\n{}", FIELD + b"\r\n\r\n[]"),
        body(FILE.replace(b"(2)", b"../2") + b"\r\n\r\n%PDF", FILE + b"\r\n\r\n%PDF"),
        body(FILE.replace(b"(2)", b"\xff") + b"\r\n\r\n%PDF"),
        body(FILE.replace(b"(2)", MARK) + b"\r\n\r\n%PDF"),
        body(FILE + b"\r\n\r\nholds " + MARK + b" itself"),
        body(FILE + b"\r\n\r\n" + MARK, FILE + b"\r\n\r\n\n" + MARK, FILE + b"\r\n\r\n\n" + MARK),
        body(FILE + b"\r\n\r\nholds\n" + MARK + b" itself"),
        body(FIELD + b"; padding=" + b"x" * 800 + b"\r\n\r\n{}", FILE + b"\r\n\r\n%PDF"),
        body(*[FIELD + b"\r\n\r\n{}"] * (MOST_PARTS + 1)),
        body(FILE + b"\r\n\r\nbroken off")[:-12],
        body(FIELD + b"\r\n\r\nbroken off")[:-20],
        body(FILE + b"\r\n\r\n%PDF", FILE + b"\r\n\r\n%PDF", end=b""),
    ],
)
def test_the_unusual_is_read_as_django_reads_it(sent: bytes) -> None:
    assert cut(sent) == by_django(sent)


_SIGNS = [b"\r", b"\n", b"\r\n", b"-", b"--", b"a", b"\x00"]
_WORDS = st.sampled_from([*_SIGNS, MARK, MARK[:-1], b"\r\n" + MARK, BOUNDARY, FIELD, FILE])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(_WORDS, max_size=9).map(b"".join), max_size=4), st.sampled_from([FIELD, FILE]))
def test_whatever_the_parts_hold_it_is_read_as_django_reads_it(parts: list[bytes], head: bytes) -> None:
    sent = body(*[head + b"\r\n\r\n" + part for part in parts])
    for size in (1 << 18, 1, 5):
        large_bodies.PIECE = size
        assert cut(sent) == by_django(sent)


def test_fields_beyond_the_limit_are_refused_as_by_django(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 40
    for sizes in ([31], [11, 10]):
        assert cut(body(*[FIELD + b"\r\n\r\n" + b"x" * (size - 1) for size in sizes]))
        with pytest.raises(RequestDataTooBig):
            cut(body(*[FIELD + b"\r\n\r\n" + b"x" * size for size in sizes]))
        with pytest.raises(RequestDataTooBig):
            by_django(body(*[FIELD + b"\r\n\r\n" + b"x" * size for size in sizes]))
