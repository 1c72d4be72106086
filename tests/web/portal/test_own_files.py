"""A petitioner has the own files back, sees who added each and how it was checked; nobody else gets them."""

import hashlib
import io
from typing import Any

import pytest
from django.test import Client
from followed import follows, words
from wizard import text

import builders
from huiyin.adapters.scanning.scanner import Said, Scanned, ScannerDown
from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.jobs.examining import examine_files
from huiyin.kernel.command import Actor
from huiyin.prepare import house
from huiyin.prepare.evidence import stage
from huiyin.prepare.filing import evidence_row
from huiyin.prepare.replies import key_of
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")

SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(range(256)) * 8
LETTER = "河水发臭，请核实。".encode()


def with_files(
    *files: tuple[str, bytes], life: builders.Life | None = None, by: Actor | None = None
) -> builders.Life:
    """Add these files to a matter."""
    life = life or builders.file_petition()
    key = key_of(life.petition)
    rows = [
        evidence_row(stage(io.BytesIO(data), name, store=house.store(), data_key=key, at=life.at), key)
        for name, data in files
    ]
    return life.then(AddEvidence(petition=life.petition, files=tuple(rows)), by or life.petitioner)


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


class Scanner:
    """Says what it is told to say."""

    def __init__(self, says: Any) -> None:
        self.says = says

    def scan(self, *_: Any) -> Scanned:
        """Say it."""
        if isinstance(self.says, Exception):
            raise self.says
        return self.says  # type: ignore[no-any-return]


def test_every_file_comes_back_as_it_went_in(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    life = with_files(("信.txt", LETTER), ("厂区夜录.mp3", SOUND))
    follows(visitor, life, monkeypatch)
    for place, data in ((1, LETTER), (2, SOUND)):
        given = visitor.get(f"/follow/file/{place}/")
        assert content(given) == data
        assert given.headers["Content-Type"] == "application/octet-stream"
        assert given.headers["Content-Disposition"].startswith("attachment; ")
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in given.headers["Cache-Control"]


def test_the_page_tells_who_added_a_file_when_and_its_hash(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = with_files(("信.txt", LETTER))
    life = with_files(("现场.txt", b"seen"), life=life, by=builders.HANDLER)
    page = words(follows(visitor, life, monkeypatch))
    for said in ("由您添加", "由成都市生态环境局添加", hashlib.sha256(LETTER).hexdigest(), "2026年5月"):
        assert said in page


def test_sound_is_played_from_any_place(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    life = with_files(("信.txt", LETTER), ("厂区夜录.mp3", SOUND))
    assert "/follow/file/2/play/" in follows(visitor, life, monkeypatch)
    assert 'src="/follow/file/2/played/"' in text(visitor.get("/follow/file/2/play/"))
    part = visitor.get("/follow/file/2/played/", headers={"Range": "bytes=300-399"})
    assert (part.status_code, content(part)) == (206, SOUND[300:400])
    assert part.headers["Content-Type"] == "audio/mpeg"
    assert part.headers["Content-Range"] == f"bytes 300-399/{len(SOUND)}"
    beyond = visitor.get("/follow/file/2/played/", headers={"Range": "bytes=99999-"})
    assert beyond.status_code == 416
    assert visitor.get("/follow/file/1/play/").status_code == 404
    played = visitor.get("/follow/file/1/played/")
    assert played.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("place", ["0", "3", "201", "999999999999999999999"])
def test_a_place_without_a_file_is_no_page(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    follows(visitor, with_files(("信.txt", LETTER), ("厂区夜录.mp3", SOUND)), monkeypatch)
    for end in ("", "play/", "played/"):
        assert visitor.get(f"/follow/file/{place}/{end}").status_code == 404


def test_another_petitioner_gets_only_the_own_files(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = with_files(("信.txt", LETTER), ("厂区夜录.mp3", SOUND))
    mine = with_files(("我的.txt", b"mine"), life=builders.file_petition(title="另一件事"))
    page = follows(visitor, mine, monkeypatch)
    assert "厂区夜录" not in page
    assert content(visitor.get("/follow/file/1/")) == b"mine"
    assert visitor.get("/follow/file/2/").status_code == 404
    for guessed in (theirs.petition, "信.txt", "-1"):
        assert visitor.get(f"/follow/file/{guessed}/").status_code == 404


def test_without_a_session_nothing_is_given(visitor: Client) -> None:
    with_files(("信.txt", LETTER))
    for end in ("", "play/", "played/"):
        answer = visitor.get(f"/follow/file/1/{end}")
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "查询码" in text(answer)


@pytest.mark.parametrize(
    ("says", "on_the_list", "when_asked"),
    [
        (ScannerDown(), "正在进行恶意程序检查", "此文件仍在检查"),
        (
            Scanned(said=Said.INFECTED, finding="Win.Test.EICAR_HDB-1"),
            "恶意程序检查发现了问题",
            "此文件暂不打开",
        ),
        (Scanned(said=Said.TOO_LARGE), "大小上限", "此文件暂不打开"),
    ],
)
def test_a_file_kept_shut_says_so_in_plain_words(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, says: Any, on_the_list: str, when_asked: str
) -> None:
    monkeypatch.setattr(house, "scanner", lambda: Scanner(says))
    life = with_files(("厂区夜录.mp3", SOUND))
    examine_files(lambda: life.at)
    page = follows(visitor, life, monkeypatch)
    assert "/follow/file/" not in page
    assert on_the_list in words(page)
    for end in ("", "play/", "played/"):
        answer = visitor.get(f"/follow/file/1/{end}")
        assert answer.status_code == 403
        assert SOUND[:64] not in answer.content
    assert when_asked in words(text(answer))


def test_a_check_is_told_in_the_language_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "scanner", lambda: Scanner(Scanned(said=Said.TOO_LARGE)))
    life = with_files(("厂区夜录.mp3", SOUND))
    examine_files(lambda: life.at)
    english, chinese = (Client(HTTP_ACCEPT_LANGUAGE=one) for one in ("en", "zh-CN"))
    assert "larger than the malware scanner takes" in follows(english, life, monkeypatch)
    assert "larger than" not in follows(chinese, life, monkeypatch)


def test_files_of_an_erased_matter_are_gone_in_words(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = with_files(("厂区夜录.mp3", SOUND))
    life = builders.erased(builders.answered(builders.drafted(builders.accepted(before))))
    assert "厂区夜录" not in follows(visitor, life, monkeypatch)
    for address in ("/follow/file/1/", "/follow/file/1/play/", "/follow/file/1/played/"):
        answer = visitor.get(address)
        assert answer.status_code == 410
        assert "本事项的内容已抹除" in text(answer)
    assert visitor.get("/follow/everything.zip").status_code == 410


def test_a_file_can_be_added_later_and_had_back(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    life = builders.file_petition()
    follows(visitor, life, monkeypatch)
    sent = io.BytesIO(LETTER)
    sent.name = "后补.txt"
    assert visitor.post("/follow/files/", {"files": sent}).status_code == 302
    assert content(visitor.get("/follow/file/1/")) == LETTER
    assert life.at == AT


def test_a_file_whose_name_lies_is_saved_as_what_it_is(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = with_files(("page.html.mp3", SOUND), ("run.hta", SOUND))
    follows(visitor, life, monkeypatch)
    told = visitor.get("/follow/file/2/").headers["Content-Disposition"]
    assert told == 'attachment; filename="run.hta.mp3"'
    assert visitor.get("/follow/file/1/").headers["Content-Disposition"].endswith('"page.html.mp3"')
    played = visitor.get("/follow/file/2/played/").headers
    assert played["Content-Disposition"] == 'inline; filename="run.hta.mp3"'
    assert played["Content-Security-Policy"] == "sandbox; default-src 'none'"
