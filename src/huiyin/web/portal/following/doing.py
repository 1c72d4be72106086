"""The acts themselves: rating, asking for a review, asking for a person."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.prepare import replies
from huiyin.queries.outreach import own_story, sending
from huiyin.queries.outreach.following import Following
from huiyin.rules.lifecycle.steps import require_step
from huiyin.web.portal import due
from huiyin.web.portal.following import ways
from huiyin.web.portal.following.acts import Act
from huiyin.web.portal.following.words import GRADES, office_name, told_reasons


def _to_rate(followed: Following, typed: Mapping[str, str]) -> dict[str, Any]:
    require_step(followed.matter, "rate")
    given = {one.of for one in followed.rated}
    sides = [
        {
            "of": of,
            "label": label,
            "who": office_name(office),
            "grade": _grade(typed, of),
            "comment": typed.get(f"comment_{of}", ""),
        }
        for of, label, office in (
            ("bureau", _("The petition bureau"), followed.bureau),
            ("office", _("The office that handled it"), followed.lead),
        )
        if office is not None and of not in given
    ]
    if not sides:
        raise ways.nothing_left("rate")
    return {"sides": sides, "grades": GRADES}


def _rate(request: HttpRequest, followed: Following) -> None:
    """Rate the bureau, the office, or both: each for itself."""
    given = [of for of in ("bureau", "office") if request.POST.get(f"grade_{of}")]
    if not given:
        raise Invalid("rating.nothing", field="grade")
    for of in given:
        grade, comment = _grade(request.POST, of), request.POST.get(f"comment_{of}", "")
        replies.rate(followed.petition, of=of, grade=grade, comment=comment, at=clock.now())


def _grade(typed: Mapping[str, str], of: str) -> int:
    text = typed.get(f"grade_{of}", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 1 else 0


def _to_review(followed: Following, _typed: Mapping[str, str]) -> dict[str, Any]:
    require_step(followed.matter, "request_review")
    window = ways.open_window(followed)
    if window is None:
        raise ways.nothing_left("request_review")
    shown = next(one for one in due.dues(followed, today=clock.local_date(clock.now())) if one.mine)
    return {"window": shown, "higher": ways.higher_office(followed)}


def _review(request: HttpRequest, followed: Following) -> None:
    """Ask the next-higher office for a review."""
    replies.request_review(followed.petition, grounds=request.POST.get("grounds", ""), at=clock.now())


def _to_send_back(followed: Following, _typed: Mapping[str, str]) -> dict[str, Any]:
    require_step(followed.matter, "request_person")
    story = own_story.own_story(followed.petition)
    if story is None or not sending.still_as_sent(followed):
        raise ways.nothing_left("request_person")
    return {
        "reasons": told_reasons(sending.reasons(followed, story)),
        "lead": office_name(followed.lead or followed.bureau),
        "bureau": office_name(followed.bureau),
    }


def _person(request: HttpRequest, followed: Following) -> None:  # noqa: ARG001  nothing is typed
    """Take the matter back to the bureau, where a person decides."""
    replies.request_person(followed.petition, at=clock.now())


RATE = Act(name="rate", template="portal/follow_rate.html", about=_to_rate, perform=_rate)
REVIEW = Act(name="review", template="portal/follow_review.html", about=_to_review, perform=_review)
PERSON = Act(name="person", template="portal/follow_person.html", about=_to_send_back, perform=_person)
