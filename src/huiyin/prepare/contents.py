"""What each official document says, put together from the matter and from what the official typed.

Documents go out in Chinese. Each content is checked against its form before anything is sealed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Invalid, Unlawful
from huiyin.prepare import house
from huiyin.prepare.limits import COUNTED, counted, extendable, extended, limits_after_acceptance
from huiyin.prepare.papers import Content
from huiyin.prepare.work import Work
from huiyin.queries.handling.matter import MatterPage
from huiyin.queries.handling.story import Story
from huiyin.queries.people.posts import Post
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import OpinionKind
from huiyin.rules.routing.offices import office
from huiyin.rules.statute.events import EventName

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
ARTICLE_OF_EXTENSION = "信访工作条例 第三十四条"
HEAD = "本机关、单位负责人"

# Reasons of the command beside those of the printed list, both after 自然资办发〔2025〕14号.
DECLINE_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "outside_duties": "outside_duties",
        "filed_again_higher": "pending_below",
        "visit_beyond_level": "visit_skips_level",
        "courts_or_procuratorates": "courts",
    }
)
_RECEIVED = frozenset({EventName.OFFICE_RECEIVED_TRANSFER, EventName.OFFICE_RECEIVED_DIRECT})


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
        "limits": limits_after_acceptance(work),
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
    before, after = extendable(work), extended(work, said["days"])
    if before is None or after is None:
        raise Unlawful("extension.no_clock", article=ARTICLE_OF_EXTENSION)
    if before.binding_on is None or after.binding_on is None:
        raise Unlawful("extension.day_unknown", article=ARTICLE_OF_EXTENSION)
    return {
        **_common(work, story, "extension"),
        "contact": said["contact"],
        "accepted_on": before.started_on,
        "due_on": before.binding_on,
        "extended_to": after.binding_on,
        "counted": counted(after).removeprefix(COUNTED),
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


def _day_of(matter: Matter, name: EventName) -> date | None:
    return max((event.on for event in matter.events if event.name is name), default=None)
