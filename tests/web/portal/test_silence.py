"""Records of non-response to the petitioner: on the page, as paper, as a file that proves itself."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from followed import follows, words
from pypdf import PdfReader

import builders
from builders import ECOLOGY, HANDLER, HEAD
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.commands.oversight.correct_non_response import CorrectNonResponse
from huiyin.jobs.silences import sweep_silences
from huiyin.kernel import clock
from huiyin.prepare import filing, house, nonresponse, passes
from huiyin.rules.nonresponse.corrections import Correction
from huiyin.rules.routing.offices import office
from huiyin.web.portal.following.sessions import COOKIE
from support.database import Ground
from support.moment import AT
from support.roles import intruder
from support.state import row

pytestmark = pytest.mark.usefixtures("installed")

MONTH = AT + timedelta(days=30)
CORRECTED = {
    "record": 1,
    "corrected_on": "2026-06-06",
    "reason": "date_moved",
    "on": None,
    "office": None,
}
ECOLOGY_NAME = office(int(ECOLOGY)).name


@pytest.fixture
def visitor() -> Client:
    """A device."""
    return Client(HTTP_ACCEPT_LANGUAGE="zh-CN")


def on_paper() -> builders.Life:
    """A matter whose notice was issued on paper and not served as far as anybody knows; recorded."""
    life = builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    sweep_silences(at=MONTH)
    return life


def serve(life: builders.Life, on: date) -> builders.Life:
    command = ServeDocument(
        petition=life.petition, document=life.documents["acceptance"], way="post", served_on=on
    )
    return life.then(command, HANDLER, days=30)


def printed(life: builders.Life, language: str = "zh-hans") -> str:
    paper = nonresponse.record_paper(life.petition, 1, language)
    assert paper is not None
    return "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).replace("\n", "")


def test_the_page_says_what_did_not_come_and_what_can_be_done(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = on_paper()
    page = words(follows(visitor, life, monkeypatch, days=27))
    assert f"{ECOLOGY_NAME}最迟应当在2026年5月21日书面告知信访人接收情况以及处理途径和程序" in page
    assert "本系统没有看到相应的记录" in page
    assert "不是公文" in page
    assert "请其督办" in page
    assert "截至2026年5月21日未见办复，已生成系统记录" in page


def test_a_late_answer_is_told_and_the_record_stays(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    life = serve(on_paper(), date(2026, 5, 28))
    sweep_silences(at=life.at)
    page = words(follows(visitor, life, monkeypatch))
    assert "其后于2026年5月28日办复，已经超过期限。本记录保持不变。" in page
    assert row("nonresponse")["corrected_at"] is None


def test_a_corrected_record_is_shown_as_corrected_on_page_and_paper(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = serve(on_paper(), date(2026, 5, 20))
    sweep_silences(at=life.at)
    page = words(follows(visitor, life, monkeypatch))
    assert "更正：其后补录的送达信息表明，2026年5月20日已经答复，没有超过期限。" in page
    assert "更正了逾期未见办复的系统记录" in page
    paper = printed(life)
    assert "本记录已于2026年6月8日更正" in paper
    assert "您现在可以怎么做" not in paper + page
    assert "更正承诺值" in paper
    assert "This record was corrected on 8 June 2026" in printed(life, "en")


def test_an_offices_statement_is_told_as_its_statement_on_page_and_paper(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = on_paper()
    command = CorrectNonResponse(
        petition=life.petition,
        record=row("nonresponse")["id"],
        reason=Correction.OFFICE_STATES_ANSWER,
        on=date(2026, 5, 20),
    )
    life = life.then(command, HEAD, days=30)
    page = words(follows(visitor, life, monkeypatch))
    assert f"{ECOLOGY_NAME}说明已于2026年5月20日通过本系统以外的方式答复；本系统没有核验" in page
    assert "没有核验" in printed(life)
    assert "请其督办" in page  # what an office states takes no remedy away
    assert "请其督办" in printed(life)


def test_paper_and_file_can_be_saved_and_prove_the_same(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = on_paper()
    follows(visitor, life, monkeypatch, days=27)
    paper, file = visitor.get("/follow/record/1/"), visitor.get("/follow/record/1/file/")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert f"huiyin-{life.prepared.command.number}-record-1.json" in file.headers["Content-Disposition"]
    proof = nonresponse.verify(file.content)
    assert proof.number == life.prepared.command.number
    assert proof.correction is None
    text = printed(life).replace(" ", "")
    assert proof.commitment.hex()[:8] in text
    assert "逾期未见办复系统记录" in text
    assert "本记录不是任何机关、单位的文书、决定或者答复" in text
    assert "为什么是这一天" in text
    assert "第15日为2026年5月21日（星期四）" in text
    assert nonresponse.record_paper(life.petition, 1, "en") == nonresponse.record_paper(
        life.petition, 1, "en"
    )


@pytest.mark.parametrize("address", ["/follow/record/2/", "/follow/record/2/file/", "/follow/record/0/"])
def test_a_record_that_is_not_there_is_not_found(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    follows(visitor, on_paper(), monkeypatch, days=27)
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/follow/record/1/", "/follow/record/1/file/"])
def test_without_number_and_code_no_record_opens(visitor: Client, address: str) -> None:
    on_paper()
    answered = visitor.get(address)
    assert answered.headers["Content-Type"].startswith("text/html")
    assert ECOLOGY_NAME not in answered.content.decode()


def test_of_an_accusation_page_paper_and_file_name_no_accused(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = "被告发的某某人"
    accused = [
        {"kind": "office", "name": ECOLOGY_NAME, "office": ECOLOGY, "accused": True},
        {"kind": "person", "name": canary, "accused": True},
    ]
    life = builders.waiting(klass="accusation", respondents=accused)
    sweep_silences(at=AT + timedelta(days=16))
    file = nonresponse.record_file(life.petition, 1)
    assert file is not None
    proof = nonresponse.verify(file)
    body = json.dumps(json.loads(file), ensure_ascii=False) + str(proof.record)
    for said in (printed(life), printed(life, "en"), body):
        assert canary not in said
        assert ECOLOGY_NAME not in said
        assert office(int(ECOLOGY)).name_en not in said
        assert str(int(ECOLOGY)) not in said
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=16))
    visitor.cookies[COOKIE] = passes.issue(life.petition, AT + timedelta(days=16))
    page = visitor.get("/follow/").content.decode()
    silence = page[
        page.index('class="note amber silence"') : page.index('class="noprint"><a class="button quiet')
    ]
    assert canary not in silence
    assert ECOLOGY_NAME not in silence


def test_a_demonstration_says_so_on_its_paper_and_in_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "mode", lambda: house.Mode(demo=True, demo_rules=True))
    monkeypatch.setattr(filing, "mode", house.mode)
    life = builders.accepted()
    sweep_silences(at=AT + timedelta(days=100))
    file = nonresponse.record_file(life.petition, 1)
    assert file is not None
    assert nonresponse.verify(file).demo is True
    paper = printed(life)
    assert "演示记录：演示系统出具" in paper
    assert "本记录依据演示规则，不是法律规定" in paper
    assert "不产生任何法定救济途径" in paper


def test_a_last_day_that_became_open_is_told_so(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, installed: Any, ground: Ground
) -> None:
    assert installed
    life = on_paper()
    told = {**CORRECTED, "number": life.prepared.command.number}
    with intruder(ground) as connection:  # no command pauses a time yet: the words are shown all the same
        connection.execute(
            "UPDATE nonresponse SET corrected_at = recorded_at, correction = %s", (json.dumps(told),)
        )
    assert "更正：其后期限届满日不能确定。" in words(follows(visitor, life, monkeypatch, days=27))
