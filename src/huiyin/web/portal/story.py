"""The life of a matter in sentences: one step of the office answers one step of the person."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from huiyin.queries.outreach.following import Following
from huiyin.rules.lifecycle.states import State
from huiyin.rules.statute.events import Event, EventName
from huiyin.web.portal import places
from huiyin.web.portal.due import Due

_E = EventName


@dataclass(frozen=True)
class Told:
    """One thing that happened."""

    on: date
    text: str
    mine: bool  # done by the person


# Events that mean nothing to the person beside another one of the same moment are not told.
_SENTENCES: dict[EventName, str | Promise] = {
    _E.PETITION_RECEIVED: gettext_lazy("You filed the matter."),
    _E.BUREAU_RECEIVED: gettext_lazy("%(office)s received and registered it."),
    _E.OFFICE_RECEIVED_TRANSFER: gettext_lazy("It was sent on to %(office)s."),
    _E.OFFICE_RECEIVED_DIRECT: gettext_lazy("%(office)s received it."),
    _E.PETITION_ASSIGNED: gettext_lazy("It was assigned to an office that must report the result."),
    _E.PETITION_ACCEPTED: gettext_lazy("%(office)s accepted it and is handling it."),
    _E.PETITION_DECLINED: gettext_lazy("%(office)s decided not to accept it; the notice says why."),
    _E.PETITION_GUIDED: gettext_lazy("You were told which procedure the law provides for it."),
    _E.PETITION_REROUTED: gettext_lazy("It goes on under another procedure."),
    _E.PETITION_WITHDRAWN: gettext_lazy("You withdrew it."),
    _E.NOTICE_SERVED: gettext_lazy("A written notice was served on you."),
    _E.DEADLINE_EXTENDED: gettext_lazy("The time for handling was extended; the reason stands below."),
    _E.OPINION_SERVED: gettext_lazy("The handling opinion was served on you."),
    _E.DUTY_ANSWERED: gettext_lazy("%(office)s answered."),
    _E.SETTLEMENT_RECORDED: gettext_lazy("It was settled."),
    _E.REVIEW_REQUESTED: gettext_lazy("You asked for a review."),
    _E.REVIEW_RECEIVED: gettext_lazy("%(office)s received your request for review."),
    _E.REVIEW_SERVED: gettext_lazy("The review opinion was served on you."),
    _E.REEXAMINATION_REQUESTED: gettext_lazy("You asked for a re-examination."),
    _E.REEXAMINATION_RECEIVED: gettext_lazy("%(office)s received your request for re-examination."),
    _E.REEXAMINATION_SERVED: gettext_lazy("The re-examination opinion was served on you."),
}
_MINE = {_E.PETITION_RECEIVED, _E.PETITION_WITHDRAWN, _E.REVIEW_REQUESTED, _E.REEXAMINATION_REQUESTED}
_STANDS: dict[State, str | Promise] = {
    State.REGISTERED: gettext_lazy("%(bureau)s has registered your matter and is finding the office for it."),
    State.TRANSFERRED: gettext_lazy("Your matter is with %(lead)s, which is examining whether to accept it."),
    State.ACCEPTED: gettext_lazy("%(lead)s is handling your matter."),
    State.REDIRECTED: gettext_lazy(
        "Your matter belongs to another procedure; the notice says which and how."
    ),
    State.DECLINED: gettext_lazy("Your matter was not accepted; the notice says why and what you can do."),
    State.ANSWERED: gettext_lazy("%(lead)s has answered your matter."),
    State.UNDER_REVIEW: gettext_lazy("Your matter is under review."),
    State.UNDER_REEXAMINATION: gettext_lazy("Your matter is under re-examination."),
}


def told(followed: Following) -> list[Told]:
    """Return what happened, in order."""
    return [
        Told(on=event.on, text=_sentence(event, followed), mine=event.name in _MINE)
        for event in followed.events
        if event.name in _SENTENCES
    ]


def truth(followed: Following) -> str:
    """Return where the matter stands, in one sentence."""
    return str(_STANDS[followed.state]) % {
        "bureau": places.office_name(followed.bureau),
        "lead": places.office_name(followed.lead or followed.bureau),
    }


def nearest(dues: list[Due]) -> Due | None:
    """Return what an office must do next, by the day on which it is due."""
    return next((due for due in dues if due.day and not due.mine), None)


def _sentence(event: Event, followed: Following) -> str:
    office = event.office or followed.lead or followed.bureau
    return str(_SENTENCES[event.name]) % {"office": places.office_name(office)}
