"""Whatever is sent to the interface: it is taken in whole, or refused in words; never anything else."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huiyin.prepare import receipts
from support import program, weird
from support.inside import look
from support.installation import Installation
from support.program import BOUNDARY, PETITION, Answer, File, Filing

pytestmark = pytest.mark.long

MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
MANY = settings(
    max_examples=2000,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
FEW = settings(MANY, max_examples=400)
LIMIT = 200
NO_WORDS = "This could not be used. Please look at it once more."


class Taken:
    """The numbers of what was taken in, compared at the end with what stands."""

    def __init__(self, place: Installation) -> None:
        self.place = place
        self.numbers: set[str] = set()
        self.refused = 0

    def post(self, body: bytes, kind: str, **headers: str) -> Answer:
        """Send a body and check the answer."""
        answer = program.post(self.place.port, body, {"Content-Type": kind, **headers}, seconds=60)
        self.check(answer)
        return answer

    def send(self, filing: Filing) -> Answer:
        """Send a filing and check the answer."""
        return self.post(program.body_of(filing), MULTIPART)

    def check(self, answer: Answer) -> None:
        """Fail unless the answer is a receipt or a refusal in words."""
        assert answer.status < HTTPStatus.INTERNAL_SERVER_ERROR, answer.body
        if answer.status == HTTPStatus.CREATED:
            self.numbers.add(receipts.verify(answer.receipt).number)
            return
        self.refused += 1
        told = answer.plain
        assert told["detail"].strip()
        assert told["detail"] != NO_WORDS, told
        if answer.status == HTTPStatus.UNPROCESSABLE_ENTITY:
            assert told["field"], told
        assert "Traceback" not in told["detail"]


@pytest.fixture(scope="module")
def taken(live: Installation) -> Iterator[Taken]:
    """Everything taken in by this module, compared at its end."""
    made = Taken(live)
    before = set(look(live).petitions)
    yield made
    found = look(live)
    found.require_sound()
    assert set(found.petitions) - before == made.numbers
    swept = look(live, "--sweep")
    assert swept.plain["orphans"] == 0
    assert swept.petitions == found.petitions
    assert list((live.data / "files" / "uploads").iterdir()) == []
    assert "Traceback" not in live.started[-1].words


def test_any_json_is_taken_or_refused_in_words(taken: Taken) -> None:
    @MANY
    @given(st.one_of(weird.petitions(), weird.anything))
    def attempt(sent: Any) -> None:
        taken.post(json.dumps(sent).encode(), "application/json")

    attempt()
    assert taken.numbers
    assert taken.refused


def test_any_parts_are_taken_or_refused_in_words(taken: Taken) -> None:
    @MANY
    @given(weird.petitions(), st.lists(st.sampled_from(weird.files()), max_size=4))
    def attempt(petition: dict[str, Any], files: list[File]) -> None:
        taken.send(Filing(petition, tuple(files)))

    attempt()


def test_a_damaged_request_is_taken_or_refused_in_words(taken: Taken) -> None:
    body = program.body_of(Filing(PETITION, (File("说明.txt", "河水发黑。".encode()),)))

    @MANY
    @given(weird.damaged(body))
    def attempt(damaged: bytes) -> None:
        taken.post(damaged, MULTIPART)

    attempt()


def test_any_bytes_of_any_type_are_refused_in_words(taken: Taken) -> None:
    kinds = st.sampled_from(
        ["application/json", MULTIPART, "multipart/form-data", "text/plain", "application/xml", "", "a/b; c"]
    )

    @FEW
    @given(st.one_of(st.binary(max_size=300), st.just(b"[" * 100_000)), kinds)
    def attempt(body: bytes, kind: str) -> None:
        taken.post(body, kind)

    attempt()


def test_any_key_is_taken_or_refused_in_words(taken: Taken) -> None:
    signs = st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f")

    @FEW
    @given(st.text(signs, max_size=300), st.sampled_from(["en", "zh", "xx", "*", "zh-Hans;q=0.1,en", ";;;"]))
    def attempt(key: str, language: str) -> None:
        headers = {"Idempotency-Key": key.strip(), "Accept-Language": language}
        taken.post(json.dumps(PETITION).encode(), "application/json", **headers)

    attempt()


@pytest.mark.parametrize("file", weird.files(), ids=lambda one: one.name[:20] or "nameless")
def test_each_strange_file_is_taken_or_refused_in_words(taken: Taken, file: File) -> None:
    answer = taken.send(Filing(PETITION, (file,)))
    if answer.status != HTTPStatus.CREATED:
        assert answer.plain["field"] == "files"
        assert answer.plain["file"] == 1
    else:
        assert answer.plain["receipt"]


def test_what_is_not_what_it_claims_is_refused(taken: Taken) -> None:
    refused = {
        "空.pdf",
        "svg.pdf",
        "page.pdf",
        "program.pdf",
        "elf.jpg",
        "archive.zip",
        "script.sh",
        "run.bat",
    }
    for file in weird.files():
        if file.name in refused:
            answer = taken.send(Filing(PETITION, (File("好.txt", b"good"), file)))
            assert answer.status in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.UNSUPPORTED_MEDIA_TYPE}, (
                file.name
            )
            assert answer.plain["file"] == 2


def test_two_hundred_files_are_taken_and_one_more_is_refused(taken: Taken) -> None:
    files = tuple(File(f"{number}.txt", f"第{number}件".encode()) for number in range(LIMIT + 1))
    assert taken.send(Filing(PETITION, files[:-1])).status == HTTPStatus.CREATED
    answer = taken.send(Filing(PETITION, files))
    assert answer.plain["code"] == "evidence.too_many"


def test_the_same_filing_sent_by_eight_at_once_is_one_petition(taken: Taken) -> None:
    for round_ in range(10):
        filing = Filing({**PETITION, "title": f"第{round_}轮"}, (File("一.txt", b"one"),))
        with ThreadPoolExecutor(max_workers=8) as eight:
            answers = list(eight.map(lambda one: program.send(taken.place.port, one), [filing] * 8))
        assert len(answers) == 8
        assert {one.status for one in answers} <= {HTTPStatus.CREATED, HTTPStatus.CONFLICT}
        shown = {one.receipt for one in answers if one.status == HTTPStatus.CREATED}
        shown.add(program.send(taken.place.port, filing).receipt)
        (receipt,) = shown
        taken.numbers.add(receipts.verify(receipt).number)


def test_a_request_that_breaks_off_leaves_nothing(taken: Taken) -> None:
    content = bytes(2 * weird.MEBI)
    body = program.body_of(Filing(PETITION, (File("一.txt", content.replace(b"\x00", b"a")),)))
    head = (
        f"POST {program.PETITIONS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {MULTIPART}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    for share in (0.0, 0.2, 0.5, 0.9, 0.999):
        with socket.create_connection(("127.0.0.1", taken.place.port)) as connection:
            connection.sendall(head + body[: int(len(body) * share)])
    uploads = taken.place.data / "files" / "uploads"
    until = time.monotonic() + 30
    while list(uploads.iterdir()) and time.monotonic() < until:
        time.sleep(0.1)
    assert list(uploads.iterdir()) == []
    taken.send(Filing(PETITION))
