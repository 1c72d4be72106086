"""Small bodies cut in memory: understood exactly as Django's parser understands them, or not at all."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser
from programs import petitions

import builders
from huiyin.web.api.receiving import Parts
from huiyin.web.api.small_bodies import MOST_PARTS, SMALL, Part, cut

BOUNDARY = b"end-7f3a"
FIELD = b'Content-Disposition: form-data; name="petition"'
FILE = b'Content-Disposition: form-data; name="files"; filename="\xe6\x8a\xa5\xe5\x91\x8a (2).pdf"'
PDF = b"\r\nContent-Type: application/pdf"
KIND = f"multipart/form-data; boundary={BOUNDARY.decode()}"


def body(*parts: bytes, end: bytes = b"--\r\n") -> bytes:
    return b"".join(b"--" + BOUNDARY + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + BOUNDARY + end


def by_django(sent: bytes) -> tuple[dict[str, Any], list[tuple[str, str, str, bytes]]]:
    meta = {"CONTENT_TYPE": KIND, "CONTENT_LENGTH": str(len(sent))}
    keeper = MemoryFileUploadHandler()
    keeper.activated = True
    fields, files = MultiPartParser(meta, BytesIO(sent), [keeper]).parse()
    flat = [(name, one.name, one.content_type, one.read()) for name, all_ in files.lists() for one in all_]
    return dict(fields.lists()), flat


@pytest.mark.parametrize(
    "sent",
    [
        body(FIELD + b"\r\n\r\n{}"),
        body(FIELD + b"\r\nContent-Type: application/json\r\n\r\n{}", end=b"--"),
        body(FIELD + b"\r\n\r\n", FILE + PDF + b"\r\n\r\n%PDF-1.7\r\n--\r\n"),
        body(FILE + b"\r\nContent-Type: Image/PNG\r\n\r\n\x00\xff", FILE + b"\r\n\r\nwithout a type"),
        body(FIELD + b"\r\n\r\n" + "污水\r\n\r\n横流".encode(), FIELD + b"\r\n\r\ntwice"),
    ],
)
def test_the_usual_is_what_django_reads_too(sent: bytes) -> None:
    parts = cut(sent, BOUNDARY)
    assert parts is not None
    fields, files = by_django(sent)
    told = [part for part in parts if not part.file_name]
    assert {part.name: [one.content.decode() for one in told] for part in told} == fields
    assert [
        (part.name, part.file_name, part.kind.lower(), part.content) for part in parts if part.file_name
    ] == files


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"--" + BOUNDARY + b"--\r\n" + b"after the end",
        b"before the beginning\r\n" + body(FIELD + b"\r\n\r\n{}"),
        body(FIELD + b"\r\n\r\n{}", end=b"\r\n"),
        body(FIELD + b"\r\n\r\n{}").replace(b"\r\n--" + BOUNDARY + b"--", b"--" + BOUNDARY + b"--"),
        body(FIELD + b"; charset=utf-8\r\n\r\n{}"),
        body(FIELD.lower() + b"\r\n\r\n{}"),
        body(FIELD + b"\r\nContent-Transfer-Encoding: base64\r\n\r\ne30="),
        body(FIELD + b"\r\nContent-Type: text/plain; charset=gbk\r\n\r\n{}"),
        body(FIELD + b"\r\n{}"),
        body(FIELD + b"\r\n\r\n\xff"),
        body(FILE.replace(b"(2)", b"../2") + b"\r\n\r\n%PDF"),
        body(FILE.replace(b"(2)", b"&amp;") + b"\r\n\r\n%PDF"),
        body(FILE.replace(b"(2)", b"\xff") + b"\r\n\r\n%PDF"),
        body(FILE.replace(b"filename=", b"filename*=UTF-8''") + b"\r\n\r\n%PDF"),
        body(FILE + b"\r\n\r\nholds --" + BOUNDARY + b" itself"),
        body(*[FIELD + b"\r\n\r\n{}"] * (MOST_PARTS + 1)),
    ],
)
def test_the_unusual_is_left_to_django(sent: bytes) -> None:
    assert cut(sent, BOUNDARY) is None


def test_as_many_parts_as_are_looked_at() -> None:
    sent = body(*[FIELD + b"\r\n\r\n{}"] * MOST_PARTS)
    assert cut(sent, BOUNDARY) == (Part(name="petition", file_name="", kind="", content=b"{}"),) * MOST_PARTS


@pytest.mark.parametrize("header", [b"", b"\r\nContent-Type: application/json; charset=utf-8"])
def test_both_ways_file_the_same(program: Any, header: bytes) -> None:
    sent = body(FIELD + header + b"\r\n\r\n" + json.dumps(builders.POLLUTION).encode())
    answer = program.client.post("/api/v1/petitions", sent, content_type=KIND)
    assert answer.status_code == 201, answer.content
    assert petitions() == 1


def test_a_larger_body_is_cut_while_it_arrives_and_another_charset_left_to_django() -> None:
    parts, sent = Parts(HttpRequest()), BytesIO(body(FIELD + b"\r\n\r\n{}"))
    assert parts.handle_raw_input(sent, {}, SMALL, BOUNDARY, "gbk") is None
    read = parts.handle_raw_input(sent, {}, SMALL + 1, BOUNDARY, "utf-8")
    assert read is not None
    assert read[0]["petition"] == "{}"
    assert parts.handle_raw_input(sent, {}, SMALL + 1, BOUNDARY, "utf-8") is None
