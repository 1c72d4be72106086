"""What is due: who must do what by which day, in words, with the reason behind the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from huiyin.queries.outreach.following import Following
from huiyin.rules.statute.clocks import Clock, State
from huiyin.rules.statute.packs.shape import DutyOf, Kind
from huiyin.rules.statute.reckoning import PEOPLE
from huiyin.rules.statute.wording import explain_text
from huiyin.web.portal import places

OPEN = (State.RUNNING, State.SOON, State.OVERDUE)


@dataclass(frozen=True)
class Due:
    """One thing that is to happen by a day; `day` is None while no binding day can be named."""

    who: str
    title: str
    day: date | None
    days_left: int
    state: str
    why: str
    mine: bool  # the person's own, to use or not

    @property
    def days_over(self) -> int:
        """Days since the day passed."""
        return -self.days_left


def spoken() -> str:
    """Return the language in which explanations are told to this reader."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def dues(followed: Following, *, today: date) -> list[Due]:
    """Return what is open and has a day or will have one, the nearest first; options of offices left out."""
    shown = [_due(clock, followed, today) for clock in _told(followed.clocks)]
    return sorted(shown, key=lambda due: (due.day is None, due.day or today))


def _told(clocks: Iterable[Clock]) -> list[Clock]:
    return [
        clock
        for clock in clocks
        if clock.state in OPEN and (clock.kind is not Kind.WINDOW or clock.duty_of in PEOPLE)
    ]


def _due(clock: Clock, followed: Following, today: date) -> Due:
    explanation = clock.explanation
    day = clock.binding_on
    title = explanation.title.en if spoken() == "en" else explanation.title.zh
    return Due(
        who=places.office_name(_office(clock, followed)),
        title=title,
        day=day,
        days_left=(day - today).days if day else 0,
        state=clock.state.value,
        why=explain_text(explanation, spoken()),
        mine=clock.duty_of in PEOPLE,
    )


def _office(clock: Clock, followed: Following) -> int:
    if clock.duty_of is DutyOf.BUREAU:
        return int(clock.office or followed.bureau)
    return int(clock.office or followed.lead or followed.bureau)
