"""A matter lived by web at a running installation, a canary in everything that anybody can type or add."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journeys.at_the_desk import Official
from support import program
from support.browser import new_context
from support.canaries import CARD, LATIN, PHONE, SAID, WORDS
from support.installation import Installation
from support.pictured_matters import ACCEPT, CONTACT, FINDING, OPINION

NEXT = ".actions button[value=next]"
PATIENCE = 120_000  # milliseconds
TITLE = f"工厂夜里向府河偷排污水，河水发黑 {SAID}"
_RIVER = "工厂夜里向府河排放污水，河水发黑发臭，水质很差，有刺鼻气味。"
STORY = f"{_RIVER}\n{SAID} {CARD} {PHONE}"
LONG = STORY * 60  # kept apart from its row
MAIL = f"{LATIN.lower()}@example.org"
OPINION_SAID = {
    **{name: f"{said}{SAID}" for name, said in OPINION.items() if name not in {"count", "a0_result"}},
    "a0_result": OPINION["a0_result"],
    "review_office": OPINION["review_office"],
    "legal_basis": OPINION["legal_basis"],
}


@dataclass(frozen=True)
class Lived:
    """What the petitioner holds."""

    number: str
    code: str


def text_file() -> bytes:
    """Return a list as plain text."""
    return f"河水 {SAID}\n{PHONE}\n{CARD}\n".encode() * 30


def pdf() -> bytes:
    """Return a report with words, and an author."""
    return typst.compile(f'#set document(author: "{SAID}")\n{SAID} {PHONE}'.encode())


def scan() -> bytes:
    """Return a picture of words."""
    picture = Image.new("RGB", (900, 240), "white")
    ImageDraw.Draw(picture).text(
        (30, 60), f"{LATIN} {PHONE}", fill="black", font=ImageFont.load_default(size=56)
    )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


FILES = {f"{SAID}.txt": text_file, f"{SAID}-{PHONE}.pdf": pdf, f"{WORDS}照片.png": scan}


def filed(browser: Browser, place: Installation) -> Lived:
    """File it page by page; go astray first."""
    context = new_context(browser, place.url)
    page = context.new_page()
    _go_astray(context, page)
    page.goto("/file/")
    page.click(".actions button")
    _type(page, {"#id_title": TITLE, "#id_text": STORY})
    page.check("#id_klass_0")
    page.click(NEXT)
    _type(page, {"#id_place": f"河边{SAID}"})
    page.select_option("#id_prefecture", "510100")
    page.select_option("#id_county", "510117")
    page.click(NEXT)
    page.fill("#id_request", f"请尽快修好污水管，检测河水水质。{SAID}")
    page.click(NEXT)
    page.check("#id_whom0_kind_1")
    page.fill("#id_whom0_name", f"{SAID}厂")
    page.click(NEXT)
    for name, made in FILES.items():
        sent: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": made()}
        page.set_input_files("#id_files", sent)
        expect(page.locator("#file_list")).to_contain_text(name)
    page.click(NEXT)
    page.check("#id_identity_0")
    _type(page, {"#id_name": SAID, "#id_phone": PHONE, "#id_address": f"{SAID}1组"})
    if page.locator("#id_email").count():
        page.fill("#id_email", MAIL)
    page.click(NEXT)
    page.check("#id_electronic")
    page.click(NEXT)
    page.click(".actions button[value=submit]")
    expect(page.locator(".receipt")).to_be_visible()
    found = Lived(page.inner_text(".receipt .big"), page.inner_text(".receipt .code"))
    _save(page, "a[href='/file/receipt/file/']")
    _save(page, "a.button.quiet[download]")
    context.close()
    _leave_a_draft(browser, place)
    return found


def _type(page: Page, typed: dict[str, str]) -> None:
    for selector, said in typed.items():
        page.fill(selector, said)


def _save(page: Page, selector: str) -> bytes:
    with page.expect_download() as saved:
        page.click(selector)
    content = Path(saved.value.path()).read_bytes()
    saved.value.delete()
    return content


def _go_astray(context: BrowserContext, page: Page) -> None:
    """Send what is refused: a form without what it needs, addresses that are none, forms without a token."""
    page.goto("/file/")
    page.click(".actions button")
    page.fill("#id_text", STORY)
    page.click(NEXT)
    expect(page.locator("[role=alert]").first).to_be_visible()
    ask = context.request
    for address in (f"/{SAID}/", f"/desk/petition/{SAID}/", f"/follow/file/{SAID}/", f"/?q={SAID}&p={PHONE}"):
        ask.get(address, headers={"User-Agent": LATIN, "Referer": f"http://127.0.0.1/{LATIN}"})
    ask.post("/follow/", form={"number": SAID, "code": PHONE})
    ask.post("/file/what/", form={"text": STORY}, headers={"X-Forwarded-For": LATIN, "Cookie": f"a={LATIN}"})
    ask.get("/", headers={"Host": f"{LATIN}.example.org"})
    ask.post("/api/v1/petitions", data=f'{{"title": "{SAID}", '.encode(), headers={"Idempotency-Key": LATIN})
    ask.post("/api/v1/petitions/query", data=json.dumps({"number": SAID, "query_code": PHONE}))


def _leave_a_draft(browser: Browser, place: Installation) -> None:
    """Begin to write, add a file, and go; and file by program, once wrongly and once rightly."""
    context = new_context(browser, place.url)
    page = context.new_page()
    page.goto("/file/")
    page.click(".actions button")
    _type(page, {"#id_title": TITLE, "#id_text": STORY})
    page.check("#id_klass_0")
    page.click(NEXT)
    page.goto("/file/evidence/")
    sent: Any = {"name": f"{SAID}.txt", "mimeType": "text/plain", "buffer": text_file()}
    page.set_input_files("#id_files", sent)
    expect(page.locator("#file_list")).to_contain_text(SAID)
    context.close()
    person = {"part": "petitioner", "kind": "person", "name": SAID, "phone": PHONE, "email": MAIL}
    petition = {**program.PETITION, "title": TITLE, "text": LONG, "persons": [person]}
    wrong = {**petition, "division": 1, "klass": SAID}
    assert program.send(place.port, program.Filing(wrong)).status >= 400
    file = program.File(f"{SAID}.exe", b"MZ\x90\x00" + SAID.encode())
    assert program.send(place.port, program.Filing(petition, (file,))).status >= 400
    assert program.send(place.port, program.Filing(petition)).status == 201


def handled(browser: Browser, place: Installation, lived: Lived) -> None:
    """Let officials carry it to its answer, look for it and for its petitioner, and black out a file."""
    number = lived.number
    with Official(browser, place, "shen.qinghe") as handler:
        page = handler.open(number)
        if page.locator(".closed button").count():  # not open already today
            page.click(".closed button")
        expect(page.locator(".story")).to_contain_text(SAID)
        handler.act(number, "classify", {"klass": "claim", "route": "6", "topic": "environment.water"})
        handler.act(number, "accept", {**ACCEPT, "contact": f"{ACCEPT['contact']}{SAID}"})
        handler.act(number, "contact", {**CONTACT, "note": LONG})
        handler.act(number, "finding", {"text": f"{FINDING['text']}{SAID}{CARD}"})
        witness = dict.fromkeys(("who", "reach", "when", "where", "what"), f"{SAID}{PHONE}")
        handler.act(number, "witness", witness)
        handler.act(number, "draft", OPINION_SAID)
        _look(handler, number)
        with Official(browser, place, "gu.changan") as head:
            head.open(number).click(".closed button")
            head.act(number, "sign", {})
        today = page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})")
        handler.act(number, "serve", {"way": "portal", "served_on": today})
    with Official(browser, place, "zhou.mubai") as dispatcher:
        _look_for_the_person(dispatcher)


def _look(handler: Official, number: str) -> None:
    """Search for words and keep the search, look at the files, make a blacked-out copy, save everything."""
    page = handler.page
    for typed in (SAID, f'"{WORDS}" {LATIN}', PHONE):
        page.goto("/desk/search/")
        page.fill("#q", typed)
        page.click("button[value=find]")
        assert WORDS not in page.url
        assert LATIN not in page.url
    page.goto("/desk/search/")
    page.fill("#q", LATIN)
    page.click("button[value=find]")
    if page.locator("button[value=keep]").count():
        page.click("button[value=keep]")
    page.goto(f"/desk/find/?go=find&q={SAID}")
    handler.open(number)
    looks = page.locator(".evidence .name > a")
    addresses = [looks.nth(place).get_attribute("href") or "" for place in range(looks.count())]
    assert len(addresses) == len(FILES)
    for address in addresses:
        page.goto(address)
        expect(page.locator("h1")).to_contain_text(WORDS)
        assert page.context.request.get(address.replace("look/", ""), timeout=PATIENCE).ok
    page.goto(addresses[1].replace("look/", "redact/"))
    page.fill("#id_boxes", "1: 10, 10, 60, 24")
    page.fill("#id_reason", f"{SAID}的姓名")
    page.click(".redact .actions button")
    assert page.context.request.get(f"/desk/petition/{number}/everything.zip", timeout=PATIENCE).ok


def _look_for_the_person(dispatcher: Official) -> None:
    page = dispatcher.page
    for known, who in (("name", SAID), ("phone", PHONE), ("email", MAIL)):
        page.goto("/desk/search/person/")
        page.locator("input[name=purpose]").first.check()
        page.select_option("#known", known)
        page.fill("#who", who)
        page.click("main form .actions button")
        expect(page.locator("main h1")).to_be_visible()


def answered(browser: Browser, place: Installation, lived: Lived) -> None:
    """Let the petitioner come back: name a witness, add a file, read, rate, and save everything."""
    context = new_context(browser, place.url)
    page = context.new_page()
    page.goto("/follow/")
    _type(page, {"#id_number": lived.number, "#id_code": lived.code})
    page.click("#follow button")
    expect(page.locator(".followhead .number")).to_have_text(lived.number)
    for address in ("/follow/everything.zip", "/follow/file/1/", "/follow/document/1/", "/follow/receipt/"):
        assert context.request.get(address, timeout=PATIENCE).ok
    page.goto("/follow/rate/")
    page.check("#id_office_5")
    page.fill("#id_office_comment", f"谢谢{SAID}{PHONE}")
    page.click(".actions button")
    expect(page.locator(".told")).to_be_visible()
    context.close()


def added(browser: Browser, place: Installation, lived: Lived) -> None:
    """Let the petitioner add a file and a witness before the answer."""
    context = new_context(browser, place.url)
    page = context.new_page()
    page.goto("/follow/")
    _type(page, {"#id_number": lived.number, "#id_code": lived.code})
    page.click("#follow button")
    page.goto("/follow/statement/")
    _type(page, {f"#id_{name}": f"{SAID}{PHONE}" for name in ("who", "reach", "when", "where", "what")})
    page.click(".actions button")
    expect(page.locator(".told")).to_be_visible()
    context.close()
