"""What holds for every page: headers, languages, large type, errors in plain words, weight."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client
from wizard import begin, text

import huiyin
from huiyin.kernel import clock
from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Refused, Unknown, Unlawful

WEB = Path(huiyin.__file__).parent / "web"
PUBLIC = ("/", "/file/", "/nothing/")
MOST_BYTES = 100_000


def templates() -> list[Path]:
    return sorted(
        path for room in ("shared", "portal", "desk") for path in (WEB / room / "templates").rglob("*.*")
    )


@pytest.fixture
def loud(browser: Client) -> Client:
    """A browser that is shown error pages instead of exceptions."""
    browser.raise_request_exception = False
    return browser


@pytest.mark.usefixtures("database", "house")
@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_carries_the_strict_headers(browser: Client, address: str) -> None:
    answered = browser.get(address)
    policy = answered.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["Referrer-Policy"] == "same-origin"
    assert answered.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_no_template_holds_inline_script_or_style(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_every_template_compiles(path: Path) -> None:
    folder = next(parent for parent in path.parents if parent.name == "templates")
    compiled: Any = get_template(str(path.relative_to(folder)))
    assert Path(compiled.origin.name) == path


@pytest.mark.usefixtures("database", "house")
@pytest.mark.parametrize(
    "address", ["/", "/file/", "/file/what/", "/file/where/", "/file/who/", "/file/notice/"]
)
def test_a_page_with_all_it_loads_weighs_less_than_a_hundred_kilobytes(browser: Client, address: str) -> None:
    begin(browser)
    answered = browser.get(address)
    loaded = re.findall(r'(?:href|src)="/static/([^"]+)"', text(answered))
    assert loaded
    weight = len(answered.content) + sum(_size(name) for name in loaded)
    assert weight < MOST_BYTES


def _size(name: str) -> int:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).stat().st_size


@pytest.mark.usefixtures("database")
def test_the_first_page_has_one_door_for_each_room_that_exists(browser: Client) -> None:
    page = text(browser.get("/"))
    doors = re.findall(r'class="door[^"]*" href="([^"]+)"', page)
    assert doors[0] == "/file/"
    for address in doors:
        assert browser.get(address).status_code != 404


def test_the_language_of_the_browser_is_spoken_and_can_be_changed(browser: Client) -> None:
    assert 'lang="zh-Hans"' in text(browser.get("/"))
    assert "You speak, you are answered." in text(Client(HTTP_ACCEPT_LANGUAGE="en").get("/"))
    answered = browser.post("/language/", {"language": "en", "back": "/file/"})
    assert answered.headers["Location"] == "/file/"
    assert 'lang="en"' in text(browser.get("/"))


def test_an_unknown_language_changes_nothing(browser: Client) -> None:
    browser.post("/language/", {"language": "tlh"})
    assert 'lang="zh-Hans"' in text(browser.get("/"))


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_elsewhere(browser: Client, target: str) -> None:
    assert browser.post("/language/", {"language": "en", "back": target}).headers["Location"] == "/"


def test_large_type_is_remembered_until_it_is_turned_off(browser: Client) -> None:
    browser.post("/elder/", {"elder": "on"})
    assert 'class="elder"' in text(browser.get("/"))
    browser.post("/elder/", {"elder": "off"})
    assert 'class="elder"' not in text(browser.get("/"))


def test_a_moved_clock_is_announced_on_every_page(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = clock.Clock(offset=timedelta(days=-100))
    monkeypatch.setattr(clock, "is_moved", lambda: moved.moved)
    assert "演示环境" in text(browser.get("/"))


def test_an_address_without_a_page_is_answered_in_words(browser: Client) -> None:
    answered = browser.get("/nothing/")
    assert answered.status_code == 404
    assert "没有这个页面" in text(answered)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (Refused("x"), 403, "这个页面不对您开放"),
        (Unknown("x"), 404, "没有这个页面"),
        (Conflict("x"), 409, "情况刚刚有了变化"),
        (Unlawful("x", article="第三十四条"), 409, "情况刚刚有了变化"),
        (Invalid("x"), 400, "这次请求没能读出来"),
        (HuiyinError("x"), 500, "我们这边出了故障"),
        (ZeroDivisionError(), 500, "我们这边出了故障"),
    ],
)
def test_what_goes_wrong_is_told_in_plain_words(
    loud: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    def fail() -> datetime:
        raise error

    monkeypatch.setattr(clock, "now", fail)
    answered = loud.get("/file/")
    assert answered.status_code == status
    assert said in text(answered)


@pytest.mark.usefixtures("database", "house")
def test_an_error_page_leads_back_to_what_was_being_written(browser: Client) -> None:
    begin(browser)
    page = text(browser.get("/nothing/"))
    assert "回到我填写的内容" in page
    assert "30 日内" in page


def test_too_much_at_once_is_answered_in_words(loud: Client) -> None:
    answered = loud.post("/language/", {"language": "x" * (9 << 20)})
    assert answered.status_code == 413
    assert "一次提交的内容太大了" in text(answered)


def test_too_many_files_at_once_are_answered_in_words(loud: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answered = loud.post("/language/", {str(number): "x" for number in range(5)})
    assert answered.status_code == 413
    assert "一件事项最多 200 个文件" in text(answered)


def test_an_expired_form_on_another_page_is_answered_in_words() -> None:
    careful = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="zh-CN")
    answered = careful.post("/language/", {"language": "en"})
    assert answered.status_code == 403
    assert "这个页面打开的时间太长了" in text(answered)


def test_the_places_come_as_one_small_file(browser: Client) -> None:
    answered = browser.get("/places.json", HTTP_ACCEPT_ENCODING="gzip")
    assert len(answered.content) < MOST_BYTES
    tree = browser.get("/places.json").json()
    assert len(tree) == 21
    assert sum(len(prefecture[2]) for prefecture in tree) == 183
