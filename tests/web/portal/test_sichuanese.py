"""四川话: spoken on the public pages alone, falling back to Mandarin, never in what the law speaks."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import test_documents_served
import test_silence
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import formats, translation
from pypdf import PdfReader
from test_receipt import filed
from wizard import begin, fill, send, text

import builders
from huiyin.kernel import clock
from huiyin.prepare import drafts, feeds, passes
from huiyin.web.portal.following.sessions import COOKIE
from huiyin.web.shared.cookies import DRAFT
from huiyin.web.shared.wording import ELSEWHERE, SICHUANESE, STANDARD
from support.moment import AT

PUBLIC = ("huiyin.web.portal", "huiyin.web.shared", "huiyin.web.openlog")

pytestmark = pytest.mark.usefixtures("installed")


def chosen(browser: Client) -> Client:
    browser.post("/language/", {"language": SICHUANESE})
    return browser


@pytest.fixture
def neighbour(browser: Client) -> Client:
    """A device on which 四川话 was chosen."""
    return chosen(browser)


def printed(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


# The switch


def test_the_switch_offers_mandarin_then_sichuanese_then_english(browser: Client) -> None:
    for address in ("/", "/follow/", "/figures/", "/calculator/", "/whom/", "/file/", "/nowhere/"):
        names = re.findall(r'name="language" value="[^"]+"[^>]*>([^<]+)<', text(browser.get(address)))
        assert names == ["中文", "四川话", "English"], address


def test_a_press_on_the_switch_speaks_sichuanese_from_then_on(browser: Client) -> None:
    assert "您想办什么？" in text(browser.get("/"))
    answered = browser.post("/language/", {"language": SICHUANESE, "back": "/file/"})
    assert answered.headers["Location"] == "/file/"
    page = text(browser.get("/"))
    assert "您想办啥子？" in page
    assert '<html lang="zh-Hans-x-sichuan">' in page
    assert f'value="{SICHUANESE}" lang="{SICHUANESE}" aria-current="true"' in page
    assert page.count("aria-current") == 1


@pytest.mark.parametrize(("code", "said"), [(STANDARD, "您想办什么？"), ("en", "What would you like to do?")])
def test_another_press_leaves_it_again(neighbour: Client, code: str, said: str) -> None:
    neighbour.post("/language/", {"language": code})
    assert said in text(neighbour.get("/"))


@pytest.mark.parametrize("asked", ["zh", "zh-CN,zh;q=0.9", "zh-Hans-CN", "zh-TW", "de", ""])
def test_nobody_gets_sichuanese_without_choosing_it(asked: str) -> None:
    assert '<html lang="zh-Hans">' in text(Client(HTTP_ACCEPT_LANGUAGE=asked).get("/"))


def test_a_press_in_the_middle_of_a_page_keeps_the_text(browser: Client) -> None:
    begin(browser)
    answered = send(browser, "what", go=f"language:{SICHUANESE}", text="写到一半", title="水")
    assert answered.headers["Location"] == "/file/what/"
    page = text(browser.get("/file/what/"))
    assert "您想要我们做啥子？" in page
    assert "写到一半" in page
    assert 'value="水"' in page
    send(browser, "what", go="language:en", text="写到大半", title="水")
    assert "写到大半" in text(browser.get("/file/what/"))


def test_a_press_on_the_check_page_files_nothing(browser: Client) -> None:
    fill(browser)
    answered = browser.post("/file/check/", {"go": f"language:{SICHUANESE}"})
    assert answered.headers["Location"] == "/file/check/"
    assert "请从头再看一道" in text(browser.get("/file/check/"))
    draft = drafts.load(browser.cookies[DRAFT].value, AT)
    assert draft is not None
    assert draft.receipt is None


def test_large_type_and_sichuanese_go_together(neighbour: Client) -> None:
    neighbour.post("/elder/", {"elder": "on"})
    assert '<html lang="zh-Hans-x-sichuan" class="elder">' in text(neighbour.get("/"))


# Falling back


def test_what_sichuanese_does_not_say_otherwise_is_said_in_mandarin(neighbour: Client) -> None:
    page = text(neighbour.get("/"))
    assert "提出诉求" in page
    with translation.override(SICHUANESE):
        assert translation.gettext("Print") == "打印"
        assert translation.ngettext("%(count)s day left", "%(count)s days left", 3) == "还有 %(count)s 天"


def test_texts_of_the_framework_fall_back_to_mandarin() -> None:
    with translation.override(STANDARD):
        mandarin = translation.gettext("This field is required.")
    with translation.override(SICHUANESE):
        assert translation.gettext("This field is required.") == mandarin != "This field is required."


@pytest.mark.parametrize("kind", sorted(formats.FORMAT_SETTINGS))
def test_dates_and_numbers_are_written_as_in_mandarin(kind: str) -> None:
    assert formats.get_format(kind, SICHUANESE) == formats.get_format(kind, STANDARD)


def test_no_public_page_shows_english_or_an_empty_text(neighbour: Client) -> None:
    begin(neighbour)
    for slug in ("what", "where", "ask", "whom", "evidence", "who", "notice", "check", "later"):
        page = text(neighbour.get(f"/file/{slug}/"))
        assert '<html lang="zh-Hans-x-sichuan">' in page
        seen = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
        assert not re.search(r"\b(?:the|you|your|please)\b", seen, re.IGNORECASE), slug
        assert not re.search(r"<(?:h1|h2|label|b|button)[^>]*>\s*</", page), slug


def test_scripts_find_their_words_in_sichuanese_on_the_page(neighbour: Client) -> None:
    begin(neighbour)
    assert "没传成，请再选一道" in text(neighbour.get("/file/evidence/"))
    for name in ("portal/follow", "portal/keep", "portal/place", "huiyin/upload"):
        script = Path(str(finders.find(f"{name}.js"))).read_text("utf-8")
        code = re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE)
        assert not re.search(r"[\u4e00-\u9fff]", code), name


# Where it is not spoken


def test_an_official_who_chose_sichuanese_at_home_reads_mandarin_at_the_desk(neighbour: Client) -> None:
    page = text(neighbour.get("/desk/sign-in/"))
    assert '<html lang="zh-Hans">' in page
    assert "四川话" not in page
    assert "English" in page
    assert f'value="{STANDARD}" lang="{STANDARD}" aria-current="true"' in page
    assert "没得" not in text(neighbour.get("/desk/nowhere/"))
    assert "您想办啥子？" in text(neighbour.get("/"))


def test_programs_are_answered_in_mandarin(neighbour: Client) -> None:
    address = "/api/v1/deadline?rule=cn22.nothing&from=2026-03-03"
    assert "没有这个期限" in text(neighbour.get(address))
    assert "没得这个期限" in text(neighbour.get("/calculator/?rule=cn22.nothing&from=2026-03-03"))


def test_an_unknown_calendar_is_answered_in_mandarin(neighbour: Client) -> None:
    answered = neighbour.get("/calendar/nobody.ics")
    assert answered.status_code == 404
    assert "没有这个页面" in text(answered)
    assert "没得这个页面" in text(neighbour.get("/nowhere/"))


def test_every_address_outside_the_public_pages_keeps_to_mandarin() -> None:
    for path, module in addresses(get_resolver(), "/"):
        if not module.startswith(PUBLIC):
            assert path.startswith(ELSEWHERE), path


def addresses(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, path)
        else:
            assert isinstance(pattern, URLPattern)
            yield path, getattr(pattern.callback, "__module__", "")


# What the law speaks


def test_what_is_filed_in_sichuanese_is_a_matter_in_mandarin(neighbour: Client, installed: Any) -> None:
    filed(neighbour)
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT language FROM petition")
        assert cursor.fetchall() == [(STANDARD,)]


def test_receipts_are_the_same_on_paper_and_as_files(neighbour: Client) -> None:
    filed(neighbour)
    said = printed(neighbour.get("/file/receipt/paper/").content)
    saved = neighbour.get("/file/receipt/file/").content
    neighbour.post("/language/", {"language": STANDARD})
    assert printed(neighbour.get("/file/receipt/paper/").content) == said
    assert neighbour.get("/file/receipt/file/").content == saved


@pytest.mark.parametrize(
    ("lived", "paper"),
    [(test_documents_served.accepted_in_writing, "document/1/"), (test_silence.on_paper, "record/1/")],
    ids=["a document", "a record of non-response"],
)
def test_papers_are_the_same(
    neighbour: Client, monkeypatch: pytest.MonkeyPatch, lived: Callable[[], builders.Life], paper: str
) -> None:
    life = lived()
    at = life.at + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: at)
    neighbour.cookies[COOKIE] = passes.issue(life.petition, at)
    page = text(neighbour.get("/follow/"))
    assert "为啥子是这一天？" in page
    assert f"/follow/{paper}" in page
    said = printed(neighbour.get(f"/follow/{paper}").content)
    neighbour.post("/language/", {"language": STANDARD})
    assert printed(neighbour.get(f"/follow/{paper}").content) == said != ""


def test_explanations_of_law_are_the_same(neighbour: Client) -> None:
    address = "/calculator/?rule=cn22.handle&from=2026-03-03"
    last = re.compile(r'id="last".*?</main>', re.DOTALL)
    told = re.findall(r"<p[^>]*>[^<]*第三十四条[^<]*</p>", text(neighbour.get(address)))
    neighbour.post("/language/", {"language": STANDARD})
    mandarin = text(neighbour.get(address))
    assert last.search(mandarin)
    assert told == re.findall(r"<p[^>]*>[^<]*第三十四条[^<]*</p>", mandarin) != []


def test_a_calendar_made_in_sichuanese_is_written_in_mandarin(
    neighbour: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.accepted(builders.classified())
    monkeypatch.setattr(clock, "now", lambda: life.at)
    neighbour.cookies[COOKIE] = passes.issue(life.petition, life.at)
    page = text(neighbour.post("/follow/calendar/", {"go": "make"}))
    secret = re.search(r"/calendar/([^\"/]+)\.ics", page)
    assert secret
    found = feeds.find(secret[1], at=life.at)
    assert found is not None
    assert found.language == STANDARD
