"""The echo line: every step of the office answers a step of the person; what is due is drawn in outline."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel.clock import local_date
from huiyin.queries.outreach import sending
from huiyin.queries.outreach.following import Following
from huiyin.queries.outreach.history import Taken
from huiyin.rules.oversight.checks import advice_rules
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.packs.shape import Kind
from huiyin.rules.statute.reckoning import PEOPLE
from huiyin.web.portal.due import spoken
from huiyin.web.portal.following.clock_lines import whose
from huiyin.web.portal.following.head import left, next_duty
from huiyin.web.portal.following.served import SERVED, day_of, served_by, service_words
from huiyin.web.portal.following.ways import open_window
from huiyin.web.portal.following.words import GRADES, item, office_name
from huiyin.web.shared.moved import moved_words
from huiyin.web.shared.templatetags.dates import day


@dataclass(frozen=True)
class Line:
    """One step on the line; `mine` when it was the person's, `due` when it is still to come."""

    day: date | None
    who: str
    text: str
    mine: bool = False
    due: bool = False
    left: str = ""
    state: str = ""
    paper: str = ""  # the document that was served by this step
    address: str = ""  # where it can be read; empty once it was destroyed with the content


def echo_line(followed: Following, taken: tuple[Taken, ...], *, today: date) -> list[Line]:
    """Return the line, oldest step first, the next due step last."""
    lines = [line for step in taken for line in _lines(step, followed)]
    clock = next_duty(followed) or open_window(followed)
    return lines if clock is None else [*lines, _to_come(clock, followed, today)]


def _to_come(clock: Clock, followed: Following, today: date) -> Line:
    mine = clock.duty_of in PEOPLE
    title = clock.explanation.title
    text = title.en if spoken() == "en" else title.zh
    return Line(
        day=clock.binding_on,
        who="" if mine else office_name(whose(clock, followed)),
        text=_("You may: %(what)s") % {"what": text} if mine else text,
        mine=mine,
        due=True,
        left=left((clock.binding_on - today).days) if clock.binding_on else "",
        state=clock.state.value,
    )


def _lines(step: Taken, followed: Following) -> list[Line]:
    if step.kind == "petition.filed":
        return _filed(step.at, followed)
    if step.kind == "petition.clocks_moved":
        return list(_moved(step))
    tell = _TELL.get(step.kind)
    text = tell(step, followed) if tell else str(_PLAIN.get(step.kind, ""))
    if not text:
        return []
    by_itself = step.kind in _BY_ITSELF and step.office is None
    mine = step.office is None and not by_itself
    who = _("This system") if by_itself else "" if step.office is None else office_name(step.office)
    line = Line(day_of(step), who, text, mine=mine)
    paper = served_by(step, followed)
    if paper is None:
        return [line]
    told = replace(line, text=paper.words, paper=paper.name, address=paper.address)
    return [told] if step.kind == SERVED else [line, told]


def _moved(step: Taken) -> Iterator[Line]:
    """Tell which days moved; what an office may do and need not is its own affair."""
    for one in step.facts["moved"]:
        before, after = (_day(one[when]["binding_on"]) for when in ("from", "to"))
        own = one["rule"] not in advice_rules()
        if own and before != after and (one["kind"] == Kind.CLOCK or one["duty_of"] in PEOPLE):
            text = moved_words(one["rule"], before, after, step.facts["because"])
            yield Line(local_date(step.at), _("This system"), text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _filed(at: datetime, followed: Following) -> list[Line]:
    first = next(
        (one.on for one in followed.events if one.name is EventName.PETITION_RECEIVED), local_date(at)
    )
    lines = [Line(first, "", _("You filed the matter."), mine=True)]
    bureau, lead = office_name(followed.bureau), sending.sent_by_itself(followed)
    if lead is None:
        return [*lines, Line(local_date(at), bureau, _("Registered; a person decides where it goes."))]
    told = _("Registered, and sent at once to %(office)s.") % {"office": office_name(lead)}
    return [*lines, Line(local_date(at), bureau, told)]


def _sent(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    return _("Sent to %(office)s.") % {"office": office_name(step.facts["to"])}


def _classified(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    klass, route = step.facts["class"], step.facts.get("route")
    if route:
        return _("Decided to be a claim under art. 31(%(route)s).") % {"route": item(int(route))}
    return str(_KLASSES.get(klass, ""))


def _served(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    return service_words(step.facts["kind"], step.facts["way"])


def _extended(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    return _("Time to answer extended by %(days)s days (art. 34); the notice gives the reason.") % step.facts


def _contacted(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    return str(_PLAIN["reached" if step.facts.get("reached") else "not_reached"])


def _added(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    return _("%(count)s files added.") % {"count": step.facts["files"]}


def _rated(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    grade = str(dict(GRADES).get(step.facts["grade"], ""))
    return _("You rated %(office)s: %(grade)s.") % {
        "office": office_name(step.facts["office"]),
        "grade": grade,
    }


def _review(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    return _("You asked %(office)s for a review.") % {"office": office_name(step.facts["office"])}


def _executed(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    on = day(date.fromisoformat(step.facts["carried_out_on"]))
    return _("Recorded that what it decided was carried out on %(day)s.") % {"day": on}


def _silence(step: Taken, followed: Following) -> str:  # noqa: ARG001  one signature for all
    last = day(date.fromisoformat(step.facts["binding_on"]))
    return _("Recorded that no answer was seen by %(day)s.") % {"day": last}


_BY_ITSELF = frozenset({"petition.nonresponse_recorded", "petition.nonresponse_corrected"})
_TELL: Mapping[str, Callable[[Taken, Following], str]] = {
    "petition.transferred": _sent,
    "petition.classified": _classified,
    SERVED: _served,
    "petition.deadline_extended": _extended,
    "petition.contact_recorded": _contacted,
    "petition.evidence_added": _added,
    "petition.execution_recorded": _executed,
    "petition.nonresponse_recorded": _silence,
    "petition.rated": _rated,
    "petition.review_requested": _review,
}
_PLAIN: Mapping[str, str | Promise] = {
    "petition.person_requested": gettext_lazy("You asked for a person to decide where it goes."),
    "petition.accepted": gettext_lazy("Accepted: the office handles the matter and must answer it."),
    "petition.redirected": gettext_lazy("Told you which statutory way is right for this matter."),
    "petition.declined": gettext_lazy("Not accepted; the notice gives the reason and the right channel."),
    "petition.statement_added": gettext_lazy("A witness statement was added."),
    "petition.finding_recorded": gettext_lazy("Established facts of the matter."),
    "petition.nonresponse_corrected": gettext_lazy("The record that no answer was seen was corrected."),
    "petition.erased": gettext_lazy("Erased the content of the matter: nobody can read it any more."),
    "reached": gettext_lazy("Spoke with you about the matter."),
    "not_reached": gettext_lazy("Tried to reach you and did not succeed."),
}
_KLASSES: Mapping[str, str | Promise] = {
    "accusation": gettext_lazy("Decided to be an accusation."),
    "suggestion": gettext_lazy("Decided to be a suggestion."),
}
