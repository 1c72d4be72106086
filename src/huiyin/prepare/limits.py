"""The limits that notices name: worked out by the same clocks as everything else, before they are issued."""

from dataclasses import replace
from datetime import date

from huiyin.commands.acting import happening
from huiyin.commands.handling.accept_petition import events_of
from huiyin.kernel.ids import OfficeId
from huiyin.prepare.work import Work
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.states import State
from huiyin.rules.statute.clocks import Clock, extension_of
from huiyin.rules.statute.clocks import State as ClockState
from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.packs.shape import DutyOf, Kind
from huiyin.rules.statute.wording import explain_text, word_table

APPROVER = "office_head"
LANGUAGE = "zh-hans"  # of documents
COUNTED = "期限的计算："
NO_LIMIT = "条例没有对这一类事项规定统一的办理期限；本机关将及时办理，并将结果答复您。"
_UNITS = {
    unit: word_table(LANGUAGE)["unit"][unit] for unit in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS)
}


def limits_after_acceptance(work: Work) -> list[str]:
    """Return a sentence for each duty of this office that runs once the matter is accepted; at least one."""
    actor = work.post.actor
    after = replace(work.matter, state=State.ACCEPTED, lead=work.post.office)
    told = happening(EventName.NOTICE_SERVED, after, actor, work.at)  # the duty to tell ends with this notice
    after = replace(after, events=(*after.events, *events_of(after, actor, work.at), told))
    duties = [
        clock
        for clock in clocks_of(after, at=work.at)
        if clock.office == work.post.office
        and clock.kind is Kind.CLOCK
        and clock.duty_of is DutyOf.OFFICE
        and clock.state in {ClockState.RUNNING, ClockState.SOON}
    ]
    ordered = sorted(duties, key=lambda clock: clock.warn_on or date.max)
    return [_limit(clock) for clock in ordered] or [NO_LIMIT]


def extendable(work: Work) -> Clock | None:
    """Return the running clock that art. 34 lets the head extend, or None."""
    probe = _extension_event(work, 1)
    return next((clock for clock in work.page.clocks if _worth(clock, probe)), None)


def _limit(clock: Clock) -> str:
    explanation = clock.explanation
    title, article, start = explanation.title.zh, clock.article, clock.started_on
    if clock.binding_on is None:  # nothing is promised on a day that may still move
        length = f"{explanation.number}{_UNITS[explanation.unit]}"
        return f"自{_day(start)}之次日起{length}内{title}（{article}）；届满日待放假安排公布后确定。"
    return f"{_day(clock.binding_on)}前{title}（{article}）。{counted(clock)}"


def counted(clock: Clock) -> str:
    """Return how the date of a clock came about, as a notice tells it: the same sentences as everywhere."""
    told = explain_text(clock.explanation, LANGUAGE)
    # The notice of an extension is itself what tells the petitioner the reason.
    return COUNTED + told.replace(word_table(LANGUAGE)["extension"]["untold"], "")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def extended(work: Work, days: int) -> Clock | None:
    """Return the same clock as it will stand after an extension by so many days."""
    event = _extension_event(work, days)
    after = replace(work.matter, events=(*work.matter.events, event))
    before = extendable(work)
    for clock in clocks_of(after, at=work.at):
        if before and (clock.rule_id, clock.part) == (before.rule_id, before.part):
            return clock
    return None


def _extension_event(work: Work, days: int) -> Event:
    part = work.matter.part_of(OfficeId(work.post.office))
    return Event(
        name=EventName.DEADLINE_EXTENDED,
        at=work.at,
        office=work.post.office,
        part=str(part.id) if part else None,
        facts={"extension_days": days, "approved_by_role": APPROVER, "reason_code": "complex"},
    )


def _worth(clock: Clock, event: Event) -> bool:
    if clock.state not in {ClockState.RUNNING, ClockState.SOON} or clock.office != event.office:
        return False
    extension = extension_of(clock, event)
    return extension is not None and extension.refused is None
