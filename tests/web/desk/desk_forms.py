"""What officials type into the forms of the desk."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

import builders
from support.cited import FINED, FINED_DAILY

ACCEPT = {
    "unit": "水生态环境处",
    "contact": "028-00000000",
    "path": "由本机关调查核实后出具信访处理意见书。",
    "procedure": "听取陈述、调查核实、书面答复。",
}
ORDINARY = {"klass": "claim", "route": "6", "topic": "environment.water"}
DUTY = {"klass": "claim", "route": "5", "topic": "environment.water"}
OPINION = {
    "count": "1",
    "stated": "纺织厂夜间排放污水。",
    "found": "经查，该厂雨水口外排印染废水。",
    "a0_request": "请查处",
    "a0_result": "support",
    "a0_opinion": "已责令停止排放。",
    "legal_basis": FINED,
    "execution": "由执法总队于2026年6月20日前完成。",
    "review_office": "四川省生态环境厅",
    "contact": "",
}
DUTY_REPLY = {
    "count": "1",
    "outcome_said": "performed",
    "request": "请查处纺织厂违法排污。",
    "duty": "依照《中华人民共和国水污染防治法》第九条，统一监督管理。",
    "found": "该厂夜间排放未经处理的印染废水。",
    "result": "责令停止违法排放，处以罚款，并按日连续处罚。",
    "d0_name": "按日连续处罚决定书",
    "d0_number": "川环罚〔2026〕31号",
    "d0_decided_on": "2026-05-06",
    "d0_against": "某纺织有限公司",
    "d0_orders": "立即停止违法排放。\n拆除私设的软管。",
    "d0_fine": "2500000",
    "legal_basis": FINED_DAILY,
    "reconsideration_body": "成都市人民政府",
    "contact": "",
}
_HIDDEN = re.compile(r'<input type="hidden" name="(seen|since|by|count)" value="([^"]*)"')


def address(life: builders.Life, slug: str = "") -> str:
    """Return the address of a matter, or of one of its forms."""
    base = f"/desk/petition/{life.prepared.command.number}/"
    return f"{base}{slug}/" if slug else base


def opened(browser: Client, life: builders.Life) -> None:
    """Open the story for today."""
    assert browser.post(address(life, "open")).status_code == 302


def hidden(page: HttpResponse) -> dict[str, str]:
    """Return the hidden fields of a form as it was shown."""
    return dict(_HIDDEN.findall(page.content.decode()))


def send(browser: Client, life: builders.Life, slug: str, go: str = "do", **typed: Any) -> HttpResponse:
    """Open a form, fill it and press a button."""
    form = hidden(browser.get(address(life, slug)))  # type: ignore[arg-type]
    return browser.post(address(life, slug), {**form, **typed, "go": go})  # type: ignore[return-value]


def told(browser: Client, life: builders.Life) -> str:
    """Return what the page of the matter says after a deed."""
    page = browser.get(address(life)).content.decode()
    found = re.search(r'<div class="told".*?</div>', page, re.DOTALL)
    return found[0] if found else ""
