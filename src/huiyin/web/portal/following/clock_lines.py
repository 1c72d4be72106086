"""Every clock of the matter with its state in shape, word and colour, and the reason behind its day."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from huiyin.kernel.clock import now
from huiyin.queries.outreach.following import Following
from huiyin.rules.statute.clocks import Clock, State, why_no_clock
from huiyin.rules.statute.explanation import Absence
from huiyin.rules.statute.law import in_force
from huiyin.rules.statute.packs.shape import DutyOf, Kind
from huiyin.rules.statute.reckoning import PEOPLE
from huiyin.rules.statute.wording import explain_text
from huiyin.web.portal.due import spoken
from huiyin.web.portal.following.words import CLOCK_STATES, Words, office_name

HANDLE = ".handle"


@dataclass(frozen=True)
class ClockLine:
    """One clock as shown."""

    who: str
    title: str
    day: date | None
    met_on: date | None
    mark: str
    state: Words
    why: str
    address: str  # of the same period in the calculator


def clock_lines(followed: Following) -> list[ClockLine]:
    """Return the clocks, oldest first; options that only offices have are left out."""
    return [
        _line(clock, followed)
        for clock in followed.clocks
        if clock.kind is not Kind.WINDOW or clock.duty_of in PEOPLE
    ]


def absence(followed: Following) -> Absence | None:
    """Return why the 60 days of art. 34 are not running here; None when they are, or the pack has none."""
    pack = in_force(now()).shelf.pack(followed.matter.pack)
    rule = next((name for name in pack.rules if name.endswith(HANDLE)), None)
    return why_no_clock(rule, pack=pack, facts=followed.facts) if rule else None


def _line(clock: Clock, followed: Following) -> ClockLine:
    explanation = clock.explanation
    mark, state = CLOCK_STATES[clock.state]
    return ClockLine(
        who="" if clock.duty_of in PEOPLE else office_name(whose(clock, followed)),
        title=explanation.title.en if spoken() == "en" else explanation.title.zh,
        day=clock.binding_on,
        met_on=clock.met_on if clock.state in {State.MET, State.MET_LATE} else None,
        mark=mark,
        state=state,
        why=explain_text(explanation, spoken()),
        address=_address(clock),
    )


def _address(clock: Clock) -> str:
    calendar = clock.reckoning.calendar.id
    asked = {"rule": clock.rule_id, "from": clock.started_on.isoformat(), "calendar": calendar}
    return f"{reverse('calculator')}?{urlencode(asked)}"


def whose(clock: Clock, followed: Following) -> int:
    """Return the office whose duty a clock is."""
    if clock.duty_of is DutyOf.BUREAU:
        return int(clock.office or followed.bureau)
    return int(clock.office or followed.lead or followed.bureau)
