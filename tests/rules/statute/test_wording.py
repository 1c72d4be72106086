"""Explanations in words: every code has its words in both languages, and the sentences read whole."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Unknown
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.calendars.calendar import make_calendar
from huiyin.rules.statute.clocks import Clock, Event, EventName, clocks, due, why_no_clock
from huiyin.rules.statute.explanation import Refusal
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.shape import DutyOf
from huiyin.rules.statute.wording import LANGUAGES, absence_text, explain_text, word_table

DOCS = Path(__file__).parents[3] / "docs" / "law"
CHINA = calendar_for(0)
LAW22 = load_pack("cn-xinfang-2022")


def event(name: str, on: str, **facts: Any) -> Event:
    at = datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=LOCAL_ZONE).astimezone(UTC)
    return Event(name=EventName(name), at=at, facts=facts)


def clock_of(rule: str, *events: Event, **facts: Any) -> Clock:
    matter = {"class": "claim", "route": 6, **facts}
    found = clocks(events, pack=LAW22, calendar=CHINA, at=events[-1].at, facts=matter)
    (clock,) = [clock for clock in found if clock.rule_id == rule]
    return clock


def told(rule: str, *events: Event, **facts: Any) -> str:
    return explain_text(clock_of(rule, *events, **facts).explanation, "zh-hans")


def shape(table: Any) -> Any:
    """The keys of a table and the braces of each sentence."""
    if isinstance(table, dict):
        return {key: shape(value) for key, value in table.items()}
    return sorted(set(re.findall(r"\{\w+\}", table))) if isinstance(table, str) else len(table)


def test_both_languages_have_the_same_sentences_with_the_same_facts() -> None:
    chinese, english = shape(word_table("zh-hans")), shape(word_table("en"))
    for table in (chinese, english):
        table.pop("months", None)
        table.pop("date")
        table.pop("date_short")
        table["law"].pop("before")
    assert chinese == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_words(language: str) -> None:
    table = word_table(language)
    assert set(table["event"]) == {name.value for name in EventName}
    assert set(table["duty_of"]) == {who.value for who in DutyOf}
    assert set(table["refusal"]) == {refusal.value for refusal in Refusal}
    rules = [rule for pack in pack_ids() for rule in load_pack(pack).rules.values()]
    assert {x.reason for rule in rules for x in (*rule.exemptions, *rule.pauses)} <= set(table["reason"])
    assert {x.reason for rule in rules for x in rule.absences} <= set(table["absence"])
    assert {r for rule in rules if rule.extension for r in rule.extension.approvers} <= set(table["role"])


def test_a_language_without_words_is_unknown() -> None:
    with pytest.raises(Unknown, match=r"language\.unknown"):
        word_table("fr")


def test_a_rolled_end_is_told_with_each_day_passed_over() -> None:
    text = told("cn22.bureau.dispatch", event("bureau.received", "2026-02-02"))
    assert text == (
        "依据《信访工作条例》第二十二条第一款，信访部门应当自收到信访事项之日起15日内登记信访事项，"
        "并予以转送、交办或者报请决定。2026年2月2日收到信访事项，当日不计入，自次日起算。"
        "按日历日计算，休息日计算在内，第15日为2026年2月17日（星期二）。"
        "该日为休息日，期限顺延至休息日结束后的第一个工作日（《民法典》第二百零三条）；"
        "顺延的日期：2026年2月17日至2月23日（春节）。"
        "期限届满日为2026年2月24日（星期二）；为稳妥起见，宜在2026年2月17日以前办理。"
        "适用规则：cn-xinfang-2022第1版。"
    )


def test_the_same_is_told_in_english() -> None:
    clock = clock_of("cn22.transfer.objection", event("office.received_transfer", "2026-02-26"))
    assert explain_text(clock.explanation, "en") == (
        "Under the Regulations on Petition Work (2022), art. 23(3), the competent office may object, with"
        " detailed reasons, to a matter outside its own competence and that of its system within 5 working"
        " days from the day on which the office receives the matter by transfer or assignment."
        " On 26 February 2026: the office receives the matter by transfer or assignment."
        " That day is not counted; counting starts on the next."
        " Only working days are counted: working day 5 is Wednesday, 4 March 2026."
        " Rest days not counted: 1 March 2026 (weekend)."
        " Weekend days worked, and so counted: 28 February 2026 (in exchange for Spring Festival)."
        " The last day is Wednesday, 4 March 2026. Rules applied: cn-xinfang-2022, version 1."
    )


def test_days_of_different_reasons_are_told_apart() -> None:
    text = told("cn22.transfer.objection", event("office.received_transfer", "2026-02-11"))
    assert "其间不计入的休息日：2026年2月15日至2月23日（春节）。" in text
    assert "2026年2月14日（春节调休）为工作日，计算在内。" in text
    text = told("cn22.transfer.objection", event("office.received_transfer", "2026-03-05"))
    assert "2026年3月7日至3月8日（周末）" in text
    text = told("cn22.transfer.objection", event("office.received_transfer", "2022-12-29"))
    assert "2022年12月31日至2023年1月2日（元旦）" in text


def test_a_worked_sunday_does_not_move_the_end() -> None:
    text = told("cn22.review.decide", event("review.received", "2026-08-21"))
    assert "2026年9月20日（国庆节调休）为工作日，不顺延。" in text


def test_an_extension_is_told_with_approver_reason_and_whether_the_petitioner_knows() -> None:
    accepted = event("petition.accepted", "2026-03-03")
    facts = {"extension_days": 45, "approved_by_role": "office_head", "reason_code": "complex"}
    text = told("cn22.handle", accepted, event("deadline.extended", "2026-04-20", **facts))
    assert (
        "2026年4月20日经本机关、单位负责人批准，依据《信访工作条例》第三十四条延长30日，理由：情况复杂。"
        in text
    )
    assert "所请45日超过上限，只计30日。" in text
    assert "尚无告知信访人延期理由的记录。" in text
    knows = event("deadline.extended", "2026-04-20", told_on="2026-04-21", **facts)
    text = told("cn22.handle", accepted, knows, event("deadline.extended", "2026-04-22", **facts))
    assert "延期理由已于2026年4月21日告知信访人。" in text
    assert "2026年4月22日提出的延期没有计入：期限已经延长过一次。" in text


def test_an_assignment_is_told_with_its_letter() -> None:
    text = told("cn22.assign.feedback", event("petition.assigned", "2026-04-20", due_days=12))
    assert "应当在来函指定的12日内反馈办理结果，提交办结报告。" in text
    more = event("assignment.extended", "2026-04-22", extension_days=1)
    text = told("cn22.assign.feedback", event("petition.assigned", "2026-04-20", due_on="2026-05-02"), more)
    assert "应当在来函指定的2026年5月2日以前" in text
    assert "2026年4月22日依据《信访工作条例》第二十二条第一款第三项延长1日。" in text
    assert "指定的最后一日为2026年5月3日（星期日）。" in text


def test_a_hearing_is_told_as_long_as_it_lasts() -> None:
    received, started = event("reexamination.received", "2026-03-02"), event("hearing.started", "2026-03-10")
    text = told("cn22.reexam.decide", received, started)
    assert "自2026年3月10日起为听证所需时间" in text
    assert "期限届满日" not in text
    text = told("cn22.reexam.decide", received, started, event("hearing.ended", "2026-03-13"))
    assert (
        "2026年3月10日至2026年3月13日为听证所需时间，共4日，依据《信访工作条例》第三十六条第二款不计入期限。"
        in text
    )


def test_an_exemption_is_told_instead_of_a_date() -> None:
    text = told(
        "cn22.direct.notice", event("office.received_direct", "2026-03-02"), name_or_address_unclear=True
    )
    assert "信访人的姓名（名称）、住址不清，不适用这一期限。" in text
    assert "届满" not in text


def test_an_urgent_report_is_prompt_or_by_the_hours_set() -> None:
    flagged = event("petition.flagged_urgent", "2026-03-02")
    assert "应当及时报告重大、紧急信访事项。" in told("cn22.urgent.report", flagged)
    text = told("cn22.urgent.report", flagged, urgent_report_hours=24)
    assert "这一时长由本地设定。" in text
    assert "自该时刻起算。" in text
    assert "期限于2026年3月3日 10:00届满。" in text


def test_a_provisional_date_is_told_as_such() -> None:
    text = told("cn22.bureau.dispatch", event("bureau.received", "2026-12-20"))
    assert "2027年的放假安排尚未公布或者尚未录入，届满日暂不能确定。" in text
    text = told("cn22.bureau.dispatch", event("bureau.received", "2026-12-15"))
    assert "期限届满日为2026年12月30日（星期三）。" in text
    assert "下一年度的放假通知仍可能调整12月下旬的工作日" in text


def test_the_year_that_is_waited_for_is_the_first_that_is_not_known() -> None:
    known = [year for year in CHINA.years.values() if year.year < 2023]
    held = make_calendar("cn", known)
    start = event("petition.accepted", "2022-11-01")  # day 60 is Saturday 31 December 2022
    found = due("cn22.handle", pack=LAW22, calendar=held, start=start)
    assert (found.unrolled_on, found.binding_on, found.awaits_year) == (date(2022, 12, 31), None, 2023)
    assert "2023年的放假安排尚未公布" in explain_text(found, "zh-hans")
    objection = due(
        "cn22.transfer.objection",
        pack=LAW22,
        calendar=held,
        start=event("office.received_transfer", "2022-12-31"),
    )
    assert (objection.binding_on, objection.plain()["awaits_year"]) == (None, 2023)
    final = due("cn22.handle", pack=LAW22, calendar=held, start=event("petition.accepted", "2022-10-31"))
    assert (final.binding_on, final.awaits_year) == (date(2022, 12, 30), None)


def test_a_day_counted_back_and_an_unverified_pack_are_told() -> None:
    letters = load_pack("cn-procuratorate-letters")
    start = event("hearing.scheduled", "2026-03-20")
    found = due("cnjc.hearing.notice", pack=letters, calendar=CHINA, start=start)
    assert explain_text(found, "zh-hans") == (
        "依据《人民检察院审查案件听证工作规定》第十条，人民检察院应当在听证之日的3日前告知听证的事由、时间和地点。"
        "听证之日为2026年3月20日，当日不计入，由此往前推算。最迟为2026年3月17日（星期二）。"
        "适用规则：cn-procuratorate-letters第1版。以上为内部工作目标，不是法律规定。"
    )
    assert "3 days before the day of the hearing" in explain_text(found, "en")
    simplified = load_pack("cn-xinfang-simplified-2016")
    found = due(
        "cnsimple.reply", pack=simplified, calendar=CHINA, start=event("petition.accepted", "2026-03-02")
    )
    assert explain_text(found, "zh-hans").endswith("所依据的条文未经核对，仅供参考，不作为期限的依据。")
    assert not found.verified


def test_an_extension_is_told_in_the_unit_of_its_rule() -> None:
    disclosure = load_pack("cn-disclosure-2019")
    more = event("disclosure.extended", "2026-03-03", extension_days=25, approved_by_role="disclosure_head")
    start = event("disclosure.received", "2026-03-02")
    found = due("zfxx.reply", pack=disclosure, calendar=CHINA, start=start, later=[more])
    text = explain_text(found, "zh-hans")
    assert "2026年3月3日依据《政府信息公开条例》第三十三条第二款延长20个工作日。" in text
    assert "所请25个工作日超过上限，只计20个工作日。" in text
    assert "第40个工作日为2026年4月28日（星期二）" in text


def test_an_extension_within_the_cap_says_nothing_of_a_cap() -> None:
    facts = {"extension_days": 30, "approved_by_role": "office_head", "reason_code": "complex"}
    more = event("deadline.extended", "2026-04-20", **facts)
    text = told("cn22.handle", event("petition.accepted", "2026-03-03"), more)
    assert "超过上限" not in text
    assert "第90日为2026年6月1日（星期一）" in text


def test_what_does_not_roll_says_nothing_of_rest_days() -> None:
    beijing = load_pack("bj-12345-2021")
    start = event("order.dispatched", "2026-09-13")  # day 7 is Sunday 20 September, which is worked
    found = due("bj12345.tier3", pack=beijing, calendar=CHINA, start=start)
    assert (found.binding_on, found.skipped, found.worked) == (date(2026, 9, 20), (), ())


def test_days_of_a_pause_are_not_told_twice_and_an_open_one_leaves_none() -> None:
    disclosure = load_pack("cn-disclosure-2019")
    asked = {"pack": disclosure, "calendar": CHINA, "start": event("disclosure.received", "2026-03-02")}
    paused, resumed = event("disclosure.paused", "2026-03-10"), event("disclosure.resumed", "2026-03-16")
    found = due("zfxx.reply", later=[paused, resumed], **asked)
    assert {day.on for day in found.skipped}.isdisjoint({date(2026, 3, 14), date(2026, 3, 15)})
    assert date(2026, 3, 7) in {day.on for day in found.skipped}
    assert due("zfxx.reply", later=[paused], **asked).skipped == ()


def test_a_pause_is_told_in_english_with_its_days() -> None:
    later = [event("reconsideration.suspended", "2026-03-10"), event("reconsideration.resumed", "2026-03-19")]
    start = event("reconsideration.accepted", "2026-03-03")
    law = load_pack("cn-reconsideration-2023")
    text = explain_text(due("fy.decide", pack=law, calendar=CHINA, start=start, later=later), "en")
    assert (
        "10 March 2026 to 19 March 2026 is suspension of the reconsideration, 10 days, not counted under"
        " the Administrative Reconsideration Law (2023), art. 39." in text
    )


def test_another_law_that_prevails_is_named() -> None:
    start = event("duty.requested", "2026-03-03", due_days=7, due_article="《某行政法规》第十条")
    text = explain_text(due("cn22.duty31_5", pack=LAW22, calendar=CHINA, start=start), "zh-hans")
    assert "这一期限依照《某行政法规》第十条的规定确定。" in text


def test_the_demonstration_says_that_it_is_not_law() -> None:
    demo = load_pack("demo-seed-30-90")
    start = event("petition.received", "2026-02-03")
    text = explain_text(due("demo.seed.final", pack=demo, calendar=CHINA, start=start), "zh-hans")
    assert text.startswith("依据演示规则（不是法律规定）“终办90日”一项，")
    assert text.endswith("以上仅供演示，不是法律规定。")
    reminder = due("demo.seed.reminder", pack=demo, calendar=CHINA, start=start)
    assert "提醒日为2026年1月29日（星期四）。" in explain_text(reminder, "zh-hans")


def test_an_internal_target_says_that_it_is_not_law() -> None:
    text = (
        'id = "x"\nversion = "1"\nstatus = "internal_target"\nfamily = "x"\njurisdiction = "cn"\n'
        'from = 2022-01-01\nreminder_days = 1\ntitle = { zh = "例", en = "x" }\n'
        'instrument = { zh = "例", en = "x" }\n[[rules]]\nid = "x.r"\ntitle = { zh = "例", en = "x" }\n'
        'article = { code = "1", zh = "第一条", en = "art. 1" }\nduty_of = "office"\n'
        'started_by = ["petition.accepted"]\nmet_by = ["opinion.served"]\nunit = "calendar_days"\n'
        "lengths = [{ from = 2022-01-01, number = 3 }]\n"
    )
    start = event("petition.accepted", "2026-03-03")
    explanation = due("x.r", pack=parse_pack(text, "x.toml"), calendar=CHINA, start=start)
    assert explain_text(explanation, "zh-hans").endswith("以上为内部工作目标，不是法律规定。")


def test_why_the_sixty_days_do_not_apply_is_told_with_what_applies() -> None:
    absence = why_no_clock("cn22.handle", pack=LAW22, facts={"class": "claim", "route": 5})
    assert absence is not None
    assert absence_text(absence, "zh-hans") == (
        "《信访工作条例》第三十四条规定的60日办理期限不适用于本事项。"
        "本事项属于申请查处违法行为或者履行保护人身权、财产权等合法权益职责的事项，"
        "依据《信访工作条例》第三十一条第五项，由有权处理的机关、单位依法履行职责或者答复；"
        "法律、法规没有另外规定期限的，应当自接到申请之日起两个月内履行（《行政诉讼法》第四十七条）。"
    )
    assert "two months" in absence_text(absence, "en")


def test_the_list_of_events_for_lawyers_is_complete() -> None:
    _, _, words = (DOCS / "events.md").read_text("utf-8").partition("## The words")
    listed = re.findall(r"^\| `([a-z_.]+)` \|", words, re.MULTILINE)
    assert listed == [name.value for name in EventName]
