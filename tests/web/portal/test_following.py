"""Following by number and query code: the truth in a sentence, and nothing for who guesses."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from test_receipt import count, filed
from test_uploads import pdf
from wizard import text

import builders
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.door import attempts
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import PetitionId, new_id, new_number
from huiyin.prepare import passes, receipts
from huiyin.prepare.drafts import Draft
from huiyin.prepare.watching import sweep_deadlines
from huiyin.queries.outreach import following
from huiyin.queries.oversight.reminders import Reminder, own_reminder
from huiyin.rules.access.pace import FREE
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.oversight.watch import Level
from huiyin.web.portal.following.reminded import reminded
from huiyin.web.portal.following.sessions import COOKIE
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")

Clocks = pytest.MonkeyPatch


def enter(browser: Client, draft: Draft, **changes: str) -> Any:
    return browser.post("/follow/", {"number": draft.number, "code": draft.code, **changes})


def at_time(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def follows(browser: Client, life: builders.Life, monkeypatch: pytest.MonkeyPatch, *, days: int = 0) -> str:
    """Open a matter that has lived on, some days after its last step; return the page."""
    at = life.at + timedelta(days=days)
    at_time(monkeypatch, at)
    browser.cookies[COOKIE] = passes.issue(life.petition, at)
    return text(browser.get("/follow/"))


def words(page: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


@pytest.fixture
def draft(browser: Client) -> Draft:
    return filed(browser)


@pytest.fixture
def visitor() -> Client:
    """Another device."""
    return Client(HTTP_ACCEPT_LANGUAGE="zh-CN", REMOTE_ADDR="192.0.2.7")


# The way in


def test_number_and_code_open_the_matter_on_any_device(visitor: Client, draft: Draft) -> None:
    assert enter(visitor, draft).headers["Location"] == "/follow/"
    page = text(visitor.get("/follow/"))
    assert draft.number in page
    assert "成都市生态环境局已收到您的事项，最迟2026年5月21日书面告知您如何办理，还有15天" in words(page)
    assert "您提交了事项。" in page
    assert "为什么是这一天？" in page


def test_they_are_read_as_people_copy_them(visitor: Client, draft: Draft) -> None:
    typed = {"number": f" {draft.number.lower().replace('-', '')} ", "code": draft.code.replace("-", " ")}
    assert enter(visitor, draft, **typed).status_code == 302


def test_nothing_of_number_code_or_matter_stands_in_an_address_or_readable_in_the_cookie(
    visitor: Client, draft: Draft
) -> None:
    answered = enter(visitor, draft)
    cookie = visitor.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    for secret in (draft.number, draft.code, str(draft.id), draft.id.hex):
        assert secret not in answered.headers["Location"]
        assert secret not in cookie.value


def test_whatever_does_not_fit_gets_the_same_answer_after_the_same_work(
    visitor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch, installed_vault: Any
) -> None:
    work: list[str] = []
    found, changed, hashed = following.find, attempts.change, type(installed_vault).keyed_hash
    monkeypatch.setattr(passes, "find", lambda *a: (work.append("find"), found(*a))[1])
    monkeypatch.setattr(attempts, "change", lambda *a, **k: (work.append("change"), changed(*a, **k))[1])
    monkeypatch.setattr(
        type(installed_vault),
        "keyed_hash",
        lambda self, purpose, data: (work.append(f"hash {purpose}"), hashed(self, purpose, data))[1],
    )
    seen = []
    for changes in (
        {"code": "0000-0000-0000-0000"},
        {"number": new_number()},
        {"number": "x"},
        {"code": ""},
    ):
        work.clear()
        answered = enter(visitor, draft, **changes)
        page = re.sub(r'value="[^"]*"', "", text(answered))
        seen.append((answered.status_code, page, tuple(work)))
    assert len(set(seen)) == 1
    assert seen[0][0] == 422
    assert "编号和查询码对不上" in seen[0][1]
    assert seen[0][2] == ("hash attempt client", "hash attempt number", "change", "hash query code", "find")


def test_the_query_code_is_never_shown_again_after_a_wrong_attempt(visitor: Client, draft: Draft) -> None:
    assert draft.code not in text(enter(visitor, draft, number="00000-00000-0"))


def test_after_some_failures_tries_are_slowed_and_told_how_long(
    visitor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(FREE):
        assert enter(visitor, draft, code="0000-0000-0000-0000").status_code == 422
    assert enter(visitor, draft, code="0000-0000-0000-0000").status_code == 422
    slowed = enter(visitor, draft)
    assert slowed.status_code == 429
    assert slowed.headers["Retry-After"] == "10"
    assert "请在 10 秒 后再试" in text(slowed)
    at_time(monkeypatch, AT + timedelta(seconds=10))
    assert enter(visitor, draft).status_code == 302


def test_a_device_that_never_failed_does_not_wait_for_what_others_tried(
    visitor: Client, browser: Client, draft: Draft
) -> None:
    for _ in range(FREE + 3):
        enter(visitor, draft, code="0000-0000-0000-0000")
    assert enter(visitor, draft).status_code == 429
    assert enter(browser, draft).status_code == 302


def test_a_number_slows_down_whoever_has_failed_before_from_any_address(draft: Draft) -> None:
    for place in range(FREE + 1):
        enter(Client(REMOTE_ADDR=f"198.51.100.{place}"), draft, code="0000-0000-0000-0000")
    again = Client(REMOTE_ADDR="198.51.100.1")
    assert enter(again, draft, code="0000-0000-0000-0000").status_code == 429


def test_slowing_outlives_the_process_and_keeps_no_address_and_no_number(
    visitor: Client, draft: Draft, installed: Any
) -> None:
    enter(visitor, draft, code="0000-0000-0000-0000")
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT key, failures FROM attempt")
        rows = cursor.fetchall()
    assert sorted(failures for _, failures in rows) == [1, 1]
    assert all(len(bytes(key)) == 32 for key, _ in rows)


def test_filing_is_never_slowed(visitor: Client, draft: Draft) -> None:
    for _ in range(FREE + 3):
        enter(visitor, draft, code="0000-0000-0000-0000")
    assert filed(visitor).number != draft.number


def test_the_matter_closes_after_half_an_hour_without_a_request_and_when_asked(
    visitor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(visitor, draft)
    visitor.post("/follow/close/")
    assert draft.number not in text(visitor.get("/follow/"))
    enter(visitor, draft)
    at_time(monkeypatch, AT + timedelta(minutes=29))
    assert draft.number in text(visitor.get("/follow/"))
    at_time(monkeypatch, AT + timedelta(minutes=58))
    assert draft.number in text(visitor.get("/follow/"))
    at_time(monkeypatch, AT + timedelta(minutes=89))
    assert draft.number not in text(visitor.get("/follow/"))


def test_a_forged_pass_opens_nothing(visitor: Client, draft: Draft) -> None:
    for forged in ("", "x", "AAAA", "é"):
        visitor.cookies[COOKIE] = forged
        assert draft.number not in text(visitor.get("/follow/"))


@pytest.mark.parametrize("action", ["rate", "review", "person", "files"])
def test_who_has_not_entered_can_do_nothing(
    visitor: Client, draft: Draft, installed: Any, action: str
) -> None:
    before = count(installed, "entry")
    answered = visitor.post(f"/follow/{action}/", {"grade_bureau": "1", "grounds": "不服"})
    assert "请再次填写编号和查询码" in text(answered)
    assert draft.number not in text(answered)
    assert count(installed, "entry") == before


def test_what_was_typed_survives_the_end_of_the_session(
    visitor: Client, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = filed(browser)
    life = builders.answered(builders.drafted(builders.accepted(existing(kept))))
    at_time(monkeypatch, life.at)
    answered = visitor.post("/follow/review/", {"grounds": "调查没有听我说"})
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text(answered)))
    assert carried["grounds"] == "调查没有听我说"
    again = enter(visitor, kept, then=carried["then"], grounds=carried["grounds"])
    assert again.status_code == 200
    assert "调查没有听我说</textarea>" in text(again)


def existing(draft: Draft) -> builders.Life:
    """The matter of a draft, to live on by commands."""
    life = builders.file_petition()
    command = type(life.prepared.command)(**{**vars(life.prepared.command), "petition": draft.id})
    prepared = type(life.prepared)(command=command, filed={}, content_key=b"")
    return builders.Life(prepared=prepared, outcomes=life.outcomes, at=AT)


# What the page says


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
    assert saved == draft.receipt
    assert receipts.verify(saved).number == draft.number


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


# What can be done


def test_an_answered_matter_offers_review_with_its_last_day_and_rating(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = follows(visitor, builders.answered(), monkeypatch)
    assert "由四川省生态环境厅复查，最迟可以在 2026年6月9日提出" in page
    assert "评价办理情况" in page
    assert "您可以：请求复查" in page


def test_bureau_and_office_are_rated_apart_and_each_once(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, installed: Any
) -> None:
    follows(visitor, builders.answered(), monkeypatch)
    form = text(visitor.get("/follow/rate/"))
    assert form.count("<fieldset") == 2
    typed = {"grade_office": "2", "comment_office": "太慢"}
    assert visitor.post("/follow/rate/", typed).headers["Location"] == "/follow/?told=rate"
    assert text(visitor.get("/follow/rate/")).count("<fieldset") == 1
    assert "对成都市生态环境局的评价：不满意。" in text(visitor.get("/follow/"))
    assert visitor.post("/follow/rate/", {"grade_bureau": "5"}).status_code == 302
    again = visitor.post("/follow/rate/", {"grade_bureau": "1"})
    assert again.headers["Location"] == "/follow/?told=changed"
    assert count(installed, "rating") == 2


def test_a_rating_without_a_grade_says_what_to_do_and_keeps_the_comment(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, installed: Any
) -> None:
    follows(visitor, builders.declined(), monkeypatch)
    answered = visitor.post("/follow/rate/", {"comment_office": "说了半天"})
    assert answered.status_code == 422
    assert "请为信访部门、办理单位或者两者选择一个等次" in text(answered)
    assert "说了半天" in text(answered)
    assert visitor.post("/follow/rate/", {"grade_office": "9"}).status_code == 422
    assert count(installed, "rating") == 0


def test_a_review_is_asked_for_once_with_its_grounds(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, installed: Any
) -> None:
    follows(visitor, builders.answered(), monkeypatch)
    empty = visitor.post("/follow/review/", {"grounds": " "})
    assert empty.status_code == 422
    assert "请简单写明理由" in text(empty)
    assert visitor.post("/follow/review/", {"grounds": "事实没有查清"}).status_code == 302
    second = visitor.post("/follow/review/", {"grounds": "事实没有查清"})
    assert second.headers["Location"] == "/follow/?told=changed"
    assert count(installed, "review_request") == 1
    page = text(visitor.get("/follow/"))
    assert "四川省生态环境厅正在复查" in page
    assert "向四川省生态环境厅请求复查。" in page


def test_after_the_window_no_review_is_offered_but_the_remedy_that_is_left(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = follows(visitor, builders.answered(), monkeypatch, days=45)
    assert "请求复查的30日已经届满" in page
    assert visitor.get("/follow/review/").headers["Location"] == "/follow/"


def test_a_person_decides_when_asked(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, installed: Any
) -> None:
    follows(visitor, builders.file_petition(), monkeypatch, days=2)
    before = count(installed, "entry")
    assert "转送这一单位的理由" in text(visitor.get("/follow/person/"))
    assert visitor.post("/follow/person/").headers["Location"] == "/follow/?told=person"
    page = text(visitor.get("/follow/"))
    assert "成都市锦江区信访局已登记您的事项，最迟2026年5月21日转送有权处理的单位" in words(page)
    assert "要求由工作人员确定办理单位。" in page
    assert count(installed, "entry") == before + 1


def test_files_are_added_later_and_every_office_that_has_the_matter_is_told(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, installed: Any
) -> None:
    life = builders.accepted()
    follows(visitor, life, monkeypatch)
    files = [pdf("水样报告.pdf"), pdf("二次检测.pdf")]
    answered = visitor.post("/follow/files/", {"files": files})
    assert answered.headers["Location"] == "/follow/?told=files"
    page = text(visitor.get("/follow/"))
    assert "水样报告.pdf" in page
    assert "补充了 2 个文件。" in page
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notice WHERE kind = 'evidence.added'")
        assert cursor.fetchone() == (2,)


def test_a_file_that_cannot_be_taken_is_named_with_its_reason(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, installed: Any
) -> None:
    follows(visitor, builders.accepted(), monkeypatch)
    empty = SimpleUploadedFile("空白.pdf", b"")
    answered = visitor.post("/follow/files/", {"files": [empty]})
    assert answered.status_code == 422
    assert "空白.pdf" in text(answered)
    assert text(visitor.post("/follow/files/")).count("请先选择至少一个文件")
    assert count(installed, "evidence") == 0


def test_whoever_may_still_ask_for_a_review_is_reminded_five_days_before_the_end(
    browser: Client, monkeypatch: Clocks
) -> None:
    life = builders.answered(builders.drafted(outcome="explain"))
    before = words(follows(browser, life, monkeypatch, days=24))
    assert "提醒您可以" not in before
    sweep_deadlines(at=life.at + timedelta(days=26))
    page = words(follows(browser, life, monkeypatch, days=26))
    assert "提醒您可以在" in page
    assert "请求复查" in page
    assert re.search(r"还有\d天", page)


def test_on_the_last_day_the_reminder_says_so_and_after_a_request_it_is_gone(
    browser: Client, monkeypatch: Clocks
) -> None:
    life = builders.answered(builders.drafted(outcome="explain"))
    sweep_deadlines(at=life.at + timedelta(days=27))
    last = own_reminder(life.petition, on=local_date(life.at))
    assert last
    days = (last.due_on - local_date(life.at)).days
    assert "今天是您可以请求复查的最后一天。" in words(follows(browser, life, monkeypatch, days=days))
    assert "最后一天。" not in words(follows(browser, life, monkeypatch, days=days + 1))
    builders.under_review(life)
    assert "今天是您可以" not in words(follows(browser, life, monkeypatch, days=days))


def test_a_reminder_of_a_rule_we_do_not_hold_says_nothing() -> None:
    unknown = Reminder(
        petition=PetitionId(new_id(AT)),
        rule="x.y",
        pack="x",
        level=Level.PETITIONER,
        office=None,
        days_before=5,
        due_on=local_date(AT),
        at=AT,
    )
    assert reminded(unknown, local_date(AT)) == ""
