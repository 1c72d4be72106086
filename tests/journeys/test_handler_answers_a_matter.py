"""A handler takes a matter from the queue to the draft, the head signs, it is served; once scriptless."""

import http.client
import json

import pytest
from at_the_desk import Official
from playwright.sync_api import Browser, Page, expect

import builders
from support.cited import FINED
from support.installation import Installation

pytestmark = pytest.mark.journey

CLASSIFY = {"klass": "claim", "route": "6", "topic": "environment.water"}
ACCEPT = {"unit": "水生态环境处", "contact": "水生态环境处 028-00000000"}
DRAFT = {
    "found": "5月4日夜间现场检查，该厂雨水口外排印染废水。",
    "a0_result": "support",
    "a0_opinion": "已责令立即停止排放，并立案处罚。",
    "legal_basis": FINED,
    "execution": "由市生态环境保护综合行政执法总队督促，一个月内完成整改。",
}


def test_a_handler_answers_a_matter_and_the_head_signs(live: Installation, browser: Browser) -> None:
    number = filed(live)
    with Official(browser, live, "shen.qinghe") as handler:
        page = handler.page
        find_in_the_queue(page, number)
        page.click(".closed button")
        expect(page.locator(".said").first).to_contain_text("河水发黑发臭")
        handler.act(number, "classify", CLASSIFY)
        look_before_accepting(page, number)
        assert "已受理。告知书" in handler.act(number, "accept", ACCEPT)
        handler.act(number, "contact", {"way": "telephone", "reached": "yes", "note": "核实了排污时间。"})
        assert "等待负责人签发" in handler.act(number, "draft", DRAFT)
        assert handler.page.locator("a", has_text="签发").count() == 0
    with Official(browser, live, "gu.changan") as head:
        head.page.goto(f"/desk/petition/{number}/sign/")
        head.page.click("text=打开全文并继续")
        expect(head.page.locator("img.sheet").first).to_be_visible()
        assert "已签发" in head.act(number, "sign", {})
    with Official(browser, live, "shen.qinghe") as handler:
        assert "送达已登记" in handler.act(number, "serve", {})
        page = handler.open(number)
        expect(page.locator(".truth")).to_contain_text("已答复")
        paper = page.locator("text=查看 PDF").last.get_attribute("href")
        assert page.request.get(str(paper)).body().startswith(b"%PDF")


def test_what_is_typed_survives_a_reload_and_the_colleague_who_was_faster(
    live: Installation, browser: Browser
) -> None:
    number = filed(live)
    with Official(browser, live, "shen.qinghe") as handler, Official(browser, live, "gu.changan") as head:
        page = handler.page
        page.goto(f"/desk/petition/{number}/contact/")
        page.fill("#id_note", "刚写到一半")
        expect(page.locator("[data-note]")).to_contain_text("已保存")
        page.reload()
        expect(page.locator("#id_note")).to_have_value("刚写到一半")
        page.goto(f"/desk/petition/{number}/classify/")
        page.check("input[name=klass][value=claim]")
        page.check("input[name=route][value='5']")
        head.act(number, "classify", CLASSIFY)
        page.click(".actions button[value=do]")
        expect(page.locator(".trouble")).to_contain_text("您填写期间，事项有了变化")
        expect(page.locator("input[name=route][value='5']")).to_be_checked()


def test_the_desk_works_without_scripts(live: Installation, browser: Browser) -> None:
    number = filed(live)
    with Official(browser, live, "shen.qinghe") as handler:
        state = handler.context.storage_state()
    plain = browser.new_context(
        base_url=live.url, java_script_enabled=False, storage_state=state, locale="zh-CN"
    )
    try:
        page = plain.new_page()
        page.goto("/desk/?topic=environment.water")
        page.click(f".line a[href='/desk/petition/{number}/']")
        page.click(".closed button")
        page.click(".doing a >> nth=0")
        page.check("input[name=klass][value=claim]")
        page.check("input[name=route][value='6']")
        page.click(".actions button[value=do]")
        expect(page.locator(".told")).to_contain_text("类别和途径已确定")
    finally:
        plain.close()


def filed(live: Installation) -> str:
    """File a petition as a program does; return its number."""
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=20)
    body = json.dumps(builders.POLLUTION).encode()
    connection.request("POST", "/api/v1/petitions", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    assert answer.status == 201, told
    return str(told["number"])


def find_in_the_queue(page: Page, number: str) -> None:
    """Walk the queue with the keyboard until the matter stands beside it, then open it."""
    page.goto("/desk/")
    count = page.locator(".line").count()
    for _ in range(count):
        page.keyboard.press("j")
        if page.locator(f".line[aria-current] a[href='/desk/petition/{number}/']").count():
            break
    expect(page.locator("#panel .number")).to_have_text(number)
    expect(page.locator("#panel")).to_contain_text("现在可以办理")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator(".matterhead .number")).to_have_text(number)


def look_before_accepting(page: Page, number: str) -> None:
    """See the notice as it will go out."""
    page.goto(f"/desk/petition/{number}/accept/")
    page.fill("#id_contact", ACCEPT["contact"])
    page.click("button[value=preview]")
    expect(page.locator("img.sheet").first).to_be_visible()
