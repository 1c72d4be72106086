"""Retention at the desk: what is due, lists by two people, matters taken off, progress; and the schedule."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from officials import signed_in, words

import builders
from builders import CONFIRMER, DISPATCHER, ERASER, Drawn, Life
from huiyin.kernel import clock
from huiyin.records import sql
from support.moment import AT
from support.state import row, rows

pytestmark = pytest.mark.usefixtures("installed")
HERE = "/desk/retention/"
SCHEDULE = f"{HERE}schedule/"
LATER = builders.years_later(AT)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Let it be an instant."""

    def moved(at: Any) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    return moved


@pytest.fixture
def two(installed: Any, on: Callable[[Any], None]) -> tuple[Life, Life]:
    """Two matters that are due, eleven years on."""
    assert installed
    builders.scheduled()
    lives = builders.executed(), builders.executed()
    on(LATER)
    return lives


def of(drawn: Drawn, item: str = "") -> str:
    return f"{HERE}lists/{drawn.id}/{item}"


def number(life: Life) -> str:
    return life.prepared.command.number


def test_without_a_schedule_the_page_teaches_and_leads_to_it(dispatcher: Client, on: Any) -> None:
    builders.executed()
    on(LATER)
    page = words(dispatcher.get(HERE))
    assert "尚未施行保管期限表" in page
    assert "已有 1 件办结事项" in page
    assert "编制清册" not in page
    assert "尚未在任何单位施行" in words(dispatcher.get(SCHEDULE))


def test_the_head_sets_the_schedule_and_the_dispatcher_reads_it(dispatcher: Client, on: Any) -> None:
    on(AT)
    head = signed_in(ERASER)
    assert "设定保管期限表" not in words(dispatcher.get(SCHEDULE))
    typed = {f"years_{one}": "0" for one in ("instructed", "precedent")}
    typed |= {"years_reexamined": "30", "years_handled": "10", "runs_from": "closing"}
    typed |= {"effective_on": "2026-05-06", "approval": "锦档函〔2026〕3号"}
    assert head.post(SCHEDULE, typed).status_code == 302
    page = words(dispatcher.get(SCHEDULE))
    for said in ("锦档函〔2026〕3号", "自办结次日起算", "网络安全法 第二十三条", "180天"):
        assert said in page
    assert dispatcher.post(SCHEDULE, typed).status_code == 403


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"approval": ""}, "请写明档案主管部门的同意意见"),
        ({"effective_on": "2026-05-05"}, "施行日期不得早于今天"),
        ({"effective_on": "soon"}, "请填写施行日期"),
        ({"years_handled": "5"}, "请为每个类别选择保管期限"),
        ({"years_handled": "x"}, "请为每个类别选择保管期限"),
        ({"runs_from": "filing"}, "请选择起算方式"),
    ],
)
def test_what_is_wrong_with_a_schedule_is_said_and_what_was_typed_stays(
    on: Any, changed: dict[str, str], said: str
) -> None:
    on(AT)
    typed = {f"years_{one}": "30" for one in ("instructed", "precedent", "reexamined", "handled")}
    typed |= {"runs_from": "next_year", "effective_on": "2026-05-06", "approval": "锦档函〔2026〕3号"}
    answer = signed_in(ERASER).post(SCHEDULE, {**typed, **changed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert rows("retention_schedule") == []


def test_a_schedule_to_come_is_told(dispatcher: Client, on: Any) -> None:
    builders.scheduled(at=LATER)
    on(AT)
    assert "已设定一份" in words(dispatcher.get(HERE))
    assert "另有一份已设定" in words(dispatcher.get(SCHEDULE))


@pytest.mark.usefixtures("two")
def test_what_is_due_is_counted_by_year_and_class(dispatcher: Client) -> None:
    builders.keep(builders.executed())
    builders.keep(builders.executed(), None, held=True, reason="诉讼")
    builders.keep(builders.executed(), "reexamined")
    page = words(dispatcher.get(HERE))
    for said in ("已期满", "2057", "永久保存", "另有 1 件已暂停销毁", "尚无销毁清册"):
        assert said in page


def test_one_draws_up_another_approves_and_it_is_carried_out(
    two: tuple[Life, Life], dispatcher: Client
) -> None:
    answer = dispatcher.post(HERE, {"up_to": "2037-03-01"})
    address = answer["Location"]
    page = words(dispatcher.get(address))
    for said in ("销毁清册 2037-1 号", "须由另一人审批", number(two[0]), "2036年12月31日"):
        assert said in page
    assert "审批本清册" not in page
    head = signed_in(ERASER)
    page = words(head.get(address))
    assert "2 件事项的内容将对所有人永久灭失" in page
    assert "仍有密钥" in page
    wrong = head.post(address, {"go": "approve", "matters": "3"})
    assert (wrong.status_code, "与清册的待销毁件数不符" in words(wrong)) == (422, True)
    assert head.post(address, {"go": "approve", "matters": "many"}).status_code == 422
    assert head.post(address, {"go": "approve", "matters": "2"}).status_code == 302
    assert "永久销毁 2 件" in words(dispatcher.get(address))
    assert dispatcher.post(address, {"go": "order"}).status_code == 302
    page = words(dispatcher.get(address))
    assert "已执行完毕" in page
    assert "已销毁 2 件" in page
    assert rows("data_key", petition=two[0].petition) == []
    shown = words(dispatcher.get(f"/desk/petition/{number(two[0])}/"))
    assert "本事项的内容已抹除" in shown
    assert "销毁清册第2037-1号" in shown
    assert "已执行完毕" in words(dispatcher.get(HERE))


def test_the_same_person_sees_no_approval_and_a_sent_form_is_refused(two: tuple[Life, Life]) -> None:
    assert two
    drawn, head = builders.draw_up(LATER, ERASER), signed_in(ERASER)
    assert "审批本清册" not in words(head.get(of(drawn)))
    answer = head.post(of(drawn), {"go": "approve", "matters": "2"})
    assert (answer.status_code, "须由另一人审批" in words(answer)) == (422, True)
    assert row("destruction_list")["state"] == "drawn"


def test_a_matter_is_taken_off_with_a_longer_period_and_the_list_says_why(
    two: tuple[Life, Life], dispatcher: Client
) -> None:
    drawn = builders.draw_up(LATER)
    item = next(one for one in rows("destruction_item") if one["matter"] == two[0].petition)
    address = of(drawn, f"{item['id']}/")
    assert "将事项移出清册" in words(dispatcher.get(address))
    wrong = dispatcher.post(address, {"category": "", "reason": "先例"})
    assert (wrong.status_code, "同样已经届满" in words(wrong)) == (422, True)
    assert "先例" in words(wrong)
    assert dispatcher.post(address, {"category": "precedent", "reason": "可作先例"}).status_code == 302
    page = words(dispatcher.get(of(drawn)))
    assert "已移出" in page
    assert "可作先例" in page
    assert "移出 1 件" in page


def test_a_list_is_turned_down_with_a_reason(two: tuple[Life, Life]) -> None:
    assert two
    drawn, head = builders.draw_up(LATER), signed_in(ERASER)
    assert head.post(of(drawn), {"go": "turn-down", "reason": ""}).status_code == 422
    assert head.post(of(drawn), {"go": "turn-down", "reason": "须再鉴定"}).status_code == 302
    assert "须再鉴定" in words(head.get(of(drawn)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2037-03-02", "尚未届满"), ("", "请填写期满截止日"), ("2036-12-30", "没有期满且可以销毁的事项")],
)
def test_what_is_wrong_with_a_day_is_said(
    two: tuple[Life, Life], dispatcher: Client, typed: str, said: str
) -> None:
    assert two
    answer = dispatcher.post(HERE, {"up_to": typed})
    assert (answer.status_code, said in words(answer)) == (422, True)


def test_no_other_office_and_no_other_post_sees_any_of_it(
    two: tuple[Life, Life], handler: Client, stranger: Client
) -> None:
    drawn = builders.draw_up(LATER)
    item = rows("destruction_item")[0]["id"]
    for browser in (handler, stranger, signed_in(builders.RECEPTION)):
        for address in (HERE, SCHEDULE, of(drawn), of(drawn, f"{item}/")):
            assert browser.get(address).status_code == 404
        assert browser.get(f"/desk/petition/{number(two[0])}/retention/").status_code == 404
    province = signed_in(CONFIRMER)
    for address in (of(drawn), of(drawn, f"{item}/")):
        assert province.get(address).status_code == 404
        assert province.post(address, {"go": "approve", "matters": "2"}).status_code == 404
    assert number(two[0]) not in words(province.get(HERE))


def test_of_a_matter_that_the_office_is_denied_neither_line_nor_count_remains(
    two: tuple[Life, Life], dispatcher: Client
) -> None:
    drawn = builders.draw_up(LATER)
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE petition SET denied = ARRAY[bureau] WHERE id = %s", (two[0].petition,))
    page = words(dispatcher.get(of(drawn)))
    assert number(two[0]) not in page
    assert "共 1 件" in page
    assert "1 件" in words(dispatcher.get(HERE))


def test_a_long_list_has_pages_and_one_page_to_print(
    two: tuple[Life, Life], dispatcher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert two
    drawn = builders.draw_up(LATER)
    monkeypatch.setattr("huiyin.web.desk.destruction.LINES", 1)
    first = words(dispatcher.get(of(drawn)))
    following = first.split('rel="next" href="')[1].split('"')[0]
    second = words(dispatcher.get(of(drawn) + following))
    listed = [sum(number(one) in page for one in two) for page in (first, second)]
    assert listed == [1, 1]
    assert sum(number(one) in words(dispatcher.get(of(drawn) + "?all=1")) for one in two) == 2
    assert dispatcher.get(of(drawn) + "?after=nothing").status_code == 200


def test_the_page_of_a_matter_tells_its_period_and_why_and_it_is_set_there(
    two: tuple[Life, Life], dispatcher: Client, on: Any
) -> None:
    life = two[0]
    on(life.at)
    page = words(dispatcher.get(f"/desk/petition/{number(life)}/"))
    assert "2036年12月31日届满" in page
    address = f"/desk/petition/{number(life)}/retention/"
    assert "不属于其他各类" in words(dispatcher.get(address))
    answer = dispatcher.post(address, {"category": "precedent", "held": "on", "reason": ""})
    assert (answer.status_code, "请写明理由" in words(answer)) == (422, True)
    sent = {"category": "precedent", "held": "on", "reason": "可作先例"}
    assert dispatcher.post(address, sent).status_code == 302
    page = words(dispatcher.get(f"/desk/petition/{number(life)}/"))
    assert "永久保存" in page
    assert "已暂停销毁：可作先例" in page
    shown = words(dispatcher.get(address))
    assert 'value="precedent" selected' in shown
    assert "checked" in shown
    assert "保管期限" not in words(signed_in(builders.HANDLER).get(f"/desk/petition/{number(life)}/"))


def test_an_open_matter_has_no_period_yet(dispatcher: Client, on: Any) -> None:
    life = builders.accepted()
    on(life.at)
    assert "事项办结后起算" in words(dispatcher.get(f"/desk/petition/{number(life)}/"))
    assert "事项办结后起算" in words(dispatcher.get(f"/desk/petition/{number(life)}/retention/"))


def test_without_a_schedule_a_matter_says_so(dispatcher: Client, on: Any) -> None:
    life = builders.executed()
    on(life.at)
    for place in ("", "retention/"):
        page = words(dispatcher.get(f"/desk/petition/{number(life)}/{place}"))
        assert "本单位尚未施行保管期限表" in page


def test_an_erased_matter_has_no_period_any_more(dispatcher: Client, on: Any) -> None:
    life = builders.erased()
    on(life.at)
    assert dispatcher.get(f"/desk/petition/{number(life)}/retention/").status_code == 404


@pytest.mark.usefixtures("two")
def test_a_list_that_takes_longer_shows_how_far_it_is(dispatcher: Client, monkeypatch: Any) -> None:
    drawn = builders.approve(builders.draw_up(LATER))
    monkeypatch.setattr("huiyin.prepare.destroying.carry_out", lambda *_, **__: None)
    assert dispatcher.post(of(drawn), {"go": "order"}).status_code == 302
    page = words(dispatcher.get(of(drawn)))
    assert "应销毁 2 件，已销毁 0 件" in page
    assert "<progress" in page


@pytest.mark.usefixtures("two")
def test_every_page_is_there_in_english_too(dispatcher: Client) -> None:
    drawn = builders.draw_up(LATER)
    item = rows("destruction_item")[0]
    addresses = (HERE, SCHEDULE, of(drawn), of(drawn, f"{item['id']}/"))
    for address in (*addresses, f"/desk/petition/{item['number']}/retention/"):
        page = words(dispatcher.get(address, headers={"accept-language": "en"}))
        assert 'lang="en' in page
    assert DISPATCHER.account == row("destruction_list")["drawn_by"]
