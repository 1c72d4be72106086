"""When the content of a matter may be erased: once nobody owes an answer or may still ask for one.

How long content is kept is decided by the law that is relied on and by each organ's own schedule; neither
stands here. What stands here is only what must be over before.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Conflict, Unlawful
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import OPEN, Route
from huiyin.rules.statute.clocks import Clock, State, due
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.law import Law
from huiyin.rules.statute.packs.shape import Kind
from huiyin.rules.statute.reckoning import PEOPLE

_STILL = frozenset({State.RUNNING, State.SOON, State.PAUSED})
RECONSIDERATION, APPLY = "cn-reconsideration-2023", "fy.apply"


def require_erasable(
    matter: Matter, clocks: Sequence[Clock], *, supervised: bool, law: Law, on: date
) -> None:
    """Raise Conflict when it was erased already, Unlawful while it has to be answered or can be contested.

    `supervised`: a supervision item of the matter still stands. `on` is the local day, `law` that of it.
    """
    if matter.erased:
        raise Conflict("petition.erased")
    if matter.state in OPEN:
        raise Unlawful("erasure.matter_open", article="信访工作条例 第三十二条")
    if any(
        clock.kind is Kind.WINDOW and clock.duty_of in PEOPLE and clock.state in _STILL for clock in clocks
    ):
        raise Unlawful("erasure.window_open", article="信访工作条例 第三十五条")
    if _can_apply(matter, law, on):
        raise Unlawful("erasure.reconsideration_open", article="行政复议法 第二十条第一款")
    if supervised:
        raise Unlawful("erasure.supervision_open", article="信访工作条例 第四十条")


def _can_apply(matter: Matter, law: Law, on: date) -> bool:
    """Whether reconsideration can still be applied for, over a duty whose performance was asked for.

    Counted from the service of each reply on; whether somebody did apply is not known here.
    """
    pack = law.shelf.packs[RECONSIDERATION]
    served = [one.served_on for one in matter.documents if one.opinion and one.served_on]
    if matter.route is not Route.DUTY:
        return False
    for day in filter(pack.in_force, served):
        known = Event(
            name=EventName.ACT_KNOWN, at=datetime.combine(day, time(12), LOCAL_ZONE).astimezone(UTC)
        )
        told = due(APPLY, pack=pack, calendar=law.calendar(matter.county), start=known)
        last = told.binding_on or told.unrolled_on
        if last is None or on <= last:
            return True
    return False
