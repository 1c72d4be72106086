"""A client program of the interface: builds filings, sends them, and asks again when the answer is lost."""

import base64
import hashlib
import http.client
import json
import random
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

PETITIONS = "/api/v1/petitions"
BOUNDARY = "huiyin-test-boundary-5c1f0a"
NOT_NOW = {
    HTTPStatus.CONFLICT,  # the same filing is being taken in at this moment
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
}
LOST = (OSError, http.client.HTTPException)
PETITION = {
    "klass": "claim",
    "title": "安靖一家纺织厂夜里排污",
    "text": "去年10月以来河水发黑。",
    "request": "请查清。",
    "division": 510117,
}


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Its digest in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Filing:
    """One filing, sent once or many times under its key."""

    petition: Mapping[str, Any]
    files: tuple[File, ...] = ()
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def plain(self) -> dict[str, Any]:
        """The JSON in it."""
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found

    @property
    def receipt(self) -> bytes:
        """The receipt file of a filing."""
        return base64.b64decode(self.plain["receipt"]["file"])


def random_pdf(chance: random.Random, size: int) -> bytes:
    """Return bytes that begin as a PDF and go on at random."""
    return b"%PDF-1.7\n" + chance.randbytes(size - 9)


def part(name: str, content: bytes, *, file_name: str = "", kind: str = "") -> bytes:
    """Return one part of a multipart body."""
    disposition = f'Content-Disposition: form-data; name="{name}"'
    if file_name:
        disposition += f'; filename="{file_name}"'
    head = f"--{BOUNDARY}\r\n{disposition}\r\n" + (f"Content-Type: {kind}\r\n" if kind else "") + "\r\n"
    return head.encode() + content + b"\r\n"


def multipart(parts: Iterable[bytes]) -> bytes:
    """Return the body of a request with these parts."""
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def body_of(filing: Filing) -> bytes:
    """Return the multipart body of a filing."""
    petition = part("petition", json.dumps(filing.petition).encode(), kind="application/json")
    files = (
        part("files", one.content, file_name=one.name, kind="application/octet-stream")
        for one in filing.files
    )
    return multipart([petition, *files])


def post(
    port: int, body: Any, headers: Mapping[str, str], *, path: str = PETITIONS, seconds: float = 30
) -> Answer:
    """Send one request and return the answer; raise one of LOST when there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("POST", path, body=body, headers={"Accept-Language": "en", **headers})
        answer = connection.getresponse()
        return Answer(answer.status, answer.read())
    finally:
        connection.close()


def post_json(port: int, path: str, plain: Mapping[str, Any]) -> Answer:
    """Send JSON once."""
    return post(port, json.dumps(plain).encode(), {"Content-Type": "application/json"}, path=path)


def send(port: int, filing: Filing, *, seconds: float = 30) -> Answer:
    """Send a filing once."""
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Idempotency-Key": filing.key}
    return post(port, body_of(filing), headers, seconds=seconds)


def file_until_answered(port: int, filing: Filing, *, seconds: float) -> tuple[Answer, int]:
    """Send a filing under its key until an answer comes; return it and how often it was lost."""
    until = time.monotonic() + seconds
    lost = 0
    while True:
        try:
            answer = send(port, filing)
            if answer.status not in NOT_NOW:
                return answer, lost
        except LOST:
            pass
        lost += 1
        assert time.monotonic() < until, f"no answer within {seconds} s, after {lost} attempts"
        time.sleep(min(0.05 * lost, 1))
