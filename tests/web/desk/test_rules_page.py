"""Rules at the desk: a second person looks at a file and what it moves, and decides."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from officials import signed_in, words

import builders
from builders import CONFIRMER, PROPOSER
from huiyin.commands.learning.propose_rules import ProposeRules
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.ids import named_id
from huiyin.records import shelf
from huiyin.web.desk import rules
from support.moment import AT
from support.rules import proposal, year_file
from support.state import row, rows

AUTUMN = datetime(2026, 11, 20, 2, tzinfo=AT.tzinfo)
NEW_YEAR = year_file(2027, date(2027, 1, 1), *(date(2027, 1, day) for day in range(15, 24)))


@pytest.fixture
def proposed(installed: Any, monkeypatch: pytest.MonkeyPatch) -> ProposeRules:  # noqa: ARG001
    """The days off of the coming year, proposed in autumn, and a matter that they move."""
    life = builders.accepted(builders.file_petition(AUTUMN))
    monkeypatch.setattr(clock, "now", lambda: AUTUMN + timedelta(days=3))
    shelf.kept.forget()
    command = proposal(NEW_YEAR, effective_on=AUTUMN.date(), at=life.at)
    door.execute(command, actor=PROPOSER, at=life.at)
    return command


def page(browser: Client, command: ProposeRules) -> str:
    return words(browser.get(f"/desk/rules/{command.id}/"))  # type: ignore[arg-type]


def send(browser: Client, command: ProposeRules, **typed: str) -> Any:
    return browser.post(f"/desk/rules/{command.id}/", typed)


def test_the_second_person_sees_the_file_and_what_it_moves_and_puts_it_in_force(
    proposed: ProposeRules,
) -> None:
    browser = signed_in(CONFIRMER)
    assert f"/desk/rules/{proposed.id}/" in words(browser.get("/desk/rules/"))  # type: ignore[arg-type]
    shown = page(browser, proposed)
    number = row("petition")["number"]
    for said in (
        "涉及 1 件信访事项的期限",
        number,
        "办结信访事项",
        "未确定",
        "2027年1月25日",
        "year = 2027",
        "确认适用",
    ):
        assert said in shown
    answer = send(browser, proposed, go="confirm", digest=proposed.digest.hex())
    assert answer.status_code == 302
    assert row("rule_proposal")["state"] == "confirmed"
    assert "已适用" in words(browser.get("/desk/rules/"))  # type: ignore[arg-type]
    assert "确认适用</button>" not in page(browser, proposed)


def test_the_proposer_is_not_offered_to_confirm_and_is_refused(proposed: ProposeRules) -> None:
    browser = signed_in(PROPOSER)
    assert "须由另一人确认" in page(browser, proposed)
    answer = send(browser, proposed, go="confirm", digest=proposed.digest.hex())
    assert answer.status_code == 403
    assert row("rule_proposal")["state"] == "proposed"


@pytest.mark.usefixtures("installed")
def test_a_head_who_proposed_is_told_that_another_must_confirm() -> None:
    command = proposal(NEW_YEAR)
    door.execute(command, actor=CONFIRMER, at=AT)
    answer = send(signed_in(CONFIRMER), command, go="confirm", digest=command.digest.hex())
    assert answer.status_code == 422
    assert "这是您提出的，须由另一人确认。" in words(answer)


def test_other_bytes_and_what_was_decided_meanwhile_are_told(proposed: ProposeRules) -> None:
    browser = signed_in(CONFIRMER)
    assert "该文件与显示的内容不一致" in words(send(browser, proposed, go="confirm", digest="zz"))
    assert "请写明理由" in words(send(browser, proposed, go="turn-down", reason=" "))
    assert send(browser, proposed, go="turn-down", reason="有误").status_code == 302
    assert "这一提案已有结果" in words(send(browser, proposed, go="turn-down", reason="有误"))
    assert "有误" in page(browser, proposed)


def test_it_is_withdrawn_by_its_proposer(proposed: ProposeRules) -> None:
    browser = signed_in(PROPOSER)
    assert "撤回的理由" in page(browser, proposed)
    send(browser, proposed, go="turn-down", reason="误")
    assert row("rule_proposal")["state"] == "withdrawn"


def test_other_offices_find_no_such_page(proposed: ProposeRules, head: Client, dispatcher: Client) -> None:
    for browser in (head, dispatcher):
        assert browser.get("/desk/rules/").status_code == 404
        assert browser.get(f"/desk/rules/{proposed.id}/").status_code == 404
        assert send(browser, proposed, go="turn-down", reason="x").status_code == 404
        assert "/desk/rules/" not in words(browser.get("/desk/me/"))  # type: ignore[arg-type]
    assert "/desk/rules/" in words(signed_in(CONFIRMER).get("/desk/me/"))  # type: ignore[arg-type]
    assert len(rows("rule_proposal")) == 1


@pytest.mark.usefixtures("proposed")
def test_what_was_never_proposed_is_not_found() -> None:
    assert signed_in(CONFIRMER).get(f"/desk/rules/{named_id('none')}/").status_code == 404


def test_a_long_look_is_cut_short_and_says_so(
    proposed: ProposeRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LOOK_SECONDS", -1.0)
    assert "至少涉及 1 件信访事项的期限" in page(signed_in(CONFIRMER), proposed)


@pytest.mark.usefixtures("installed")
def test_before_anything_was_proposed_it_says_so() -> None:
    assert "还没有提请确认的内容" in words(signed_in(CONFIRMER).get("/desk/rules/"))  # type: ignore[arg-type]
