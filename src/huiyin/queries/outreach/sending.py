"""Why a matter went to an office by itself: the reasons, computed anew from what was filed.

个人信息保护法 第二十四条第三款: who is affected by an automated decision may have it explained. The reasons
name words of the text, so they are not kept in clear; the same text and tables give them again.
"""

from huiyin.kernel.ids import DivisionCode, OfficeId
from huiyin.queries.outreach.following import Following
from huiyin.queries.outreach.own_story import OwnStory
from huiyin.rules.routing.choose import Declared, Transfer, choose_office
from huiyin.rules.routing.decision import Reason
from huiyin.rules.routing.places import PlaceCandidate, PlaceReason
from huiyin.rules.routing.topics import suggest_topics
from huiyin.rules.statute.events import Event, EventName


def sent_by_itself(followed: Following) -> OfficeId | None:
    """Return the office to which the matter went on filing by itself; None when a person decided."""
    sent = [one for one in followed.events if one.name is EventName.OFFICE_RECEIVED_TRANSFER]
    return sent[0].office if sent and _on_filing(sent[0], followed) else None


def still_as_sent(followed: Following) -> bool:
    """Return whether no person has touched the sending since."""
    sent = [one for one in followed.events if one.name is EventName.OFFICE_RECEIVED_TRANSFER]
    return bool(sent) and _on_filing(sent[-1], followed) and followed.lead == sent[-1].office


def reasons(followed: Following, story: OwnStory) -> tuple[Reason, ...]:
    """Return why it went there; none when today's tables would send it elsewhere."""
    place = PlaceCandidate(
        code=DivisionCode(followed.division), start=0, end=0, text="", reason=PlaceReason.PICKED
    )
    decision = choose_office(
        suggest_topics(story.title, story.text),
        [place],
        followed.declared_klass.value,
        Declared(denied=frozenset(followed.matter.denied)),
    )
    if isinstance(decision, Transfer) and decision.office == sent_by_itself(followed):
        return decision.reasons
    return ()


def _on_filing(event: Event, followed: Following) -> bool:
    return event.at == followed.filed_at
