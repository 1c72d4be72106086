"""Every document that was served can be read as it went out; what was not served yet cannot."""

import pytest
from django.test import Client

import builders
from huiyin.commands.documents import NewDocument
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.kernel import clock
from huiyin.kernel.ids import new_id
from huiyin.prepare import passes
from huiyin.prepare.replies import key_of
from huiyin.vault.binding import place
from huiyin.vault.sealing import seal_json
from huiyin.web.portal.following.sessions import COOKIE
from support.printed import printed

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def visitor() -> Client:
    """Another device."""
    return Client(HTTP_ACCEPT_LANGUAGE="zh-CN")


def accepted_in_writing() -> builders.Life:
    """A matter accepted with a notice in the words of the desk."""
    life = builders.classified()
    row = new_id(life.at)
    content = {
        "kind": "acceptance",
        "issuer": "成都市生态环境局",
        "addressee": "王小明",
        "petition_number": life.prepared.command.number,
        "matter": "纺织厂偷排污水",
        "contact": "028-12345678",
        "received_on": "2026-05-06",
        "accepted_on": "2026-05-08",
        "channel": "网上信访",
        "office": "生态环境执法总队",
        "path": "信访处理程序",
        "procedure": "听取您的陈述，调查核实，出具处理意见书。",
        "limits": ["2026年7月7日前办结信访事项（信访工作条例 第三十四条）。"],
        "query_way": "凭编号和查询码查询。",
    }
    sealed = seal_json(key_of(life.petition), content, bound_to=place("document", "sealed_content", row))
    notice = NewDocument(id=row, sealed_content=sealed)
    return life.then(AcceptPetition(petition=life.petition, notice=notice), builders.HANDLER)


def follows(visitor: Client, life: builders.Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: life.at)
    visitor.cookies[COOKIE] = passes.issue(life.petition, life.at)


def test_a_document_that_was_served_is_a_pdf_with_its_words_and_number(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = accepted_in_writing()
    follows(visitor, life, monkeypatch)
    assert "/follow/document/1/" in visitor.get("/follow/").content.decode()
    answered = visitor.get("/follow/document/1/")
    assert answered.headers["Content-Type"] == "application/pdf"
    text = printed(answered.content)
    assert life.prepared.command.number in text
    assert "〔2026〕1号" in text


def test_a_document_that_is_signed_but_not_served_is_not_there(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(visitor, builders.signed(), monkeypatch)
    page = visitor.get("/follow/").content.decode()
    assert "/follow/document/1/" in page
    assert "/follow/document/2/" not in page
    assert visitor.get("/follow/document/2/").status_code == 404
    assert visitor.get("/follow/document/0/").status_code == 404


def test_without_number_and_code_no_document_opens(visitor: Client) -> None:
    builders.accepted()
    answered = visitor.get("/follow/document/1/")
    assert answered.headers["Content-Type"].startswith("text/html")
    assert 'id="id_code"' in answered.content.decode()
