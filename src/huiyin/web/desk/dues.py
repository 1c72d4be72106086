"""What is due, in words: the state with its shape, the day, the days left, and why it is that day."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.kernel import clock
from huiyin.kernel.errors import Unknown
from huiyin.queries.handling.lines import Duty, Line
from huiyin.rules.statute.clocks import Clock, State
from huiyin.rules.statute.law import in_force
from huiyin.rules.statute.packs.shape import Kind, Pack, Status
from huiyin.rules.statute.reckoning import PEOPLE
from huiyin.rules.statute.wording import explain_text
from huiyin.web.desk.names import days_text, office_name, spoken
from huiyin.web.desk.words import CLOCK_STATES

OPEN = frozenset({State.RUNNING, State.SOON, State.OVERDUE, State.PAUSED})
# How each state is drawn: a shape and a colour of look.md.
_DRAWN = {
    State.RUNNING: "running",
    State.SOON: "soon",
    State.OVERDUE: "overdue",
    State.MET: "met",
    State.MET_LATE: "late",
}
_ORDER = {State.OVERDUE: 0, State.SOON: 1, State.RUNNING: 2, State.PAUSED: 3}


@dataclass(frozen=True)
class ClockShown:
    """One clock on the page of a matter."""

    title: str
    who: str
    state: str
    word: str
    day: date | None
    days: str
    met_on: date | None
    why: str
    article: str
    mine: bool  # a duty of the reader's own office
    window: bool  # a right of the petitioner or applicant, not a duty
    option: bool  # what the office may do and need not
    not_law: bool

    @property
    def is_open(self) -> bool:
        """True while something is still due."""
        return self.state in {"running", "soon", "overdue", "paused", "option"}


def clocks_shown(clocks: tuple[Clock, ...], office: int, today: date) -> list[ClockShown]:
    """Return the clocks in the order of what presses: open ones by day, then those that are done."""
    ordered = sorted(clocks, key=lambda clock: (_ORDER.get(clock.state, 4), clock.binding_on or date.max))
    return [_shown(clock, office, today) for clock in ordered if _tells(clock)]


def _tells(clock: Clock) -> bool:
    # Options of an office that were never used say nothing to anybody.
    if clock.kind is Kind.WINDOW and clock.duty_of not in PEOPLE:
        return clock.state in {State.RUNNING, State.SOON}
    return clock.kind in {Kind.CLOCK, Kind.WINDOW}


def _shown(clock: Clock, office: int, today: date) -> ClockShown:
    explanation = clock.explanation
    day = clock.binding_on or clock.warn_on
    title = explanation.title.en if spoken() == "en" else explanation.title.zh
    option = clock.kind is Kind.WINDOW and clock.duty_of not in PEOPLE
    return ClockShown(
        title=title,
        who=office_name(clock.office),
        state="option" if option else _drawn(clock.state),
        word=str(CLOCK_STATES["option" if option else clock.state.value]),
        day=day,
        days=days_text(day, today) if day and clock.state in OPEN else "",
        met_on=clock.met_on,
        why=explain_text(explanation, spoken()),
        article=clock.article,
        # An office that is competent has no reason to object: its option is no duty.
        mine=clock.office == office and clock.kind is Kind.CLOCK and clock.duty_of not in PEOPLE,
        window=clock.duty_of in PEOPLE,
        option=option,
        not_law=explanation.pack_status is Status.DEMONSTRATION,
    )


def _drawn(state: State) -> str:
    return _DRAWN.get(state, "paused" if state is State.PAUSED else "done")


def state_of(line: Line, today: date) -> str:
    """Return how a line is drawn: overdue, soon, running, or none when nothing is due."""
    if line.due_on is None:
        return "none"
    if line.due_on < today:
        return "overdue"
    warn_on = line.duty.warn_on if line.duty else line.due_on
    return "soon" if today >= warn_on - timedelta(days=_reminder_days(line.duty)) else "running"


def duty_title(duty: Duty | None) -> str:
    """Return what must be done by the day, as the rule says it; empty for a rule we do not hold."""
    if duty is None:
        return ""
    try:
        title = _pack(duty).rules[duty.rule].title
    except (Unknown, KeyError):
        return ""
    return title.en if spoken() == "en" else title.zh


def _reminder_days(duty: Duty | None) -> int:
    default = 5
    if duty is None:
        return default
    try:
        return _pack(duty).reminder_days
    except Unknown:
        return default


def _pack(duty: Duty) -> Pack:
    return in_force(clock.now()).shelf.pack(duty.pack)
