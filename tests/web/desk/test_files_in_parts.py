"""Sound and video played from any place: ranges as the standard says, and a policy that runs nothing."""

from pathlib import Path
from typing import Any

import pytest
from desk_forms import address, opened
from django.test import Client
from officials import words
from test_petition import with_a_file

from huiyin.kernel.errors import HuiyinError
from huiyin.prepare import house

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 10_000  # 2.4 segments
PDF = b"%PDF-1.4\n" + bytes(300)


@pytest.fixture
def video(handler: Client) -> tuple[str, Any]:
    """The address of a video in a matter that is open to the handler, and its staged file."""
    life, staged = with_a_file("河边录像.mp4", MP4)
    opened(handler, life)
    return f"{address(life)}evidence/{staged.id}/", staged


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, len(MP4)),
        ("bytes=1048570-1048590", 1048570, 1048591),
        ("bytes=2097152-", 2097152, len(MP4)),
        ("bytes=-5", len(MP4) - 5, len(MP4)),
        ("bytes=-99999999", 0, len(MP4)),
        ("bytes=2000000-999999999", 2000000, len(MP4)),
    ],
)
def test_a_part_is_given_as_asked(
    handler: Client, video: tuple[str, Any], asked: str, start: int, end: int
) -> None:
    answer = handler.get(f"{video[0]}played/", HTTP_RANGE=asked)
    assert body(answer) == MP4[start:end]
    assert answer.headers["Content-Length"] == str(end - start)
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(MP4)}"


@pytest.mark.parametrize("asked", [f"bytes={len(MP4)}-", "bytes=99999999-999999999", "bytes=-0"])
def test_what_lies_behind_the_end_is_answered_with_416(
    handler: Client, video: tuple[str, Any], asked: str
) -> None:
    answer = handler.get(f"{video[0]}played/", HTTP_RANGE=asked)
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(MP4)}"


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=0-1,5-6", "bytes=a-b", "lines=1-2", "bytes=-", "x"])
def test_what_is_no_single_range_gets_the_whole(handler: Client, video: tuple[str, Any], asked: str) -> None:
    answer = handler.get(f"{video[0]}played/", HTTP_RANGE=asked)
    assert answer.status_code == 200
    assert body(answer) == MP4


def test_a_video_that_is_not_known_to_be_clean_is_played_by_nobody(
    handler: Client, video: tuple[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "scanner", object)
    for end in ("play/", "played/", ""):
        assert handler.get(f"{video[0]}{end}").status_code == 403
        assert handler.head(f"{video[0]}{end}").status_code == 403
    assert "播放" not in words(handler.get(f"{video[0]}look/"))


def test_a_part_of_another_state_of_the_file_is_not_given(handler: Client, video: tuple[str, Any]) -> None:
    tag = handler.get(f"{video[0]}played/").headers["ETag"]
    same = handler.get(f"{video[0]}played/", HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE=tag)
    assert same.status_code == 206
    other = handler.get(f"{video[0]}played/", HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE='"other"')
    assert other.status_code == 200


def test_head_tells_that_parts_can_be_asked_for_and_opens_nothing(
    handler: Client, video: tuple[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.store(), "get_range", None)
    answer: Any = handler.head(f"{video[0]}played/")
    assert answer.status_code == 200
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Length"] == str(len(MP4))


def test_the_player_plays_and_nothing_is_run(handler: Client, video: tuple[str, Any]) -> None:
    page = words(handler.get(f"{video[0]}play/"))
    assert f'src="{video[0]}played/"' in page
    played = handler.get(f"{video[0]}played/", HTTP_RANGE="bytes=0-9")
    assert played.headers["Content-Type"] == "video/mp4"
    assert played.headers["Content-Disposition"].startswith("inline")
    saved = handler.get(video[0], HTTP_RANGE="bytes=0-9")
    assert saved.status_code == 206
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"].startswith("attachment")
    for answer in (played, saved):
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_only_sound_and_video_are_played(handler: Client) -> None:
    life, staged = with_a_file("a.pdf", PDF)
    opened(handler, life)
    place = f"{address(life)}evidence/{staged.id}/"
    assert handler.get(f"{place}play/").status_code == 404
    answer = handler.get(f"{place}played/")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "播放" not in words(handler.get(address(life)))


def test_without_a_grant_nothing_is_played(handler: Client) -> None:
    life, staged = with_a_file("a.mp4", MP4)
    for way in ("play", "played"):
        assert handler.get(f"{address(life)}evidence/{staged.id}/{way}/").status_code == 403


def flipped(staged: Any, at: int) -> None:
    folder = house.store()._folder  # type: ignore[attr-defined]
    path: Path = next(folder.glob(f"??/{staged.address}"))
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_a_flipped_bit_names_file_and_segment(
    handler: Client, video: tuple[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    place, staged = video
    flipped(staged, 1_100_000)  # in segment 1
    assert body(handler.get(f"{place}played/", HTTP_RANGE="bytes=0-9")) == MP4[:10]
    answer = handler.get(place)
    with pytest.raises(HuiyinError, match="damaged_segment") as caught:
        body(answer)
    assert caught.value.facts == {"file": staged.address[:12], "segment": 1}
    noted = [one for one in caplog.records if one.message == "web.file_broke_off"]
    assert noted[0].segment == 1  # type: ignore[attr-defined]
    assert noted[0].file == staged.address[:12]  # type: ignore[attr-defined]
    with pytest.raises(HuiyinError):  # before anything is sent: an error page
        handler.get(f"{place}played/", HTTP_RANGE="bytes=1048576-")
    flipped(staged, 70)  # in the header
    with pytest.raises(HuiyinError, match="damaged_header"):
        handler.get(place)
    noted = [one for one in caplog.records if one.message == "web.file_broke_off"]
    assert (
        [(one.code, one.file) for one in noted]
        == [  # type: ignore[attr-defined]
            ("vault.damaged_segment", staged.address[:12]),
            ("vault.damaged_segment", staged.address[:12]),
            ("vault.damaged_header", staged.address[:12]),
        ]
    )
