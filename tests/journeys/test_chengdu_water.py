"""Residents of Chengdu report a textile factory's wastewater; on day 28 the bureau has ordered and fined.

The same facts run twice: under the demonstration's rules of 30 and 90 days, and under the Regulations of
2022, where they are a report of an unlawful act (art. 31(5)).
"""

import hashlib
from pathlib import Path

import pytest
from at_the_desk import Official
from playwright.sync_api import Browser, Page, expect
from residents import TITLE, Filed, Residents

from support.cited import FINED_DAILY
from support.installation import Installation
from support.printed import printed

pytestmark = pytest.mark.journey

FIRST_DAY, DAY_28 = "2026-05-06T10:00", "2026-06-03T10:00"
BUREAU = "成都市生态环境局"
CLASSIFY = {"klass": "claim", "route": "5", "topic": "environment.water"}
ACCEPT = {
    "unit": "水生态环境处",
    "contact": "水生态环境处 028-00000000",
    "path": "由本机关依法调查，履行职责后答复。",
    "procedure": "现场检查、采样监测、依法处理、书面答复。",
}
FINDING = "5月12日、14日夜间检查，该厂雨水口外接软管，印染废水未经处理直排府河，化学需氧量超标五倍。"
REPLY = {
    "outcome_said": "performed",
    "request": "请查处该厂违法排污。",
    "duty": "依照《中华人民共和国水污染防治法》第九条，对水污染防治实施统一监督管理。",
    "found": FINDING,
    "result": "已责令改正并处罚款；5月25日复查发现仍在排放，依法按日连续处罚。现已停止排放，软管已拆除。",
    "d0_name": "责令改正违法行为决定书",
    "d0_number": "成环责改字〔2026〕18号",
    "d0_decided_on": "2026-05-15",
    "d0_against": "成都华锦纺织有限公司",
    "d0_orders": "立即停止违法排放水污染物。\n拆除私设的软管。",
    "d1_name": "行政处罚决定书",
    "d1_number": "成环罚字〔2026〕31号",
    "d1_decided_on": "2026-05-22",
    "d1_against": "成都华锦纺织有限公司",
    "d1_orders": "对逃避监管排放水污染物的行为处以罚款。",
    "d1_fine": "250000",
    "d2_name": "按日连续处罚决定书",
    "d2_number": "成环连罚字〔2026〕3号",
    "d2_decided_on": "2026-06-02",
    "d2_against": "成都华锦纺织有限公司",
    "d2_orders": "自2026年5月16日至5月25日，按原处罚数额25万元按日连续处罚10日。",
    "d2_fine": "2500000",
    "legal_basis": FINED_DAILY,
    "reconsideration_body": "成都市人民政府",
}


def test_residents_see_order_and_fine_on_day_28_under_the_rules_of_the_demonstration(
    installation: Installation, browser: Browser, tmp_path: Path
) -> None:
    up(installation, FIRST_DAY, "--demo-rules")
    with Residents(browser, installation.url, tmp_path) as residents:
        filed = residents.file()
        page = residents.follow(filed)
        sees(page, "h1", BUREAU, "最迟 2026年6月5日 完成初步审查", "还有 30 天")
        sees(page, ".dates", "演示规则", "不是法律规定", "2026年8月4日")
        require_marked(installation, filed)
        the_bureau_takes_it(browser, installation, filed, due="2026年6月5日")

        restart(installation, DAY_28, "--demo-rules")
        page = residents.follow(filed)
        sees(page, "h1", BUREAU, "最迟 2026年6月5日 完成初步审查", "还有 2 天")
        the_bureau_answers(browser, installation, filed, tile="soon")

        page = residents.follow(filed)
        sees(page, "h1", f"{BUREAU}已于 2026年6月3日 答复。")
        require_reply(residents)
        require_no_review(page)
        the_residents_rate(residents, filed)
    require_clean(installation)


def test_the_same_facts_under_the_regulations_are_a_report_of_an_unlawful_act(
    installation: Installation, browser: Browser, tmp_path: Path
) -> None:
    up(installation, FIRST_DAY)
    with Residents(browser, installation.url, tmp_path) as residents:
        filed = residents.file()
        page = residents.follow(filed)
        sees(page, "h1", BUREAU, "2026年5月21日")
        sees(page, ".dates", "书面告知信访人接收情况以及处理途径和程序", "第二十三条第三款")
        require_marked(installation, filed)
        the_bureau_takes_it(browser, installation, filed, due="2026年5月21日")
        page = residents.follow(filed)
        sees(page, "h1", f"{BUREAU}正在查处，最迟 2026年7月6日 履行职责或者答复")
        sees(page, ".dates", "《信访工作条例》规定的60日", "60日办理期限不适用于本事项", "第三十一条第五项")
        sees(page, ".dates", "《行政诉讼法》第四十七条", "两个月")
        sees(page, ".echoes", "认定为申诉求决，按第三十一条第五项办理。")

        restart(installation, DAY_28)
        page = residents.follow(filed)
        sees(page, "h1", "最迟 2026年7月6日 履行职责或者答复", "还有 33 天")
        the_bureau_answers(browser, installation, filed, tile="later")

        page = residents.follow(filed)
        sees(page, ".remedy", "不是信访处理意见", "不适用", "自知道之日起60日内申请行政复议")
        require_reply(residents)
        require_no_review(page)
        the_residents_rate(residents, filed)
    require_clean(installation)


def up(place: Installation, now: str, *arguments: str) -> None:
    words = place.up("--demo", "--now", now, *arguments).ready().words
    assert "2026-0" in words
    assert "演示" in words


def restart(place: Installation, now: str, *arguments: str) -> None:
    assert place.started[-1].stop() == 0
    up(place, now, *arguments)


def sees(page: Page, where: str, *words: str) -> None:
    for one in words:
        expect(page.locator(f"main {where}").first).to_contain_text(one)


def require_marked(place: Installation, filed: Filed) -> None:
    """The receipt holds by itself, and says on paper and as a file that it is a demonstration's."""
    assert [one["name"] for one in filed.plain["filed"]["files"]] == [
        "水质检测报告.pdf",
        "排污口一.jpg",
        "排污口二.jpg",
    ]
    assert "演示" in printed(filed.paper)
    checked = place.run("receipt", "verify", str(filed.receipt), LC_ALL="zh_CN.UTF-8")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert filed.number in checked.stdout
    assert "2026-05-06" in checked.stdout
    assert "演示：这是演示用凭证，不证明任何真实的提交。" in checked.stdout


def the_bureau_takes_it(browser: Browser, place: Installation, filed: Filed, *, due: str) -> None:
    """The alert stands in the queue; the handler reads story and evidence, decides the route and accepts."""
    with Official(browser, place, "shen.qinghe") as handler:
        handler.page.goto("/desk/?topic=environment")
        sees(handler.page, ".lines", TITLE, due)
        page = handler.open(filed.number)
        sees(page, ".matterhead", due, "演示", "水污染（系统建议）")
        sees(page, ".story", "正文尚未打开")
        page.click(".closed button")
        sees(page, ".evidence", "水质检测报告.pdf", "排污口二.jpg")
        require_what_the_files_say(page)
        given = handler.save(".evidence a[download] >> nth=0")
        assert hashlib.sha256(given).hexdigest() == filed.plain["filed"]["files"][0]["sha256"]
        assert "类别和途径已确定" in handler.act(filed.number, "classify", CLASSIFY)
        assert "今天已网上送达" in handler.act(filed.number, "accept", ACCEPT)


def require_what_the_files_say(page: Page) -> None:
    """Beside it the photo tells place, time and device, the report its author, each with its source."""
    beside = page.locator(".evidence .filefacts")
    for place, words in (
        (1, ("2026年4月28日 22:41:07", "30.781250", "104.012500", "HUAWEI P60", "EXIF DateTimeOriginal")),
        (0, ("检测技术",)),
    ):
        beside.nth(place).scroll_into_view_if_needed()
        for one in words:
            expect(beside.nth(place)).to_contain_text(one)


def the_bureau_answers(browser: Browser, place: Installation, filed: Filed, *, tile: str) -> None:
    """The handler records what was found and drafts, the head signs, the handler serves."""
    with Official(browser, place, "shen.qinghe") as handler:
        handler.page.goto(f"/desk/?due={tile}")
        sees(handler.page, ".lines", TITLE)
        handler.open(filed.number).click(".closed button")
        handler.act(filed.number, "finding", {"text": FINDING})
        told = handler.act(filed.number, "draft", REPLY, add=3)
        assert "等待负责人签发" in told
        with Official(browser, place, "gu.changan") as head:
            head.open(filed.number).click(".closed button")
            assert "已签发" in head.act(filed.number, "sign", {})
        assert "送达已登记" in handler.act(filed.number, "serve", {"way": "portal", "served_on": DAY_28[:10]})
        sees(handler.page, ".papers", "履行法定职责答复书", "2026年6月3日")


def require_reply(residents: Residents) -> None:
    """The document that was served holds order, fine and the remedy against these acts, and is no opinion."""
    sees(residents.page, ".side", "履行法定职责答复书")
    text = printed(residents.save(".side a[href='/follow/document/2/']", "reply.pdf").read_bytes())
    assert "演示文书，不具有法律效力" in text
    assert "责令改正违法行为决定书" in text
    assert "罚款：人民币250万元" in text
    for law in FINED_DAILY.rstrip("。").split("，"):
        assert law in text
    assert "向成都市人民政府申请行政复议" in text
    assert "本答复书不是信访处理意见书" in text
    # A reply to a petition is no act that can be sued over: only the acts themselves are.
    suits = [one for one in text.split("。") if "诉讼" in one]
    assert suits
    assert all("行政复议决定" in one or "行政行为" in one for one in suits), suits


def require_no_review(page: Page) -> None:
    """Neither a button nor a window for the review of arts. 35 and 36; and no way to its form."""
    assert page.locator("a[href='/follow/review/']").count() == 0
    assert "请求复查" not in page.inner_text(".dates")
    assert "诉讼" not in page.inner_text(".remedy")
    page.goto("/follow/review/")
    expect(page).to_have_url("/follow/")


def the_residents_rate(residents: Residents, filed: Filed) -> None:
    residents.rate()
    sees(residents.page, ".told", "您的评价已记录")
    sees(residents.page, ".echoes", f"对{BUREAU}的评价：非常满意。")
    assert residents.page.locator("a[href='/follow/rate/']").count() == 0
    sees(residents.page, ".followhead", filed.number, "演示")


def require_clean(place: Installation) -> None:
    checked = place.run("ledger", "verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr
