"""What answers a matter of which class and route, and what it can say."""

from collections.abc import Mapping

from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import Klass, OpinionKind, Route

# 信访工作条例 第三十二条: supported; reasonable but without legal basis: explained; not supported.
OUTCOMES: Mapping[OpinionKind, frozenset[str]] = {
    OpinionKind.OPINION: frozenset({"support", "explain", "not_support"}),
    OpinionKind.DUTY_REPLY: frozenset({"performed", "not_performed"}),
    OpinionKind.REPLY: frozenset({"adopted", "partly_adopted", "not_adopted", "answered"}),
}


def kind_of_answer(matter: Matter) -> OpinionKind:
    """Return in which form this matter is answered."""
    if matter.klass is Klass.CLAIM and matter.route is Route.ORDINARY:
        return OpinionKind.OPINION
    if matter.klass is Klass.CLAIM and matter.route is Route.DUTY:
        return OpinionKind.DUTY_REPLY
    return OpinionKind.REPLY
