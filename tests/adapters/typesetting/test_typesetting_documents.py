"""Every document holds what the law demands, refuses to exist without it, and promises no wrong remedy."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from typesetting_samples import (
    ACCEPTANCE,
    DECLINE,
    DOCUMENTS,
    DUTY,
    EXTENSION,
    NUMBER,
    OPINION,
    ROUTE,
    SERVICE,
    TRANSFER,
    text_of,
)

from huiyin.adapters.typesetting.documents import (
    Answer,
    DeclineReason,
    Document,
    Enforcement,
    Result,
    ServiceWay,
    render,
)
from huiyin.kernel.errors import Invalid


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_every_document_names_issuer_number_addressee_petition_and_day(document: Document) -> None:
    printed = text_of(render(document))
    for told in (document.title, document.issuer, document.number, document.addressee, NUMBER):
        assert told in printed, told
    assert f"2026年{document.issued_on.month}月{document.issued_on.day}日" in printed


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_demonstration_is_marked_and_nothing_else_is(document: Document) -> None:
    assert "演示文书，不具有法律效力" in text_of(render(replace(document, demo=True)))
    assert "演示" not in text_of(render(document))


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_the_title_and_the_parts_are_headings_to_a_screen_reader(document: Document) -> None:
    outline = PdfReader(io.BytesIO(render(document))).outline
    assert outline[0].title == document.title


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (ACCEPTANCE, ("受理告知书", "经成都市信访局转送", "2026年3月5日起受理", "第二十三条", "查询方式")),
        (TRANSFER, ("转送告知书", "2026年3月5日", "绵阳市人力资源和社会保障局", "15日内书面告知")),
        (ROUTE, ("第三十一条第二项", "仲裁", "一年内", "不适用《信访工作条例》第三十四条规定的60日")),
        (
            DECLINE,
            (
                "下列第（二）项情形",
                "（二）已经受理",
                "第十九条第三款",
                "2026年2月12日",
                "四川省信访局",
                "一式两份",
            ),
        ),
        (EXTENSION, ("第三十四条", "延长办理期限30日", "2026年4月7日", "局长李某", "检测供水管网")),
        (OPINION, ("信访请求", "事实和理由", "处理意见", "法律法规依据", "予以支持", "不予支持")),
        (DUTY, ("第三十一条第五项", "按日连续处罚决定书", "川环罚〔2026〕31号", "250万元", "拆除私设的软管")),
        (SERVICE, ("送达回证", "川环信〔2026〕118号", "直接送达", "李某、赵某", "收件日期为送达日期")),
    ],
)
def test_every_document_holds_what_its_article_demands(document: Document, told: tuple[str, ...]) -> None:
    printed = text_of(render(document))
    assert [words for words in told if words not in printed] == []


def test_an_opinion_tells_review_within_thirty_days_and_where() -> None:
    printed = text_of(render(OPINION))
    assert "自收到本意见书之日起30日内，请求成都市人民政府复查（《信访工作条例》第三十五条）" in printed


def test_each_request_is_answered_with_its_own_outcome() -> None:
    printed = text_of(render(OPINION))
    assert printed.index("第一项请求：予以支持") < printed.index("第二项请求：作出解释说明")
    assert printed.index("第二项请求：作出解释说明") < printed.index("第三项请求：不予支持")


def test_one_request_is_answered_without_counting() -> None:
    one = replace(OPINION, answers=(Answer(request="公开。", result=Result.EXPLAIN, opinion="说明。"),))
    printed = text_of(render(replace(one, execution="")))
    assert "第一项请求" not in printed
    assert "五、执行" not in printed
    assert "五、复查" in printed


@pytest.mark.parametrize(
    "document",
    [document for name, document in DOCUMENTS.items() if name != "duty"],
    ids=[name for name in DOCUMENTS if name != "duty"],
)
def test_no_reply_to_a_petition_says_that_it_could_be_sued_over(document: Document) -> None:
    printed = text_of(render(document))
    assert "诉讼" not in printed.replace("诉讼权利救济", "")
    assert "行政复议" not in printed


def test_the_remedy_of_a_duty_reply_concerns_the_underlying_act_only() -> None:
    printed = text_of(render(DUTY))
    assert "您认为本机关未依法履行上述法定职责的" in printed
    assert "您与《按日连续处罚决定书》（川环罚〔2026〕31号）有利害关系" in printed
    assert "本答复书不是信访处理意见书" in printed
    assert "不适用《信访工作条例》第三十五条、第三十六条规定的复查、复核" in printed
    assert "对本答复书不服" not in printed


def test_a_duty_reply_without_a_decision_names_no_decision() -> None:
    printed = text_of(render(replace(DUTY, decisions=())))
    assert "有利害关系" not in printed
    assert "60日内，向成都市人民政府申请行政复议" in printed


def test_a_matter_only_received_is_not_called_accepted() -> None:
    received = replace(ACCEPTANCE, accepted_on=None, transferred_from="")
    printed = text_of(render(received))
    assert received.title == "信访事项接收告知书"
    assert "受理。" not in printed


def test_an_assignment_tells_when_its_result_is_due() -> None:
    assigned = replace(TRANSFER, assigned=True, report_due_on=date(2026, 4, 30))
    printed = text_of(render(assigned))
    assert "交办告知书" in printed
    assert "2026年4月30日前反馈办理结果" in printed


@pytest.mark.parametrize("reason", DeclineReason)
def test_every_reason_for_declining_has_its_words_and_article(reason: DeclineReason) -> None:
    printed = text_of(render(replace(DECLINE, reason=reason, supervisor="")))
    assert "根据《信访工作条例》第" in printed
    assert "监督" not in printed


@pytest.mark.parametrize("route", [1, 2, 3, 4, 5])
def test_every_route_is_told_with_its_item(route: int) -> None:
    item = "一二三四五"[route - 1]
    assert f"第三十一条第{item}项" in text_of(render(replace(ROUTE, route=route)))


@pytest.mark.parametrize("way", ServiceWay)
def test_every_way_of_service_is_named(way: ServiceWay) -> None:
    served = replace(SERVICE, way=way, witness="孙某", consent="2026年3月3日书面同意", receiver="王𠮷")
    assert "送达" in text_of(render(replace(served, received_on=date(2026, 3, 6))))


WRONG: list[tuple[Document, dict[str, Any], str]] = [
    (ACCEPTANCE, {"issuer": " \u3000"}, "issuer"),
    (ACCEPTANCE, {"number": "12号"}, "number"),
    (ACCEPTANCE, {"limits": ()}, "limits"),
    (ACCEPTANCE, {"limits": ("x", " ")}, "limits"),
    (ACCEPTANCE, {"contact": ""}, "contact"),
    (ACCEPTANCE, {"received_on": date(2026, 3, 7)}, "issued_on"),
    (ACCEPTANCE, {"accepted_on": date(2026, 3, 2)}, "accepted_on"),
    (TRANSFER, {"reason": ""}, "reason"),
    (TRANSFER, {"sent_on": date(2026, 3, 2)}, "sent_on"),
    (TRANSFER, {"assigned": True}, "report_due_on"),
    (ROUTE, {"route": 6}, "route"),
    (ROUTE, {"legal_basis": ()}, "legal_basis"),
    (DECLINE, {"explanation": ""}, "explanation"),
    (DECLINE, {"right_channel": ""}, "right_channel"),
    (EXTENSION, {"reason": "\n"}, "reason"),
    (EXTENSION, {"days": 31}, "days"),
    (EXTENSION, {"days": 0}, "days"),
    (EXTENSION, {"extended_to": date(2026, 3, 9)}, "extended_to"),
    (EXTENSION, {"extended_to": date(2026, 5, 7)}, "extended_to"),
    (EXTENSION, {"approved_on": date(2026, 3, 10)}, "due_on"),
    (OPINION, {"route": 5}, "route"),
    (OPINION, {"answers": ()}, "answers"),
    (OPINION, {"answers": (Answer(request="", result=Result.EXPLAIN, opinion="x"),)}, "answers"),
    (OPINION, {"answers": (Answer(request="x", result=Result.EXPLAIN, opinion=" "),)}, "answers"),
    (OPINION, {"stated": ""}, "stated"),
    (OPINION, {"found": ""}, "found"),
    (OPINION, {"legal_basis": ()}, "legal_basis"),
    (OPINION, {"review_office": ""}, "review_office"),
    (OPINION, {"execution": ""}, "execution"),
    (OPINION, {"issued_on": date(2026, 3, 4)}, "issued_on"),
    (DUTY, {"result": ""}, "result"),
    (DUTY, {"reconsideration_body": ""}, "reconsideration_body"),
    (DUTY, {"issued_on": date(2026, 3, 30)}, "decisions"),
    (SERVICE, {"way": ServiceWay.ELECTRONIC}, "consent"),
    (SERVICE, {"way": ServiceWay.LEFT}, "witness"),
    (SERVICE, {"received_on": date(2026, 3, 5)}, "received_on"),
    (SERVICE, {"received_on": date(2026, 3, 7)}, "received_on"),
]


@pytest.mark.parametrize(("document", "changes", "field"), WRONG)
def test_what_the_law_demands_cannot_be_left_out(
    document: Document, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        replace(document, **changes)
    assert caught.value.field == field


@pytest.mark.parametrize("changes", [{"orders": ()}, {"fine": 0}, {"against": ""}])
def test_a_decision_is_named_whole(changes: dict[str, Any]) -> None:
    whole: dict[str, Any] = {
        "name": "行政处罚决定书",
        "number": "川环罚〔2026〕31号",
        "decided_on": date(2026, 3, 31),
        "against": "某公司",
        "orders": ("停止排放。",),
    }
    Enforcement(**whole)
    with pytest.raises(Invalid):
        Enforcement(**{**whole, **changes})
