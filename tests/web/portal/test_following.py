"""What the page of a matter says to who follows it: the truth in a sentence, with its reasons."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from followed import enter, follows, words

import builders
from huiyin.adapters.publishing.current import log_folder
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.kernel.clock import local_date
from huiyin.prepare import receipts
from huiyin.prepare.drafts import Draft
from huiyin.prepare.integrating import Integrator
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.vault.current import vault
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")


def test_an_office_that_is_late_is_called_overdue(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = follows(visitor, builders.file_petition(), monkeypatch, days=40)
    assert "已超期25天" in words(page)
    assert "state overdue" in page


def test_on_the_last_day_it_says_so(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "今天是最后一天" in follows(visitor, builders.file_petition(), monkeypatch, days=15)


def test_every_step_of_the_office_stands_on_the_line_and_the_next_is_still_to_come(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = follows(visitor, builders.accepted(), monkeypatch)
    kinds = re.findall(r'<li class="(mine|theirs|due [a-z]+)">', page)
    assert kinds == ["mine", "theirs", "theirs", "theirs", "theirs", "due running"]
    assert "已受理：由本单位办理并答复您。" in page
    assert "接下来：办结信访事项" in words(page)
    line = page[page.index('<ol class="echoes">') : page.index("</ol>")]
    assert "受理告知书已网上送达。" in words(line)
    assert '<a href="/follow/document/1/">《受理告知书》（PDF）</a>' in line


def test_a_notice_that_went_out_by_post_has_one_line_and_its_document(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    served = ServeDocument(
        petition=life.petition,
        document=life.documents["acceptance"],
        way="post",
        served_on=local_date(life.at),
    )
    before = follows(visitor, life, monkeypatch)
    assert "（PDF）" not in before
    page = follows(visitor, life.then(served, builders.HANDLER), monkeypatch)
    line = page[page.index('<ol class="echoes">') : page.index("</ol>")]
    assert line.count("受理告知书已邮寄送达。") == 1
    assert line.count('href="/follow/document/1/"') == 1


def test_a_report_of_an_unlawful_act_says_why_the_sixty_days_do_not_apply(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = follows(visitor, builders.accepted(route=Route.DUTY), monkeypatch)
    assert "最迟2026年7月6日履行职责或者答复" in words(page)
    assert "第三十四条规定的60日办理期限不适用于本事项" in page
    assert "行政诉讼法" in page


def test_a_matter_without_a_limit_says_why_there_is_none(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.accepted(klass=Klass.SUGGESTION, route=None)
    page = follows(visitor, life, monkeypatch)
    assert "正在办理您的事项。" in page
    assert "条例没有规定回复的期限" in page


def test_an_automatic_transfer_is_explained_by_the_words_of_the_matter_itself(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = follows(visitor, builders.file_petition(), monkeypatch)
    assert "为什么是成都市生态环境局？" in page
    assert "偷排污水" in page
    assert "要求人工处理" in page


def test_a_transfer_by_a_person_offers_no_person(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = follows(visitor, builders.transferred(), monkeypatch)
    assert "要求人工处理" not in page
    assert visitor.get("/follow/person/").headers["Location"] == "/follow/"


def test_who_opened_the_file_is_told_by_office_and_post_and_day_never_by_name(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.file_petition()
    life = life.then(OpenStory(petition=life.petition), builders.HANDLER)
    page = follows(visitor, life, monkeypatch)
    table = page[page.index("谁打开过您的材料") :]
    assert "2026年5月7日" in table
    assert "成都市生态环境局" in table
    assert "Person" not in page


def test_the_accused_are_named_to_the_petitioner_as_filed(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = follows(visitor, builders.accusation(builders.HOUSING), monkeypatch)
    assert "被检举控告，不会得知这一事项" in page


def test_the_receipt_can_be_saved_once_more_and_proves_the_same(visitor: Client, draft: Draft) -> None:
    enter(visitor, draft)
    saved = visitor.get("/follow/receipt/").content
    given, again = json.loads(draft.receipt or b""), json.loads(saved)
    assert again == {**given, "history": []}
    assert receipts.verify(saved).number == draft.number


def test_the_page_says_whether_a_receipt_saved_now_proves_the_public_log(
    visitor: Client, draft: Draft
) -> None:
    enter(visitor, draft)
    assert "签名承诺已经有效" in visitor.get("/follow/").content.decode()
    Integrator(vault().signer, log_folder()).turn(at=AT)
    assert "已载入公开日志" in visitor.get("/follow/").content.decode()
    proof = receipts.verify(visitor.get("/follow/receipt/").content)
    assert proof.log is not None
    assert proof.history == ()


@pytest.mark.parametrize("made", builders.everything(), ids=lambda made: made.__name__)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_state_of_a_matter_has_a_page_in_both_languages(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, made: Any, language: str
) -> None:
    visitor.post("/language/", {"language": language})
    page = follows(visitor, made(), monkeypatch)
    assert 'class="followhead"' in page
    assert "%(" not in page
    assert len(page.encode()) < 60_000


@pytest.mark.parametrize("made", builders.everything(), ids=lambda made: made.__name__)
def test_no_page_says_that_a_petition_reply_can_be_sued_over(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, made: Any
) -> None:
    page = follows(visitor, made(), monkeypatch)
    assert "起诉" not in page
    assert "行政诉讼" not in page.replace("行政诉讼法", "")
