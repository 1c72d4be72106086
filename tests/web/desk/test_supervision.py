"""Supervision at the desk: who sees which items, how they are found, answered, closed; labels."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from asked import Statements
from django.test import Client
from officials import signed_in, words

import builders
from builders import BUREAU, BUREAU_OF_SICHUAN, ECOLOGY, official
from huiyin.commands.handling.record_execution import RecordExecution
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door
from huiyin.kernel.command import Reader
from huiyin.kernel.ids import new_id
from huiyin.prepare.watching import sweep_deadlines
from huiyin.queries.oversight import items as listing
from huiyin.queries.oversight.items import Wanted, all_items, scope_of
from huiyin.rules.access.roles import Role
from huiyin.rules.oversight.checks import Check
from support.moment import AT
from support.state import row, rows

LIST = "/desk/supervision/"
FILE = "/desk/supervision/items.csv"
LABELS = "/desk/supervision/labels/"
LATE = 20
TELL = "应书面告知未告知"
ACCEPT = "应受理未受理"


@pytest.fixture(autouse=True)
def _some_days_later(later: Callable[[float], None]) -> None:
    later(LATE + 1)


@pytest.fixture
def inspector(installed: Any) -> Client:  # noqa: ARG001
    """The inspector of the bureau of Jinjiang."""
    return signed_in(official(Role.INSPECTOR, BUREAU))


@pytest.fixture
def provincial(installed: Any) -> Client:  # noqa: ARG001
    """The head of the provincial bureau."""
    return signed_in(official(Role.HEAD, BUREAU_OF_SICHUAN))


def number(life: builders.Life) -> str:
    return life.prepared.command.number


def page_of(failed: str) -> str:
    return f"{LIST}{row('supervision_item', failed=failed)['id']}/"


def found(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))))


def test_an_inspector_sees_office_article_day_and_age(inspector: Client) -> None:
    life = builders.neglected()
    page = words(inspector.get(LIST))
    for said in (
        TELL,
        ACCEPT,
        "成都市生态环境局",
        number(life),
        "超期 6 天",
        "2026年5月26日列出",
        "2026年5月21日",
        "成都市锦江区",
    ):
        assert said in page
    assert "王" not in page.partition("<main")[2]


def test_where_nothing_stands_the_page_says_how_it_would(inspector: Client) -> None:
    assert "没有待办的督办事项" in words(inspector.get(LIST))
    assert "没有已办结的督办事项" in words(inspector.get(f"{LIST}?state=closed"))


def test_an_office_sees_its_own_items_and_the_bureau_those_of_its_matters(
    handler: Client, dispatcher: Client, stranger: Client
) -> None:
    life = builders.neglected()
    assert number(life) in words(handler.get(LIST))
    assert number(life) in words(dispatcher.get(LIST))
    assert number(life) not in words(stranger.get(LIST))
    assert stranger.get(page_of("tell")).status_code == 404


def test_an_office_does_not_see_what_another_one_failed_to_do(handler: Client, dispatcher: Client) -> None:
    life = builders.neglected(builders.waiting())
    sent = TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place")
    life.then(sent, builders.DISPATCHER, days=0)
    assert number(life) not in words(handler.get(LIST))
    assert number(life) in words(dispatcher.get(LIST))


def test_the_accused_office_sees_nothing(handler: Client, dispatcher: Client) -> None:
    before = words(handler.get(LIST))
    life = builders.neglected(builders.accusation(ECOLOGY))
    assert number(life) in words(dispatcher.get(LIST))
    assert words(handler.get(LIST)) == before
    assert handler.get(page_of("transfer")).status_code == 404


def test_items_are_found_by_check_label_office_place_and_state(inspector: Client) -> None:
    builders.neglected()
    assert words(inspector.get(f"{LIST}?check=tell")).count('class="line overdue"') == 1
    labelled = words(inspector.get(f"{LIST}?check=label:{builders.LABEL}"))
    assert labelled.count('class="line overdue"') == 1
    assert ACCEPT in labelled
    assert words(inspector.get(f"{LIST}?office={ECOLOGY}")).count('class="line overdue"') == 2
    assert words(inspector.get(f"{LIST}?office={BUREAU}")).count('class="line overdue"') == 0
    assert words(inspector.get(f"{LIST}?place=510104")).count('class="line overdue"') == 2
    assert words(inspector.get(f"{LIST}?place=510105")).count('class="line overdue"') == 0
    assert words(inspector.get(f"{LIST}?state=closed&check=tell")).count('class="line"') == 0


def test_a_prefecture_holds_its_counties(installed: Any) -> None:
    assert installed
    builders.neglected()
    reader = Reader(offices=(builders.BUREAU_OF_CHENGDU,), oversight=(510100, 510199))
    scope = scope_of(reader, at_bureau=True)
    assert len(list(all_items(reader, scope, Wanted(division=510100)))) == 2
    assert list(all_items(reader, scope, Wanted(division=510105))) == []


def test_pages_follow_each_other_and_the_file_holds_everything(
    inspector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    monkeypatch.setattr(listing, "TOGETHER", 2)
    for _ in range(2):
        builders.neglected()
    first = words(inspector.get(LIST))
    assert first.count('class="line overdue"') == 3
    more = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = words(inspector.get(LIST + more))
    assert second.count('class="line overdue"') == 1
    assert "回到开头" in second
    lines = found(inspector.get(FILE))
    assert len(lines) == 4
    assert {(one["failed"], one["office"], one["days_over"]) for one in lines} == {
        ("tell", str(ECOLOGY), "6"),
        ("accept", str(ECOLOGY), "6"),
    }
    assert found(inspector.get(f"{FILE}?check=reply")) == []


def test_an_address_that_cannot_be_read_shows_the_beginning(inspector: Client) -> None:
    builders.neglected()
    page = words(inspector.get(f"{LIST}?after=nonsense&check=nonsense&office=x&place=9"))
    assert page.count('class="line overdue"') == 2


def test_the_list_asks_the_same_number_of_statements_however_long_it_is(
    inspector: Client, statements: Statements
) -> None:
    builders.neglected()
    statements.count = 0
    inspector.get(LIST)
    few = statements.count
    for _ in range(5):
        builders.neglected()
    statements.count = 0
    inspector.get(LIST)
    assert statements.count == few <= 4


def test_the_head_answers_and_the_inspector_closes_with_a_written_result(
    head: Client, inspector: Client, later: Callable[[float], None]
) -> None:
    builders.neglected()
    address_of = page_of("tell")
    assert "回复督办" in words(head.get(address_of))
    told = head.post(
        address_of, {"deed": "answer", "text": "人员调整，已安排专人办理，本周内告知。"}, follow=True
    )
    assert "回复已记录，并已告知信访部门。" in words(told)
    assert b"\xe4\xba\xba\xe5\x91\x98" not in bytes(row("supervision_item", failed="tell")["sealed_answer"])
    assert "回复督办" not in words(head.get(address_of))
    later(LATE + 3)
    page = words(inspector.get(address_of))
    assert "人员调整，已安排专人办理" in page
    assert "督办办结" in page
    closed = words(
        inspector.post(address_of, {"deed": "close", "text": "已约谈，责令当日告知。"}, follow=True)
    )
    assert "督办已办结，结果已告知该单位。" in closed
    assert "已约谈，责令当日告知。" in closed
    assert "督查人员办结" in words(inspector.get(f"{LIST}?state=closed"))


def test_without_words_nothing_is_recorded(head: Client) -> None:
    builders.neglected()
    page = words(head.post(page_of("tell"), {"deed": "answer", "text": "  "}))
    assert '<a href="#answer_text">回复内容：请在这里填写内容。</a>' in page
    assert row("supervision_item", failed="tell")["state"] == "open"


def test_an_item_closed_meanwhile_is_shown_as_it_stands_and_the_text_is_not_lost(
    head: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.neglected()
    where = page_of("tell")
    head.post(where, {"deed": "answer", "text": "第一次回复。"})
    late = head.post(where, {"deed": "answer", "text": "第二次回复。"})
    assert late.status_code == 409
    assert "本事项已有变化" in words(late)
    assert "第二次回复。" in words(late)
    now = listing.item(Reader(offices=(ECOLOGY,)), row("supervision_item", failed="tell")["id"])
    assert now
    before, times = replace(now, line=replace(now.line, state="open")), iter([True])
    monkeypatch.setattr(
        "huiyin.web.desk.supervision_item.item", lambda *_: before if next(times, False) else now
    )
    raced = head.post(where, {"deed": "answer", "text": "第三次回复。"})
    assert raced.status_code == 409
    assert "第三次回复。" in words(raced)


def test_a_handler_reads_the_item_and_does_not_answer_it(handler: Client) -> None:
    builders.neglected()
    page = words(handler.get(page_of("tell")))
    assert "信访工作条例 第二十三条、第四十四条第三项" in page
    assert '<form method="post" class="actform"' not in page
    assert handler.post(page_of("tell"), {"deed": "answer", "text": "x"}).status_code == 409
    assert row("supervision_item", failed="tell")["state"] == "open"


def test_the_provincial_bureau_sets_and_withdraws_a_label_of_the_place(provincial: Client) -> None:
    assert builders.LABEL in words(provincial.get(LABELS))
    page = words(provincial.post(LABELS, {"name": "四应四不", "checks": ["tell", "reply"]}, follow=True))
    assert "标签已保存。" in page
    assert row("oversight_setting", name="四应四不")["checks"] == ["tell", "reply"]
    page = words(provincial.post(LABELS, {"name": "四应四不"}, follow=True))
    assert "标签已撤销。" in page
    assert "请至少选择一项检查。" in words(provincial.post(LABELS, {"name": "新的"}))
    assert "标签" in words(provincial.get(LIST))


def test_nobody_else_sets_labels(inspector: Client, head: Client) -> None:
    assert inspector.get(LABELS).status_code == head.get(LABELS).status_code == 403
    assert inspector.post(LABELS, {"name": "x", "checks": ["tell"]}).status_code == 403
    assert rows("oversight_setting", name="x") == []


@pytest.mark.usefixtures("installed")
def test_an_administrator_is_reminded_of_nothing_and_sets_no_label() -> None:
    administrator = signed_in(official(Role.SYSTEM_ADMINISTRATOR, BUREAU_OF_SICHUAN))
    assert "reminders-title" not in words(administrator.get("/desk/"))
    assert administrator.get(LABELS).status_code == 403


def test_every_check_has_a_name_in_the_filter(inspector: Client) -> None:
    page = words(inspector.get(LIST))
    assert all(f'value="{one.value}"' in page for one in Check)
    english = inspector.get(LIST, headers={"accept-language": "en"})
    assert "should have been told in writing, was not" in words(english)


def test_what_was_done_in_time_and_recorded_later_is_not_called_late(
    inspector: Client, later: Callable[[float], None]
) -> None:
    life = builders.answered()
    last = row("clock", rule="cn22.review.request")["binding_on"]
    moment = datetime.combine(last, AT.timetz()) + timedelta(days=4)
    sweep_deadlines(at=moment)
    on = row("service", document=life.documents["opinion"])["served_on"]
    command = RecordExecution(petition=life.petition, id=new_id(moment), on=on, sealed_text=b"sealed")
    door.execute(command, actor=builders.HEAD, at=moment)
    sweep_deadlines(at=moment)
    later((moment - AT).days)
    for page in (words(inspector.get(f"{LIST}?state=closed")), words(inspector.get(page_of("execute")))):
        assert "按期完成，事后补录" in page
        assert "逾期" not in page.partition("<dl")[2]
    [line] = found(inspector.get(f"{FILE}?state=closed&check=execute"))
    assert line["days_over"] == "0"
