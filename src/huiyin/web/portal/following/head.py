"""The sentence of truth at the head of the page: who has the matter and what must happen by when."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiyin.queries.outreach.following import Following
from huiyin.rules.lifecycle.states import State
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.clocks import State as ClockState
from huiyin.rules.statute.explanation import Absence
from huiyin.rules.statute.packs.shape import DutyOf, Kind
from huiyin.rules.statute.wording import absence_text, explain_text
from huiyin.web.portal.due import spoken
from huiyin.web.portal.following import clock_lines
from huiyin.web.portal.following.words import office_name
from huiyin.web.shared.templatetags.dates import day

_OPEN = {ClockState.RUNNING, ClockState.SOON, ClockState.OVERDUE, ClockState.PAUSED}


@dataclass(frozen=True)
class Head:
    """The sentence, how many days are left, the state of the clock behind it, and why that day."""

    sentence: str
    left: str
    state: str
    why: str


def head(followed: Following, *, today: date) -> Head:
    """Return what is true of the matter now."""
    clock = next_duty(followed)
    if clock is None:
        return Head(_standing(followed), "", "", _why_none(followed))
    words = {
        "office": office_name(clock_lines.whose(clock, followed)),
        "day": day(clock.binding_on) if clock.binding_on else "",
    }
    state = clock.state.value
    why = explain_text(clock.explanation, spoken())
    if clock.binding_on is None:
        sentence = _("%(office)s has your matter; the last day cannot be fixed yet.") % words
        return Head(sentence, "", state, why)
    told = _DUTIES.get(clock.rule_id.partition(".")[2], _ANY_DUTY)
    title = clock.explanation.title
    words["title"] = title.en if spoken() == "en" else title.zh
    return Head(str(told) % words, left((clock.binding_on - today).days), state, why)


def next_duty(followed: Following) -> Clock | None:
    """Return the duty of an office that is open and falls due first."""
    open_duties = [
        one
        for one in followed.clocks
        if one.state in _OPEN and one.kind is Kind.CLOCK and one.duty_of is not DutyOf.PETITIONER
    ]
    return min(open_duties, key=lambda one: one.binding_on or one.warn_on or date.max, default=None)


def left(days: int) -> str:
    """Return how far a day is away, in words."""
    if days == 0:
        return _("today is the last day")
    if days > 0:
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return ngettext("%(count)d day overdue", "%(count)d days overdue", -days) % {"count": -days}


def _standing(followed: Following) -> str:
    office = followed.lead or followed.bureau
    served = [one.served_on for one in followed.documents]
    words = {"office": office_name(office), "day": day(max(served)) if served else ""}
    if followed.state is State.ANSWERED and served:
        return _("%(office)s answered on %(day)s.") % words
    return str(_STATES[followed.state]) % words


def _why_none(followed: Following) -> str:
    absence: Absence | None = clock_lines.absence(followed)
    if followed.state is not State.ACCEPTED or absence is None or followed.klass is None:
        return ""
    return absence_text(absence, spoken())


_ANY_DUTY = gettext_lazy("%(office)s must by %(day)s: %(title)s")
_NOTICE = gettext_lazy(
    "%(office)s has received your matter and must tell you in writing by %(day)s how it is handled"
)
_HANDLE = gettext_lazy("%(office)s is handling your matter and must answer by %(day)s")
_DUTIES: dict[str, str | Promise] = {
    "bureau.dispatch": gettext_lazy(
        "%(office)s has registered your matter and must send it to the competent office by %(day)s"
    ),
    "direct.notice": _NOTICE,
    "transferred.notice": _NOTICE,
    "accept": gettext_lazy("%(office)s must decide by %(day)s whether it accepts your matter"),
    "handle": _HANDLE,
    "duty31_5": gettext_lazy("%(office)s is looking into it and must act or answer by %(day)s"),
    "review.decide": gettext_lazy("%(office)s is reviewing the opinion and must decide by %(day)s"),
    "seed.preliminary": gettext_lazy(
        "%(office)s is handling your matter and must finish the preliminary review by %(day)s"
    ),
    "seed.final": gettext_lazy("%(office)s is handling your matter and must decide by %(day)s"),
}
_STATES: dict[State, str | Promise] = {
    State.REGISTERED: gettext_lazy("%(office)s has registered your matter."),
    State.TRANSFERRED: gettext_lazy("%(office)s has received your matter."),
    State.ACCEPTED: gettext_lazy("%(office)s is handling your matter."),
    State.REDIRECTED: gettext_lazy("%(office)s has told you which statutory way is right for this matter."),
    State.DECLINED: gettext_lazy("%(office)s has not accepted this matter and told you why."),
    State.ANSWERED: gettext_lazy("%(office)s has answered."),
    State.UNDER_REVIEW: gettext_lazy("The opinion is being reviewed by the next-higher office."),
    State.UNDER_REEXAMINATION: gettext_lazy("The review is being re-examined by the next-higher office."),
}
