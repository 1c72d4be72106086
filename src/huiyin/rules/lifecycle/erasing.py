"""When the content of a matter may be erased: once nobody owes an answer or may still ask for one.

How long content is kept is decided by the law that is relied on and by each organ's own schedule; neither
stands here. What stands here is only what must be over before.
"""

from collections.abc import Sequence

from huiyin.kernel.errors import Conflict, Unlawful
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import OPEN
from huiyin.rules.statute.clocks import Clock, State
from huiyin.rules.statute.packs.shape import Kind
from huiyin.rules.statute.reckoning import PEOPLE

_STILL = frozenset({State.RUNNING, State.SOON, State.PAUSED})


def require_erasable(matter: Matter, clocks: Sequence[Clock], *, supervised: bool) -> None:
    """Raise Conflict when it was erased already, Unlawful while it has to be answered or can be contested.

    `supervised`: a supervision item of the matter still stands.
    """
    if matter.erased:
        raise Conflict("petition.erased")
    if matter.state in OPEN:
        raise Unlawful("erasure.matter_open", article="信访工作条例 第三十二条")
    if any(
        clock.kind is Kind.WINDOW and clock.duty_of in PEOPLE and clock.state in _STILL for clock in clocks
    ):
        raise Unlawful("erasure.window_open", article="信访工作条例 第三十五条")
    if supervised:
        raise Unlawful("erasure.supervision_open", article="信访工作条例 第四十条")
