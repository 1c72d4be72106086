"""Uploads that go on: the tus protocol word by word, and what becomes of the file."""

import hashlib
import io
from typing import Any

import pytest
from django.test import Client
from tus import PIECES, VERSION, begun, create, offset, patch
from wizard import PDF, begin, fill, kept, send, text

from huiyin.prepare import drafts, trays
from huiyin.vault.files import open_file
from huiyin.web.shared.whole_body import WholeBody
from support.house import House
from support.moment import AT

pytestmark = pytest.mark.usefixtures("database")
HERE = "/file/uploads/"


@pytest.fixture
def writing(browser: Client, house: House) -> Client:  # noqa: ARG001  the house stands behind it
    """A device with a draft."""
    begin(browser)
    return browser


def test_what_the_server_can_do_is_told_without_a_version(browser: Client) -> None:
    answer = browser.options("/uploads/anything/")
    assert answer.status_code == 204
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,creation-with-upload,expiration,termination"
    assert answer.headers["Tus-Max-Size"] == str(2 << 30)


def test_a_file_sent_in_pieces_lies_ready_and_opens(writing: Client, house: House) -> None:
    address = begun(writing, HERE, len(PDF))
    assert offset(writing, address) == 0
    assert kept(writing).files == ()
    for start in range(0, len(PDF), 200_000):
        answer = patch(writing, address, PDF[start : start + 200_000], start)
        assert answer.status_code == 204
        assert int(answer.headers["Upload-Offset"]) == min(start + 200_000, len(PDF))
        assert "GMT" in answer.headers["Upload-Expires"]
    [file] = kept(writing).files
    assert (file.name, file.size, file.kind) == ("检测报告.pdf", len(PDF), "application/pdf")
    assert file.sha256 == hashlib.sha256(PDF).digest()
    key = drafts.data_key(kept(writing))
    assert open_file(house.store, file.address, key, file.id).read() == PDF
    assert [one.address for one in house.store.list()] == [file.address]  # the parts are gone
    assert offset(writing, address) == len(PDF)
    assert patch(writing, address, b"", len(PDF)).status_code == 204


@pytest.mark.parametrize("arrived", [1, 9, len(PDF) - 1])
def test_every_byte_that_arrived_before_the_line_broke_is_kept(writing: Client, arrived: int) -> None:
    address = begun(writing, HERE, len(PDF))
    body = WholeBody(io.BytesIO(PDF[:arrived]), len(PDF))
    answer = patch(writing, address, PDF, 0, **{"wsgi.input": body})
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(arrived))
    assert kept(writing).files == ()
    assert patch(writing, address, PDF[arrived:], arrived).status_code == 204
    assert [file.sha256 for file in kept(writing).files] == [hashlib.sha256(PDF).digest()]


def test_head_tells_length_and_is_kept_by_no_cache(writing: Client) -> None:
    answer: Any = writing.head(begun(writing, HERE, 77), **VERSION)
    assert answer.headers["Upload-Length"] == "77"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_that_comes_with_its_creation_is_sealed_once(writing: Client, house: House) -> None:
    asked = {"HTTP_UPLOAD_LENGTH": str(len(PDF)), **VERSION}
    answer = writing.post(HERE, PDF, content_type=PIECES, **asked)
    assert answer.status_code == 201
    assert answer.headers["Upload-Offset"] == str(len(PDF))
    [file] = kept(writing).files
    assert file.name == "-"
    assert [one.address for one in house.store.list()] == [file.address]


@pytest.mark.parametrize(
    ("size", "status", "said"),
    [("0", 422, "这个文件是空的"), (str((2 << 30) + 1), 413, "2 GB"), ("-1", 400, ""), ("many", 400, "")],
)
def test_an_announced_size_is_judged_at_once(writing: Client, size: str, status: int, said: str) -> None:
    answer = create(writing, HERE, 0, HTTP_UPLOAD_LENGTH=size)
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_a_length_deferred_is_refused(writing: Client) -> None:
    assert writing.post(HERE, HTTP_UPLOAD_DEFER_LENGTH="1", **VERSION).status_code == 400


@pytest.mark.parametrize("metadata", ["filename ***", "filename /w==", "filename \xe9"])
def test_metadata_that_is_no_base_64_of_a_name_is_refused(writing: Client, metadata: str) -> None:
    assert create(writing, HERE, 5, HTTP_UPLOAD_METADATA=metadata).status_code == 400


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\王\\报告.pdf", "报告.pdf"),
        ("a\r\nb\u202efdp.exe", "a bfdp.exe"),
        ("..", "-"),
        ("/", "-"),
    ],
)
def test_a_name_brings_no_folders_and_no_tricks_along(writing: Client, given: str, shown: str) -> None:
    address = begun(writing, HERE, len(PDF), given)
    assert patch(writing, address, PDF, 0).status_code == 204
    assert kept(writing).files[0].name == shown


def test_a_wrong_offset_changes_nothing(writing: Client) -> None:
    address = begun(writing, HERE, len(PDF))
    assert patch(writing, address, PDF[:1000], 0).status_code == 204
    for wrong in (0, 999, 1001):
        assert patch(writing, address, PDF[wrong : wrong + 10], wrong).status_code == 409
    assert offset(writing, address) == 1000


def test_more_than_was_announced_is_refused_and_what_came_before_stays(writing: Client) -> None:
    address = begun(writing, HERE, 1000)
    assert patch(writing, address, PDF[:900], 0).status_code == 204
    assert patch(writing, address, PDF[900:1001], 900).status_code == 413
    assert offset(writing, address) == 900


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"CONTENT_TYPE": "application/octet-stream"}, 415),
        ({"HTTP_UPLOAD_OFFSET": "x"}, 400),
        ({"HTTP_UPLOAD_OFFSET": "-1"}, 400),
        ({"HTTP_TUS_RESUMABLE": "0.2.2"}, 412),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    ],
)
def test_a_request_that_does_not_speak_the_protocol_is_told_so(
    writing: Client, headers: dict[str, str], status: int
) -> None:
    address = begun(writing, HERE, len(PDF))
    answer = patch(writing, address, b"abc", 0, **headers)
    assert answer.status_code == status
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert offset(writing, address) == 0


def test_other_methods_are_named(writing: Client) -> None:
    answer = writing.put(begun(writing, HERE, 5), b"x", **VERSION)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "HEAD, PATCH, DELETE, OPTIONS")


def test_a_client_behind_a_narrow_proxy_says_patch_in_a_header(writing: Client) -> None:
    address = begun(writing, HERE, len(PDF))
    asked = {"HTTP_UPLOAD_OFFSET": "0", "HTTP_X_HTTP_METHOD_OVERRIDE": "PATCH", **VERSION}
    assert writing.post(address, PDF, content_type=PIECES, **asked).status_code == 204
    assert len(kept(writing).files) == 1


def test_an_upload_that_is_ended_leaves_nothing(writing: Client, house: House) -> None:
    address = begun(writing, HERE, len(PDF))
    patch(writing, address, PDF[:5000], 0)
    assert writing.delete(address, **VERSION).status_code == 204
    assert list(house.store.list()) == []
    assert writing.head(address, **VERSION).status_code == 404
    assert trays.read(drafts.giver(kept(writing)), AT).uploads == ()


def test_an_address_made_up_opens_nothing(writing: Client) -> None:
    for secret in ("x", str(kept(writing).id), "a" * 32):
        assert writing.head(f"/uploads/{secret}/", **VERSION).status_code == 404


def test_a_file_of_a_kind_we_do_not_take_is_refused_as_soon_as_it_shows(
    writing: Client, house: House
) -> None:
    address = begun(writing, HERE, 500_000)
    answer = patch(writing, address, b"MZ" + bytes(100_000), 0)
    assert answer.status_code == 422
    assert "这种文件不能上传" in answer.content.decode()
    assert writing.head(address, **VERSION).status_code == 404
    assert list(house.store.list()) == []


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_small_file_of_a_wrong_kind_is_refused_at_its_end(
    writing: Client, house: House, pieces: int
) -> None:
    content = b"MZ" + bytes(400)
    address = begun(writing, HERE, len(content))
    step = -(-len(content) // pieces)
    answers = [patch(writing, address, content[at : at + step], at) for at in range(0, len(content), step)]
    assert [one.status_code for one in answers] == [204] * (pieces - 1) + [422]
    assert list(house.store.list()) == []
    assert trays.read(drafts.giver(kept(writing)), AT).count == 0


def test_the_page_shows_how_far_an_upload_is_and_takes_it_away_without_a_script(writing: Client) -> None:
    address = begun(writing, HERE, len(PDF))
    patch(writing, address, PDF[: len(PDF) // 2], 0)
    page = text(writing.get("/file/evidence/"))
    assert "检测报告.pdf" in page
    assert "49 %" in page
    assert f'data-address="{address}"' in page
    secret = address.split("/")[2]
    assert send(writing, "evidence", go=f"stop:{secret}").status_code == 302
    assert writing.head(address, **VERSION).status_code == 404
    assert send(writing, "evidence", go=f"stop:{secret}").status_code == 302


def test_nobody_takes_away_the_upload_of_another_draft(writing: Client, house: House) -> None:  # noqa: ARG001
    address = begun(writing, HERE, len(PDF))
    other = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
    begin(other)
    send(other, "evidence", go=f"stop:{address.split('/')[2]}")
    assert offset(writing, address) == 0


def test_the_check_page_says_what_has_not_arrived(browser: Client, house: House) -> None:  # noqa: ARG001
    fill(browser)
    assert "没有传完" not in text(browser.get("/file/check/"))
    begun(browser, HERE, len(PDF))
    assert "没有传完" in text(browser.get("/file/check/"))


def test_of_two_files_that_end_at_once_none_is_lost(writing: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = begun(writing, HERE, len(PDF), "a.pdf"), begun(writing, HERE, len(PDF), "b.pdf")
    plain = trays.read

    def read_while_the_other_ends(*args: Any) -> Any:
        monkeypatch.setattr(trays, "read", plain)
        assert patch(writing, second, PDF, 0).status_code == 204
        return plain(*args)

    monkeypatch.setattr(trays, "read", read_while_the_other_ends)
    assert patch(writing, first, PDF, 0).status_code == 204
    assert sorted(file.name for file in kept(writing).files) == ["a.pdf", "b.pdf"]


def test_nothing_of_an_upload_lies_in_clear_on_the_disk(writing: Client, house: House) -> None:
    address = begun(writing, HERE, len(PDF), "机密water.pdf")
    patch(writing, address, PDF[:400_000], 0)
    folder = house.store._folder  # type: ignore[attr-defined]
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert found
    assert not any(b"water" in content for content in found)


def test_a_full_disk_is_told_and_what_arrived_stays(
    writing: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = begun(writing, HERE, len(PDF))
    patch(writing, address, PDF[:70_000], 0)
    free = house.store.free_bytes
    monkeypatch.setattr(house.store, "free_bytes", lambda: 0)
    answer = patch(writing, address, PDF[70_000:], 70_000)
    assert answer.status_code == 507
    assert "存储空间已满" in answer.content.decode()
    assert create(writing, HERE, 5).status_code == 507
    assert offset(writing, address) == 70_000
    monkeypatch.setattr(house.store, "free_bytes", free)
    assert patch(writing, address, PDF[70_000:], 70_000).status_code == 204
    assert len(kept(writing).files) == 1
