"""What answers a matter of which class and route, and what it can say."""

from collections.abc import Mapping

from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import Klass, OpinionKind, Route
from huiyin.rules.statute.events import EventName

# 信访工作条例 第三十二条: supported; reasonable but without legal basis: explained; not supported.
OUTCOMES: Mapping[OpinionKind, frozenset[str]] = {
    OpinionKind.OPINION: frozenset({"support", "explain", "not_support"}),
    OpinionKind.DUTY_REPLY: frozenset({"performed", "not_performed"}),
    OpinionKind.REPLY: frozenset({"adopted", "partly_adopted", "not_adopted", "answered"}),
}

# Which event the service of a document is. That of an extension is none: the notice of 第二十三条 is another.
SERVED: Mapping[str, EventName] = {
    "acceptance": EventName.NOTICE_SERVED,
    "route_notice": EventName.NOTICE_SERVED,
    "declination": EventName.NOTICE_SERVED,
    "reply": EventName.PETITION_CONCLUDED,
    "opinion": EventName.OPINION_SERVED,
    "duty_reply": EventName.DUTY_ANSWERED,
}


def kind_of_answer(matter: Matter) -> OpinionKind:
    """Return in which form this matter is answered."""
    if matter.klass is Klass.CLAIM and matter.route is Route.ORDINARY:
        return OpinionKind.OPINION
    if matter.klass is Klass.CLAIM and matter.route is Route.DUTY:
        return OpinionKind.DUTY_REPLY
    return OpinionKind.REPLY
