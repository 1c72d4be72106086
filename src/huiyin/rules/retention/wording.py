"""Tells how long a matter is kept and why, in plain sentences, in Chinese and English."""

from datetime import date

from huiyin.rules.retention.period import Period
from huiyin.rules.retention.schedule import PERMANENT, Fact, RunsFrom

_FACTS = {
    Fact.ACCUSATION: ("属于检举控告", "it is an accusation"),
    Fact.CLAIM: ("属于申诉求决", "it is a claim"),
    Fact.DECLINED: ("不予受理", "it was declined"),
    Fact.JOINT: ("属于联名事项", "it is a joint matter"),
    Fact.REDIRECTED: ("已告知其他法定途径", "another statutory way was told"),
    Fact.REEXAMINED: ("经过复核", "it was re-examined"),
    Fact.REVIEWED: ("经过复查", "it was reviewed"),
    Fact.SUGGESTION: ("属于意见建议", "it is a suggestion"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def explain(period: Period, language: str) -> tuple[str, ...]:
    """Return the sentences that tell class, period, days and what was set; in ``zh-hans`` or ``en``."""
    return _english(period) if language == "en" else _chinese(period)


def years_text(years: int, language: str) -> str:
    """Return a period in words."""
    if years == PERMANENT:
        return "permanent" if language == "en" else "永久"
    return f"{years} years" if language == "en" else f"{years}年"


def fact_text(fact: Fact, language: str) -> str:
    """Return what a fact says of a matter."""
    chinese, english = _FACTS[fact]
    return english if language == "en" else chinese


def _chinese(period: Period) -> tuple[str, ...]:
    told = [
        _why_zh(period),
        f"保管期限：{years_text(period.years, 'zh-hans')}。批准依据：{period.approval}。",
    ]
    from_day = (
        f"自次年1月1日（{_zh(period.starts_on)}）" if _next(period) else f"自次日（{_zh(period.starts_on)}）"
    )
    if period.ends_on is None:
        told.append(f"{_zh(period.closed_on)}办结，永久保存，不列入销毁清册。")
    else:
        told.append(f"{_zh(period.closed_on)}办结，{from_day}起算，{_zh(period.ends_on)}届满。")
    if period.held:
        told.append(f"已暂停销毁：{period.reason}。解除之前不列入销毁清册。")
    return tuple(told)


def _english(period: Period) -> tuple[str, ...]:
    told = [_why_en(period), f"Kept: {years_text(period.years, 'en')}. Approval: {period.approval}."]
    from_day = (
        f"1 January of the next year ({_en(period.starts_on)})" if _next(period) else _en(period.starts_on)
    )
    if period.ends_on is None:
        told.append(f"Closed on {_en(period.closed_on)}; kept for ever, never on a destruction list.")
    else:
        closed, last = _en(period.closed_on), _en(period.ends_on)
        told.append(f"Closed on {closed}; the period runs from {from_day}; its last day is {last}.")
    if period.held:
        told.append(f"Held: {period.reason}. Until the hold is lifted it is on no destruction list.")
    return tuple(told)


def _why_zh(period: Period) -> str:
    if period.by_hand:
        return f"类别：{period.name.zh}（由工作人员指定：{period.reason}）。"
    because = "、".join(fact_text(fact, "zh-hans") for fact in period.because)
    return f"类别：{period.name.zh}（{f'因{because}' if because else '不属于其他各类'}）。"


def _why_en(period: Period) -> str:
    if period.by_hand:
        return f"Class: {period.name.en} (set by a person: {period.reason})."
    because = " and ".join(fact_text(fact, "en") for fact in period.because)
    return f"Class: {period.name.en} ({f'because {because}' if because else 'it is of no other class'})."


def _next(period: Period) -> bool:
    return period.runs_from is RunsFrom.NEXT_YEAR


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _en(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
