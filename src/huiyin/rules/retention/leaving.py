"""What must be over before a matter may be destroyed: its period, and whatever could still ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.kernel.errors import Conflict, Unlawful
from huiyin.rules.lifecycle.erasing import require_erasable
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.oversight.breaches import CARRIED_OUT
from huiyin.rules.retention.period import Period
from huiyin.rules.statute.clocks import Clock, State
from huiyin.rules.statute.law import Law
from huiyin.rules.statute.packs.shape import Kind

OWN_SCHEDULE = "档案法实施条例"
_RUNS = frozenset({State.RUNNING, State.SOON, State.PAUSED})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A matter of which it is asked whether it may go, and what stands of it beside its own facts.

    `imported`: history brought in, of which nobody could record here how it was carried out. `proposed`: its
    erasure was proposed by itself and waits for a second person. `period` is None while its office has no
    schedule, or the matter is not closed.
    """

    matter: Matter
    clocks: Sequence[Clock]
    supervised: bool
    imported: bool
    proposed: bool
    period: Period | None


@dataclass(frozen=True, kw_only=True)
class Hindrance:
    """Why a matter stays: a code, and the provision it follows from."""

    code: str
    article: str


def hindrance(asked: Asked, *, law: Law, on: date) -> Hindrance | None:
    """Return the first reason for which a matter may not be destroyed on a day; None when it may.

    First what the matter itself says (open, contestable, supervised, a duty that runs, an opinion not carried
    out), then its period and what a person laid on it.
    """
    try:
        require_erasable(asked.matter, asked.clocks, supervised=asked.supervised, law=law, on=on)
    except Conflict as gone:
        return Hindrance(code=gone.code, article="")
    except Unlawful as early:
        return Hindrance(code=early.code, article=early.article)
    return next((reason for reason, so in _further(asked, on) if so), None)


def _further(asked: Asked, on: date) -> list[tuple[Hindrance, bool]]:
    period, matter = asked.period, asked.matter
    return [
        (
            Hindrance(code="retention.denied", article="信访工作条例 第三十条第三款"),
            matter.bureau in matter.denied,  # accused since: what it decided is carried out no more
        ),
        (
            Hindrance(code="retention.clock_running", article="信访工作条例 第三十四条"),
            any(one.kind is Kind.CLOCK and one.state in _RUNS for one in asked.clocks),
        ),
        (
            Hindrance(code="retention.execution_open", article="信访工作条例 第三十二条第二款"),
            _owes_execution(asked),
        ),
        (Hindrance(code="retention.proposed", article="个人信息保护法 第十九条"), asked.proposed),
        (Hindrance(code="retention.no_schedule", article=OWN_SCHEDULE), period is None),
        (Hindrance(code="retention.held", article=""), period is not None and period.held),
        (
            Hindrance(code="retention.not_ended", article="档案法 第二十一条"),
            period is not None and not period.is_over(on),
        ),
    ]


def _owes_execution(asked: Asked) -> bool:
    """Whether an opinion that supports the request was served, and nothing says that it was carried out."""
    supported = asked.matter.supported_on() is not None
    return supported and not asked.imported and not any(e.name in CARRIED_OUT for e in asked.matter.events)
