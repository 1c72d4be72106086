"""Audits as everybody sees them: result, checkpoints, figures; never a name, a row or a petition."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.test import Client

from huiyin.prepare import auditing
from huiyin.vault.current import vault
from support.audits import AFTER, BY, LATE, Cosigner, audited, two_quarters
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def page(browser: Client) -> str:
    answer = browser.get("/log/audits/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_before_the_first_audit_it_says_so(browser: Client) -> None:
    shown = page(browser)
    assert "还没有审计" in shown
    assert "<table" not in shown
    assert browser.get("/log/audits/audits.json").json()["audits"] == []


def test_an_audit_that_agrees_is_told_with_its_checkpoints(browser: Client) -> None:
    two_quarters()
    Cosigner().cosign(LATE)
    issued = audited()
    shown = page(browser)
    for said in (
        "2026年第2季度",
        "一致",
        "2026年4月1日 – 2026年6月30日",
        "12 条记录，5 个事项及事务的经过",
        issued.told["begin"]["root"].replace("+", "&#x2B;"),
        issued.told["end"]["root"].replace("+", "&#x2B;"),
        issued.digest.hex(),
        "witness.example/uni",
        "未核验：本站没有其公钥",
        "已用公布的文件证明",
    ):
        assert said in shown or said.replace("&#x2B;", "+") in shown, said
    assert "各季度比较" not in shown


def test_differences_are_told_in_number_and_nothing_of_what_they_are(browser: Client) -> None:
    two_quarters()
    audited(differences=1200)
    shown = page(browser)
    assert "1,200 处不符" in shown
    assert "不符之处已在报告中逐行列出" in shown
    assert "第1处" not in shown


def test_nobody_and_no_petition_is_named(browser: Client) -> None:
    two_quarters()
    audited(differences=2)
    for shown in (page(browser), browser.get("/log/audits/audits.json").content.decode()):
        assert BY not in shown
        for petition in rows("petition"):
            assert petition["number"] not in shown
            assert str(petition["id"]) not in shown


def test_four_quarters_stand_beside_each_other_with_scope_and_caption(browser: Client) -> None:
    two_quarters()
    for number, quarter in enumerate(("2026Q1", "2026Q2", "2026Q3", "2026Q4", "2027Q1")):
        audited(quarter, AFTER + timedelta(days=95 * number))
    shown = page(browser)
    table = shown[shown.index("各季度比较") : shown.index("历次审计")]
    assert "<caption" in table
    assert table.count('scope="col"') == 5
    assert [f"2026Q{number}" in table for number in (1, 2, 3, 4)] == [False, True, True, True]
    assert table.index("2026Q2") < table.index("2027Q1")
    assert "统计口径不同" not in table
    assert shown.count('scope="row"') > 10


def test_another_definition_is_told(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    two_quarters()
    audited("2026Q1")
    monkeypatch.setattr("huiyin.prepare.audit_period.DEFINITION", 2)
    monkeypatch.setattr("huiyin.prepare.audit_period.grouped", lambda _: {"filed": 1})
    audited("2026Q2")
    shown = page(browser)
    assert "统计口径不同" in shown
    assert "—" in shown


def test_an_interim_audit_is_marked_and_never_compared(browser: Client) -> None:
    two_quarters()
    audited("2026Q1")
    audited("2026Q2", LATE + timedelta(hours=1), interim=True)
    shown = page(browser)
    assert "中期" in shown
    assert "各季度比较" not in shown


def test_a_log_that_began_in_the_quarter_and_logs_of_other_names_are_told(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_quarters()
    monkeypatch.setattr("huiyin.prepare.audit_period.origins_before", lambda _: ("old.example/1",))
    monkeypatch.setattr("huiyin.prepare.audit_period._published_size", lambda: 0)
    audited("2026Q1")
    shown = page(browser)
    assert "日志尚未开立" in shown
    assert "old.example/1" in shown


def test_what_could_not_be_proved_is_told(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    two_quarters()
    monkeypatch.setattr("huiyin.prepare.audit_period._published_size", lambda: 0)
    audited(differences=1)
    assert "未能证明期末的日志" in page(browser)


def test_programs_get_the_same_with_the_signature_over_the_report(browser: Client) -> None:
    two_quarters()
    issued = audited()
    answer = browser.get("/log/audits/audits.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/json"
    [told] = json.loads(answer.content)["audits"]
    assert {name: told[name] for name in issued.told} == issued.told
    assert told["sha256"] == hashlib.sha256(issued.report).hexdigest()
    assert auditing.check(issued.report, told["signed"].encode(), vault().signer.key).differences == 0


def test_english_readers_read_english_and_nothing_is_changed_here() -> None:
    two_quarters()
    audited("2026Q1", differences=1)
    audited("2026Q2", differences=2)
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    shown = page(browser)
    for said in ("1 difference<", "2 differences", "Quarter 2 of 2026", "Quarters beside each other"):
        assert said in shown, said
    assert browser.post("/log/audits/").status_code == 405
    assert "/log/audits/" in browser.get("/log/").content.decode()
