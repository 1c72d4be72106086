"""What the petitioner can do now, with the last day to do it; and when not, the right remedy instead.

A reply to a petition is never said to be open to a suit (最高人民法院 2018 interpretation, art. 1(2)(9)).
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel.errors import Unlawful
from huiyin.queries.outreach import sending
from huiyin.queries.outreach.following import Following
from huiyin.rules.lifecycle.states import OTHER_PROCEDURES, Klass, Route, State
from huiyin.rules.lifecycle.steps import STEPS, obstacle
from huiyin.rules.routing.offices import office
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.clocks import State as ClockState
from huiyin.web.portal.following.words import office_name
from huiyin.web.shared.templatetags.dates import day

REVIEW_WINDOW = ".review.request"
_OPEN = {ClockState.RUNNING, ClockState.SOON}


@dataclass(frozen=True)
class Way:
    """Something to do: a page of this site."""

    address: str
    label: str
    line: str
    first: bool = False


def nothing_left(step: str) -> Unlawful:
    """Return the error of an act that has nothing left to do."""
    return Unlawful(f"{step}.nothing_left", article=STEPS[step].article)


def open_window(followed: Following) -> Clock | None:
    """Return the window in which a review may be asked for, while it is open."""
    windows = [one for one in followed.clocks if one.rule_id.endswith(REVIEW_WINDOW)]
    return next((one for one in reversed(windows) if one.state in _OPEN), None)


def higher_office(followed: Following) -> str:
    """Return the name of the office next higher than the one that answered; empty when there is none."""
    above = office(int(followed.lead)).parent if followed.lead else None
    return office_name(above) if above else ""


def ways(followed: Following) -> list[Way]:
    """Return what can be done now on this site, the most pressing first."""
    return [
        way
        for way in (_review(followed), _rate(followed), _files(followed), _statement(followed))
        if way is not None
    ]


def person_way(followed: Following) -> Way | None:
    """Return the way to a person's decision, while the matter is where it was sent by itself."""
    if not _may(followed, "request_person") or not sending.still_as_sent(followed):
        return None
    line = _("This office was chosen by rules, without a person. You may ask for a person to decide.")
    return Way(reverse("follow_person"), _("Ask for a person"), line)


def remedy(followed: Following) -> str:
    """Return the remedy that the law gives here, in words; empty while the matter is being handled."""
    found = _after_answer(followed) if followed.state is State.ANSWERED else _BY_STATE.get(followed.state, "")
    return str(found)


def _review(followed: Following) -> Way | None:
    window = open_window(followed)
    if window is None or not _may(followed, "request_review"):
        return None
    last = day(window.binding_on) if window.binding_on else ""
    line = _("%(office)s decides. The last day to ask is %(day)s.")
    facts = {"office": higher_office(followed), "day": last}
    return Way(reverse("follow_review"), _("Ask for a review"), line % facts, first=True)


def _rate(followed: Following) -> Way | None:
    sides = {"bureau", "office"} if followed.lead else {"bureau"}
    if not _may(followed, "rate") or sides <= {one.of for one in followed.rated}:
        return None
    line = _("Bureau and office apart, in five grades. You are never judged by it.")
    return Way(reverse("follow_rate"), _("Rate how it was handled"), line)


def _files(followed: Following) -> Way | None:
    if not _may(followed, "add_evidence"):
        return None
    line = _("Photos, letters, recordings that you did not have before.")
    return Way(reverse("follow_files"), _("Add files"), line)


def _statement(followed: Following) -> Way | None:
    if not _may(followed, "add_witness_statement"):
        return None
    line = _("Who saw or heard what happened, when and where.")
    return Way(reverse("follow_statement"), _("Name a witness"), line)


def _may(followed: Following, step: str) -> bool:
    return obstacle(followed.matter, STEPS[step]) is None


def _after_answer(followed: Following) -> str | Promise:
    if followed.klass is not Klass.CLAIM:
        return _BY_KLASS[followed.klass] if followed.klass else ""
    route = followed.matter.route
    if route in OTHER_PROCEDURES:
        return _BY_STATE[State.REDIRECTED]
    if route is Route.DUTY:
        return _DUTY
    return "" if open_window(followed) else _WINDOW_OVER


_DUTY = gettext_lazy(
    "This reply is no petition opinion, so the review of arts. 35 and 36 of the Regulations does not apply. "
    "If you hold that the office has not performed its statutory duty, or disagree with a decision it has "
    "made, the remedy concerns that act itself: you may apply for administrative reconsideration within 60 "
    "days of knowing of it. The reply names the body to apply to and the further steps."
)
_WINDOW_OVER = gettext_lazy(
    "The 30 days to ask for a review are over. What was promised to you must still be carried out: if it is "
    "not, tell the petition bureau, which must supervise it (arts. 32 and 40 of the Regulations)."
)
_BY_KLASS = {
    Klass.ACCUSATION: gettext_lazy(
        "Accusations are answered under their own rules, without review under art. 35. If you were not told "
        "what came of it, ask the organ that has it, or the petition bureau to supervise (art. 40)."
    ),
    Klass.SUGGESTION: gettext_lazy(
        "Suggestions are studied and answered (art. 29); there is no review. You may put a new suggestion at "
        "any time."
    ),
}
_BY_STATE = {
    State.REDIRECTED: gettext_lazy(
        "Your matter has a statutory procedure of its own. The notice says which, where to apply and by "
        "when; those limits run by themselves, so please read it soon."
    ),
    State.DECLINED: gettext_lazy(
        "The notice gives the reason and the right channel. If you hold that the office had to accept the "
        "matter, tell the petition bureau, which must supervise it (art. 40 of the Regulations)."
    ),
}
