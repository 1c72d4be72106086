"""Words of following: grades, documents, ways of service, roles, and what hinders an act."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import HuiyinError
from huiyin.rules.routing.decision import Reason
from huiyin.rules.routing.offices import office
from huiyin.rules.routing.wording import reason_text
from huiyin.rules.search.persons import Purpose
from huiyin.rules.statute.clocks import State
from huiyin.web.portal.due import spoken

Words = str | Promise

GRADES: Sequence[tuple[int, Words]] = (
    (5, _("Very satisfied")),
    (4, _("Satisfied")),
    (3, _("Fairly satisfied")),
    (2, _("Dissatisfied")),
    (1, _("Very dissatisfied")),
)
DOCUMENTS: dict[str, Words] = {
    "acceptance": _("Notice of acceptance"),
    "route_notice": _("Notice of the statutory way"),
    "declination": _("Notice of non-acceptance"),
    "extension": _("Notice of extension"),
    "opinion": _("Petition handling opinion"),
    "duty_reply": _("Reply on the performance of a statutory duty"),
    "reply": _("Reply"),
}
WAYS_SERVED: dict[str, Words] = {
    "portal": _("on this site"),
    "post": _("by post"),
    "in_person": _("handed over"),
}
ROLES: dict[str, Words] = {
    "dispatcher": _("dispatcher"),
    "handler": _("handler"),
    "head": _("head of office"),
    "inspector": _("inspector"),
    "reception": _("reception"),
    "reviewer": _("reviewer"),
}
SOUGHT_FOR: dict[Purpose, Words] = {
    Purpose.REPEATED: _("whether the same matter is being handled already (article 19(3))"),
    Purpose.CONCLUDED: _("whether the matter is closed to further acceptance (article 36(3))"),
    Purpose.AT_THE_COUNTER: _("you were at the counter"),
}
CLOCK_STATES: dict[State, tuple[str, Words]] = {
    State.RUNNING: ("running", _("running")),
    State.SOON: ("soon", _("due soon")),
    State.OVERDUE: ("overdue", _("overdue")),
    State.MET: ("met", _("done in time")),
    State.MET_LATE: ("late", _("done late")),
    State.LAPSED: ("ended", _("not used, over")),
    State.PAUSED: ("paused", _("paused")),
    State.EXEMPT: ("ended", _("does not apply")),
    State.ENDED: ("ended", _("ended")),
}
TOLD: dict[str, Words] = {
    "rate": _("Your rating is recorded. It measures the office, never you."),
    "review": _("Your request for a review is filed. The day by which it must be decided stands below."),
    "person": _("The matter is back at the bureau. A person will decide where it goes."),
    "files": _("Your files are sealed and added. Every office that has the matter now was told."),
    "statement": _("The statement is sealed and added. Every office that has the matter now was told."),
    "changed": _("The matter changed meanwhile. This is how it stands now; nothing was recorded twice."),
}
_FAULTS: dict[str, Words] = {
    "rating.nothing": _("Please choose one of the five grades, for the bureau, the office, or both."),
    "rating.unknown_grade": _("Please choose one of the five grades."),
    "rating.given_already": _("You have rated this side already; a rating is given once."),
    "text.empty": _("Please say in a few words why."),
    "text.no_words": _("There are only signs or pictures here. Please say it in words as well."),
    "text.too_long": _(
        "This text is longer than the field can hold. Please shorten it; nothing has been lost."
    ),
    "evidence.none": _("Please choose at least one file first."),
    "evidence.too_many": _("One matter holds at most 200 files. Please hand the rest in at a desk."),
    "evidence.refused": _("Not every file could be taken:"),
    "review.window_over": _("The time to ask for a review is over."),
    "review.no_higher_office": _("The next-higher office is not in our tables. Please ask at the bureau."),
}
_ITEMS = "一二三四五六"
_OTHERWISE = _("This is not possible as the matter stands now. What you typed is still here.")


def office_name(number: int) -> str:
    """Return the name of an office in the reader's language alone; documents and holders show both."""
    found = office(number)
    return found.name_en if spoken() == "en" else found.name


def item(route: int) -> str:
    """Return an item of art. 31 as texts of law write it: 第五项, item 5."""
    return str(route) if spoken() == "en" else _ITEMS[route - 1]


def say_act(fault: HuiyinError) -> str:
    """Return the sentence of what hindered an act."""
    sentence = str(_FAULTS.get(fault.code, _OTHERWISE))
    return " ".join([sentence, *getattr(fault, "sentences", ())])


def told_reasons(reasons: Iterable[Reason]) -> list[str]:
    """Return the sentences of why a matter went where it went."""
    return [reason_text(reason, spoken()) for reason in reasons]
