"""Every way by which sealed words reach an official: shut without the grant of the day, open with it.

The table names every address of a matter at the desk; a new one without a line in it fails.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from desk_forms import ACCEPT, OPINION, ORDINARY, address, opened, send
from django.test import Client
from officials import signed_in, words

import builders
from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.jobs.examining import examine_files
from huiyin.kernel import clock
from huiyin.prepare import examining, house, passes
from huiyin.prepare.evidence import stage
from huiyin.prepare.filing import evidence_row
from huiyin.prepare.replies import key_of
from huiyin.prepare.searching import indexing
from huiyin.web.desk.actions.all import ACTIONS
from huiyin.web.desk.urls import urlpatterns
from huiyin.web.portal.following.sessions import COOKIE
from support.log import turn
from support.moment import AT
from support.state import entries, row, rows
from support.threads import together
from vault.made_files import at_chengdu, exif, picture, typeset_pdf

pytestmark = pytest.mark.usefixtures("installed")

STORY, REQUEST, PLACE, PHONE, STREET = "渣土车夜间偷倒", "请彻查到底", "三号桥墩", "13971948265", "方桥村九组"
NAME, FIRM, NOTE, FOUND, SEEN, GROUNDS = (
    "欧阳锦绣",
    "某某渣土公司",
    "已约定面谈",
    "查明堆土四百方",
    "看见两辆货车",
    "依约清运",
)
FILE_NAME, FILE_TEXT, AUTHOR, SOUND_NAME, HIDDEN_NAME = (
    "偷倒证据",
    "机密检测数据",
    "某检测员",
    "夜间录音",
    "第三人姓名",
)
SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x00" + FILE_TEXT.encode() * 50
SEALED = (STORY, REQUEST, PLACE, PHONE, STREET, NAME, FIRM, NOTE, FOUND, SEEN, GROUNDS,
          FILE_NAME, FILE_TEXT, AUTHOR, SOUND_NAME, HIDDEN_NAME, "HUAWEI", "30.657420")  # fmt: skip

# What each address of a matter answers without the grant of the day.
REFUSED = {"desk-evidence", "desk-played", "desk-player", "desk-evidence-facts", "desk-file", "desk-page",
           "desk-redact", "desk-copy", "desk-document", "desk-draft", "desk-everything"}  # fmt: skip
WORDLESS = {"desk-petition", "desk-panel", "desk-act", "desk-files", "desk-erasure", "desk-record",
            "desk-period"}  # fmt: skip
NOT_READ = {"desk-open", "desk-keep", "desk-uploads"}  # taken in, never given out
LISTS = ("/desk/", "/desk/find/?go=find", "/desk/me/", "/desk/calendar/")


@dataclass(frozen=True)
class Matter:
    """A matter with something sealed of every kind, and the addresses by which it could go out."""

    life: builders.Life
    pdf: Any
    photo: Any
    sound: Any

    @property
    def base(self) -> str:
        """Where it is at the desk."""
        return address(self.life)

    def addresses(self) -> dict[str, list[str]]:
        """Return what can be asked of each kind of address."""
        at = f"{self.base}evidence/{self.pdf.id}/"
        sound = f"{self.base}evidence/{self.sound.id}/"
        papers = [one["id"] for one in rows("document")]
        return {
            "desk-evidence": [at, f"{self.base}evidence/{self.photo.id}/", sound],
            "desk-played": [f"{sound}played/"],
            "desk-player": [f"{sound}play/"],
            "desk-evidence-facts": [f"{at}facts/", f"{self.base}evidence/{self.photo.id}/facts/"],
            "desk-file": [f"{at}look/", f"{self.base}evidence/{self.photo.id}/look/"],
            "desk-page": [f"{at}page/{page}.webp" for page in (0, 1)],
            "desk-redact": [f"{at}redact/"],
            "desk-copy": [f"{at}copy/{row('redaction')['id']}/"],
            "desk-document": [f"{self.base}document/{one}.pdf" for one in papers],
            "desk-draft": [f"{self.base}draft/{row('opinion')['id']}.pdf"],
            "desk-everything": [f"{self.base}everything.zip"],
            "desk-petition": [self.base],
            "desk-panel": [f"{self.base}panel/"],
            "desk-act": [f"{self.base}{slug}/" for slug in ACTIONS],
            "desk-files": [f"{self.base}files/"],
            "desk-erasure": [f"{self.base}erasure/"],
            "desk-record": [f"{self.base}record/1/"],
            "desk-period": [f"{self.base}retention/"],
        }


@pytest.fixture
def matter(monkeypatch: pytest.MonkeyPatch) -> Matter:
    """A matter of yesterday with something sealed of every kind; its grant of yesterday is over."""
    monkeypatch.setattr(examining, "FEW_LETTERS", 0)
    person = {
        "part": "petitioner", "kind": "person", "name": NAME, "phone": PHONE, "address": STREET,
    }  # fmt: skip
    life = builders.file_petition(
        text=f"{builders.POLLUTION['text']}{STORY}",
        request=REQUEST,
        place=PLACE,
        persons=[person],
        respondents=[{"kind": "enterprise", "name": FIRM}],
    )
    key = key_of(life.petition)
    contents = {
        f"{FILE_NAME}.pdf": typeset_pdf(AUTHOR),
        "照片.jpg": picture("JPEG", exif=exif(gps=at_chengdu())),
        f"{SOUND_NAME}.mp3": SOUND,
        "说明.txt": f"{FILE_TEXT}：超标。".encode(),
    }
    staged = [
        stage(io.BytesIO(data), name, store=house.store(), data_key=key, at=AT)
        for name, data in contents.items()
    ]
    files = tuple(evidence_row(one, key) for one in staged)
    life = life.then(AddEvidence(petition=life.petition, files=files), life.petitioner, days=0)
    examine_files(lambda: AT)
    turn()
    indexing.catch_up(batches=10)
    found = Matter(life, *staged[:3])
    _worked_on(found, monkeypatch)
    return found


def _worked_on(matter: Matter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let yesterday's handler do what can be done, under yesterday's grant."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    browser, life = signed_in(builders.HANDLER), matter.life
    opened(browser, life)
    for slug, typed in (
        ("classify", ORDINARY),
        ("accept", {**ACCEPT, "procedure": GROUNDS}),
        ("contact", {"way": "telephone", "reached": "yes", "note": NOTE}),
        ("finding", {"text": FOUND}),
        ("witness", {"who": "路人", "what": SEEN}),
        ("draft", {**OPINION, "stated": GROUNDS, "found": FOUND}),
    ):
        answered = send(browser, life, slug, **typed)
        assert answered.status_code == 302, (slug, re.findall(r'class="wrong"[^<]*<?[^<]*', words(answered)))
    redacted = browser.post(
        f"{matter.base}evidence/{matter.pdf.id}/redact/",
        {"boxes": "1: 10, 10, 50, 20", "reason": HIDDEN_NAME},
    )
    assert redacted.status_code == 302
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=1))


@pytest.fixture
def today(matter: Matter) -> Client:  # noqa: ARG001  the matter comes first
    """The handler on the next day."""
    return signed_in(builders.HANDLER)


def said(answer: Any) -> str:
    """Return whatever an answer gives out, as far as it is text."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode("utf-8", "replace")


def test_every_address_of_a_matter_has_a_line_in_the_table() -> None:
    of_matters = {one.name for one in urlpatterns if "<str:number>" in str(one.pattern)}
    assert of_matters == REFUSED | WORDLESS | NOT_READ


def test_without_the_grant_of_the_day_no_address_gives_sealed_words(matter: Matter, today: Client) -> None:
    asked = matter.addresses()
    assert set(asked) == REFUSED | WORDLESS
    for name, addresses in asked.items():
        for one in addresses:
            answer = today.get(one)
            expected = {403} if name in REFUSED else {200, 302, 403, 404, 409}
            assert answer.status_code in expected, (name, one, answer.status_code)
            page = said(answer)
            assert [word for word in SEALED if word in page] == [], (name, one)
    for one in LISTS:
        assert [word for word in SEALED if word in said(today.get(one))] == [], one


def test_a_part_of_a_file_needs_the_grant_as_the_whole_does(matter: Matter, today: Client) -> None:
    for end in ("", "played/"):
        place = f"{matter.base}evidence/{matter.sound.id}/{end}"
        assert today.get(place, headers={"Range": "bytes=10-20"}).status_code == 403
        assert today.head(place).status_code == 403
    opened(today, matter.life)
    part = today.get(place, headers={"Range": "bytes=10-20"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, SOUND[10:21])  # type: ignore[attr-defined]


def test_a_word_in_story_or_file_is_found_and_not_shown_without_the_grant(
    matter: Matter, today: Client
) -> None:
    for word in ("渣土车", "机密检测"):
        page = searched(today, word)
        assert matter.life.prepared.command.number in page
        assert "excerpt" not in page
    opened(today, matter.life)
    assert '<p class="excerpt">' in searched(today, "渣土车")


def searched(browser: Client, typed: str) -> str:
    return words(browser.get(browser.post("/desk/search/", {"q": typed})["Location"]))  # type: ignore[arg-type]


def test_with_the_grant_all_of_it_opens(matter: Matter, today: Client) -> None:
    opened(today, matter.life)
    for name, addresses in matter.addresses().items():
        if name in REFUSED:
            assert {today.get(one).status_code for one in addresses} == {200}, name
    page = said(today.get(matter.base))
    assert [
        word for word in SEALED if word not in page and word not in {GROUNDS, FILE_TEXT, HIDDEN_NAME}
    ] == []


def test_the_grant_of_one_opens_nothing_for_another(matter: Matter, today: Client) -> None:
    opened(today, matter.life)
    other = signed_in(builders.DISPATCHER)
    for name, addresses in matter.addresses().items():
        if name in REFUSED:
            assert {other.get(one).status_code for one in addresses} <= {403, 404}, name


def test_however_often_it_is_opened_the_ledger_tells_it_once_a_day(matter: Matter, today: Client) -> None:
    def openings() -> int:
        return sum(one["kind"] == "petition.story_opened" for one in entries(matter.life.petition))

    before = openings()
    for _ in range(3):
        opened(today, matter.life)
    assert openings() == before + 1


def test_two_tabs_at_once_give_one_entry(matter: Matter) -> None:
    before = len(rows("story_grant"))
    browsers = [signed_in(builders.HANDLER) for _ in range(4)]

    def opens(browser: Client) -> Callable[[], int]:
        return lambda: browser.post(f"{matter.base}open/").status_code

    assert together([opens(one) for one in browsers]) == [302] * 4
    assert len(rows("story_grant")) == before + 1


def test_the_petitioner_sees_office_and_post_of_each_day(matter: Matter, today: Client) -> None:
    opened(today, matter.life)
    visitor = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
    visitor.cookies[COOKIE] = passes.issue(matter.life.petition, clock.now())
    page = visitor.get("/follow/").content.decode()
    seen = re.findall(r'<td class="nowrap">(2026年[^<]+)</td><td>(成都市生态环境局)</td>', page)
    assert seen == [("2026年5月6日", "成都市生态环境局"), ("2026年5月7日", "成都市生态环境局")]
