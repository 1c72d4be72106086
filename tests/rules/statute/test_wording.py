"""Explanations in words: the sentences of the regulations of 2022 read whole."""

from datetime import date

from huiyin.rules.statute.calendars.calendar import make_calendar
from huiyin.rules.statute.clocks import due, why_no_clock
from huiyin.rules.statute.wording import absence_text, explain_text
from rules.statute.told import CHINA, LAW22, clock_of, event, told


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


def test_an_extension_within_the_cap_says_nothing_of_a_cap() -> None:
    facts = {"extension_days": 30, "approved_by_role": "office_head", "reason_code": "complex"}
    more = event("deadline.extended", "2026-04-20", **facts)
    text = told("cn22.handle", event("petition.accepted", "2026-03-03"), more)
    assert "超过上限" not in text
    assert "第90日为2026年6月1日（星期一）" in text


def test_another_law_that_prevails_is_named() -> None:
    start = event("duty.requested", "2026-03-03", due_days=7, due_article="《某行政法规》第十条")
    text = explain_text(due("cn22.duty31_5", pack=LAW22, calendar=CHINA, start=start), "zh-hans")
    assert "这一期限依照《某行政法规》第十条的规定确定。" in text


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
