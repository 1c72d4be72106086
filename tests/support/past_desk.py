"""The way past the pages of the desk: queue, matters, actions, supervision, rules."""

import time
from typing import Any

from playwright.sync_api import Browser, Page

from support.installation import Installation
from support.pictured_life import DISPATCHER, HANDLER, HEAD
from support.pictured_matters import CONTACT, EXECUTION, FINDING, OPINION
from support.second_factor import fresh_code
from support.tour import DESK, PHONE, Looker, May, press, window

INSPECTOR, PROVINCE_HEAD, TWO_POSTS = "song.jian", "fang.zhiheng", "wei.siqi"
INDEXED = 240.0  # seconds: the worker steps back behind whatever else the machine does
QUEUE, POSTS = "**/desk/", "**/desk/me/post/**"


def _sign_in(
    page: Page, place: Installation, username: str, looker: Looker | None = None, *, to: str = QUEUE
) -> None:
    lines = (place.data / "demo-accounts.txt").read_text("utf-8").splitlines()
    _, password, secret, *_ = next(line.split("\t") for line in lines if line.startswith(f"{username}\t"))
    page.goto("/desk/")
    if looker:
        looker.take(page, "desk-sign-in")
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.click(".actions button")
    page.wait_for_selector("#id_code")
    if looker:
        looker.take(page, "desk-second-factor")
    page.fill("#id_code", fresh_code(secret))
    page.click(".actions button")
    page.wait_for_url(to)


def _open(page: Page, number: str) -> None:
    page.goto(f"/desk/petition/{number}/")
    button = page.locator("form[action$='/open/'] button")
    if button.count():
        button.first.click()
        page.wait_for_selector(".said")


def _form(page: Page, number: str, slug: str, typed: dict[str, Any] | None = None) -> None:
    """Open a form of a matter and type into it."""
    _open(page, number)
    page.goto(f"/desk/petition/{number}/{slug}/")
    for name, value in (typed or {}).items():
        field = page.locator(f"[name={name}]:not([type=hidden])")
        if field.count() and field.first.get_attribute("type") == "radio":
            page.check(f"[name={name}][value='{value}']")
        elif field.count():
            field.fill(value)


def handler(may: May, browser: Browser, looker: Looker) -> None:
    """See the desk as a handler."""
    with window(browser, may.place) as page:
        _sign_in(page, may.place, HANDLER, looker)
        looker.take(page, "queue", (PHONE,))
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page.keyboard.press("j")
        page.wait_for_selector("#panel h2")
        looker.take(page, "queue", (DESK,))
        page.goto(f"/desk/petition/{may.number('soon')}/")
        looker.take(page, "petition-closed")
        _form(page, may.number("soon"), "classify")
        press(page, "button[value='guide:aim=claim']")
        looker.take(page, "act-classify")
        page.goto("/desk/calendar/")
        press(page, "button[value=make]")
        looker.take(page, "desk-calendar")
        _open(page, may.number("follow"))
        looker.take(page, "petition")
        _open(page, may.number("answered"))
        page.locator(".filefacts").scroll_into_view_if_needed()
        page.wait_for_selector(".filefacts li")
        page.evaluate("scrollTo(0, 0)")
        looker.take(page, "petition-evidence", (DESK,))
        _act(page, may, looker)
        page.goto("/desk/find/?go=find")
        looker.take(page, "find")
        page.goto("/desk/me/")
        looker.take(page, "me")
        page.goto("/desk/password/")
        looker.take(page, "password")
        _open(page, may.number("duty_done"))
        reply = page.locator("a[href*='/document/']").last.get_attribute("href")
        assert reply
        looker.take_paper(page.context.request.get(reply).body(), "paper-duty-reply")


def _act(page: Page, may: May, looker: Looker) -> None:
    _form(page, may.number("follow"), "contact", CONTACT)
    looker.take(page, "act-contact")
    _form(page, may.number("follow"), "finding", FINDING)
    looker.take(page, "act-finding")
    _form(page, may.number("follow"), "draft", OPINION)
    looker.take(page, "act-draft")
    page.click("button[value=preview]")
    page.wait_for_selector("img.sheet")
    looker.take(page, "preview")
    page.goto(f"/desk/petition/{may.number('duty_open')}/sign/")
    looker.take(page, "error-403")
    _form(page, may.number("overdue"), "accept")
    looker.take(page, "act-accept")
    _form(page, may.number("overdue"), "decline")
    looker.take(page, "act-decline")
    _form(page, may.number("redirect"), "redirect")
    looker.take(page, "act-redirect")
    _form(page, may.number("unserved"), "serve")
    looker.take(page, "act-serve")
    _form(page, may.number("answered"), "execution", EXECUTION)
    looker.take(page, "act-execution")


def head_and_dispatcher(may: May, browser: Browser, looker: Looker) -> None:
    """See the desk as the head of an office, and as a dispatcher."""
    with window(browser, may.place) as page:
        _sign_in(page, may.place, HEAD)
        _form(page, may.number("duty_open"), "sign")
        looker.take(page, "act-sign")
        _form(page, may.number("follow"), "extend")
        looker.take(page, "act-extend")
    with window(browser, may.place) as page:
        _sign_in(page, may.place, DISPATCHER)
        looker.take(page, "queue-bureau")
        _form(page, may.number("unclear"), "transfer", {"look_up": "锦江区住房"})
        page.click("button[value=look_up]")
        page.wait_for_selector("#id_to .choice")
        looker.take(page, "act-transfer")


def of_two_posts(may: May, browser: Browser, looker: Looker) -> None:
    """See what somebody sees first who holds two posts."""
    with window(browser, may.place) as page:
        _sign_in(page, may.place, TWO_POSTS, to=POSTS)
        looker.take(page, "posts")


def overseers(may: May, browser: Browser, looker: Looker) -> None:
    """See what was not done in time as an inspector, and what is in force as the province's bureau."""
    with window(browser, may.place) as page:
        _sign_in(page, may.place, INSPECTOR)
        page.goto("/desk/supervision/")
        looker.take(page, "supervision")
        page.locator("ol.items .what a").first.click()
        looker.take(page, "supervision-item")
    with window(browser, may.place) as page:
        _sign_in(page, may.place, PROVINCE_HEAD)
        page.goto("/desk/supervision/labels/")
        looker.take(page, "supervision-labels")
        page.goto("/desk/rules/")
        looker.take(page, "rules")


def searching(may: May, browser: Browser, looker: Looker) -> None:
    """Search by words as a dispatcher: found, found otherwise, not found; then look for a person."""
    with window(browser, may.place) as page:
        _sign_in(page, may.place, DISPATCHER)
        page.goto("/desk/search/")
        looker.take(page, "search")
        until = time.monotonic() + INDEXED
        while not page.locator("button[value=keep]").count():
            assert time.monotonic() < until
            _search(page, "污水")
        looker.take(page, "search-found")
        press(page, "button[value=keep]")
        looker.take(page, "search-kept")
        _search(page, "污睡")
        page.wait_for_selector(".otherwise")
        looker.take(page, "search-otherwise")
        _search(page, "龘靐齉龗")
        looker.take(page, "search-nothing")
        _search(page, "13800000000")
        looker.take(page, "search-wrong")
        page.goto("/desk/search/person/")
        looker.take(page, "person-search")
        page.check("[name=purpose][value=repeated]")
        page.fill("#who", "王小明")
        press(page, "main form .actions button")
        looker.take(page, "person-found")


def _search(page: Page, words: str) -> None:
    page.goto("/desk/search/")
    page.fill("#q", words)
    press(page, "button[value=find]")
