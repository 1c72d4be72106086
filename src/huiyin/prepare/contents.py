"""What each official document says, put together from the matter and from what the official typed.

Documents go out in Chinese. Each content is checked against its form before anything is sealed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from huiyin.commands.acting import happening
from huiyin.commands.handling.accept_petition import events_of
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Invalid, Unlawful
from huiyin.kernel.ids import OfficeId
from huiyin.prepare import house
from huiyin.prepare.papers import Content
from huiyin.queries.handling.matter import MatterPage, clocks_of
from huiyin.queries.handling.story import Story
from huiyin.queries.people.posts import Post
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import OpinionKind, State
from huiyin.rules.routing.offices import office
from huiyin.rules.statute.clocks import Clock, extension_of
from huiyin.rules.statute.clocks import State as ClockState
from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.packs.shape import DutyOf, Kind
from huiyin.rules.statute.wording import word_table

CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        "web": "网上信访",
        "letter": "来信",
        "visit": "来访",
        "phone": "来电",
        "telephone": "来电",
        "fax": "传真",
        "email": "电子邮件",
    }
)
UNNAMED = "信访人"
HEAD = "本机关、单位负责人"
APPROVER = "office_head"

# Reasons of the command beside those of the printed list, both after 自然资办发〔2025〕14号.
DECLINE_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "outside_duties": "outside_duties",
        "filed_again_higher": "pending_below",
        "visit_beyond_level": "visit_skips_level",
        "courts_or_procuratorates": "courts",
    }
)
_NO_LIMIT = "条例没有对这一类事项规定统一的办理期限；本机关将及时办理，并将结果答复您。"
_UNITS = {
    unit: word_table("zh-hans")["unit"][unit] for unit in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS)
}
_RECEIVED = frozenset({EventName.OFFICE_RECEIVED_TRANSFER, EventName.OFFICE_RECEIVED_DIRECT})


@dataclass(frozen=True, kw_only=True)
class Work:
    """An official at work on a matter: what was shown, in which post, now."""

    page: MatterPage
    post: Post
    at: datetime
    public_url: str
    seen: str  # stamp of the matter on the form

    @property
    def matter(self) -> Matter:
        """The matter."""
        return self.page.matter

    @property
    def today(self) -> date:
        """The day."""
        return local_date(self.at)


def acceptance(work: Work, story: Story, said: Mapping[str, Any]) -> Content:
    """受理告知书, art. 23; the limits are those that the clocks will show once it is accepted."""
    transferred = work.matter.bureau != work.post.office
    return {
        **_common(work, story, "acceptance"),
        "contact": said["contact"],
        "received_on": received_on(work),
        "accepted_on": work.today,
        "channel": channel(work.page),
        "transferred_from": office(work.matter.bureau).name if transferred else "",
        "office": said["unit"],
        "path": said["path"],
        "procedure": said["procedure"],
        "limits": limits_after_acceptance(work) or [_NO_LIMIT],
        "query_way": f"凭信访事项编号和查询码，在 {work.public_url}/follow/ 查询办理进度和结果。",
    }


def route_notice(work: Work, story: Story, said: Mapping[str, Any]) -> Content:
    """法定途径告知书, art. 31(1) to (4)."""
    route = work.matter.route
    return {
        **_common(work, story, "route_notice"),
        "contact": said["contact"],
        "received_on": received_on(work),
        "route": int(route) if route else 0,
        **{name: said[name] for name in ("procedure", "competent", "how", "limit")},
        "legal_basis": lines(said["legal_basis"]),
    }


def declination(work: Work, story: Story, said: Mapping[str, Any]) -> Content:
    """不予受理告知书, arts. 19(3), 20, 23(1)."""
    return {
        **_common(work, story, "declination"),
        "contact": said["contact"],
        "received_on": received_on(work),
        "reason": DECLINE_REASONS[said["reason"]],
        "explanation": said["explanation"],
        "right_channel": said["right_channel"],
        "supervisor": office(work.matter.bureau).name if work.matter.bureau != work.post.office else "",
    }


def extension(work: Work, story: Story, said: Mapping[str, Any]) -> Content:
    """延期办理告知书, art. 34; raise Unlawful when there is no limit that could be extended."""
    before = extendable(work)
    if before is None or before.binding_on is None:
        raise Unlawful("extension.no_clock", article="信访工作条例 第三十四条")
    after = _extended(work, said["days"])
    return {
        **_common(work, story, "extension"),
        "contact": said["contact"],
        "accepted_on": before.started_on,
        "due_on": before.binding_on,
        "extended_to": after.binding_on if after and after.binding_on else before.binding_on,
        "days": said["days"],
        "reason": said["explanation"],
        "approved_by": HEAD,
        "approved_on": work.today,
    }


def opinion(work: Work, story: Story, said: Mapping[str, Any]) -> Content:
    """信访处理意见书, art. 32: request, facts and reasons, opinion, legal basis, request by request."""
    accepted = _day_of(work.matter, EventName.PETITION_ACCEPTED)
    return {
        **_common(work, story, OpinionKind.OPINION.value),
        "contact": said["contact"],
        "channel": channel(work.page),
        "received_on": received_on(work),
        "accepted_on": accepted or work.today,
        "route": int(work.matter.route or 0),
        "answers": said["answers"],
        "stated": said["stated"],
        "found": said["found"],
        "legal_basis": lines(said["legal_basis"]),
        "execution": said["execution"],
        "review_office": said["review_office"],
    }


def duty_reply(work: Work, story: Story, said: Mapping[str, Any]) -> Content:
    """履行法定职责答复书, art. 31(5): what the duty is, what was done."""
    return {
        **_common(work, story, OpinionKind.DUTY_REPLY.value),
        "contact": said["contact"],
        "received_on": received_on(work),
        **{name: said[name] for name in ("request", "duty", "found", "result", "reconsideration_body")},
        "legal_basis": lines(said["legal_basis"]),
        "decisions": said["decisions"],
    }


def reply(work: Work, story: Story, said: Mapping[str, Any]) -> Content:
    """信访事项答复书, arts. 29 and 30."""
    klass = work.matter.klass or work.matter.declared_klass
    return {
        **_common(work, story, OpinionKind.REPLY.value),
        "contact": said["contact"],
        "channel": channel(work.page),
        "received_on": received_on(work),
        "klass": klass.value,
        "outcome": said["outcome"],
        "request": said["request"],
        "answer": said["answer"],
        "legal_basis": lines(said["legal_basis"]),
    }


def outcome_of(answers: Sequence[Mapping[str, str]]) -> str:
    """Return the outcome of a whole opinion: supported when anything is, explained before refused."""
    results = {answer["result"] for answer in answers}
    for outcome in ("support", "explain", "not_support"):
        if outcome in results:
            return outcome
    raise Invalid("opinion.unknown_outcome", field="answers")


def received_on(work: Work) -> date:
    """Return the day on which the matter reached the acting office."""
    days = [one.on for one in work.matter.events if one.name in _RECEIVED and one.office == work.post.office]
    return max(days, default=local_date(work.page.received_at))


def channel(page: MatterPage) -> str:
    """Return how the matter came, in the words of documents."""
    return CHANNELS.get(page.channel, "信访")


def limits_after_acceptance(work: Work) -> list[str]:
    """Return one sentence for each duty of this office that runs once the matter is accepted."""
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
    return [_limit(clock) for clock in sorted(duties, key=lambda clock: clock.warn_on or date.max)]


def extendable(work: Work) -> Clock | None:
    """Return the running clock that art. 34 lets the head extend, or None."""
    probe = _extension_event(work, 1)
    return next((clock for clock in work.page.clocks if _worth(clock, probe)), None)


def review_office(post: Post) -> str:
    """Return the next-higher office by name, which reviews (art. 35); empty above the province."""
    above = office(post.office).parent
    return office(above).name if above is not None else ""


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _common(work: Work, story: Story, kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "issuer": work.post.name,
        "addressee": story.addressee or UNNAMED,
        "petition_number": work.matter.number,
        "matter": work.page.title,
        "demo": work.matter.demo or house.mode().demo,
    }


def _limit(clock: Clock) -> str:
    explanation = clock.explanation
    title, article, start = explanation.title.zh, clock.article, clock.started_on
    if clock.binding_on is None:  # nothing is promised on a day that may still move
        length = f"{explanation.number}{_UNITS[explanation.unit]}"
        return f"自{_day(start)}之次日起{length}内{title}（{article}）；届满日待放假安排公布后确定。"
    return f"{_day(clock.binding_on)}前{title}（{article}）。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _extended(work: Work, days: int) -> Clock | None:
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


def _day_of(matter: Matter, name: EventName) -> date | None:
    return max((event.on for event in matter.events if event.name is name), default=None)
