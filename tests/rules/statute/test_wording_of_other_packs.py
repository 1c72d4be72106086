"""Explanations in words by other laws, targets and the demonstration: each says what it is."""

from datetime import date

from huiyin.rules.statute.clocks import due
from huiyin.rules.statute.packs import load_pack
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.wording import explain_text
from rules.statute.told import CHINA, event


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
