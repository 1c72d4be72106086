"""Words of retention at the desk: what is wrong with a form, why a matter stays, where a list stands."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.kernel.errors import HuiyinError
from huiyin.rules.retention.lists import ItemState, ListState
from huiyin.rules.retention.schedule import Certainty, RunsFrom

Words = Mapping[str, str | Promise]

WRONG: Words = {
    "petition.erased": _("It was erased meanwhile."),
    "erasure.reason_missing": _("Please say why."),
    "erasure.approval_missing": _("Please name the approval by the archive authority."),
    "erasure.too_long": _("At most 2,000 characters fit here."),
    "retention.no_such_class": _("This class is not in the schedule of the office."),
    "retention.no_schedule": _("The office has no schedule in force: nothing is due before it has one."),
    "schedule.past": _("A schedule begins today or later."),
    "schedule.day": _("Please give the day from which it holds."),
    "schedule.runs_from": _("Please choose from when the periods run."),
    "schedule.years": _("Please choose a period for each class."),
    "destruction.day": _("Please give the day up to which periods have ended."),
    "destruction.future": _("Periods that end today or later are not over: give an earlier day."),
    "destruction.other_day": _("A new day has begun: please look once more."),
    "destruction.nothing_due": _("By this day nothing is due that may go."),
    "destruction.same_person": _("You drew it up yourself: another person has to approve it."),
    "destruction.other_role": _("Your post does not approve a list of these classes."),
    "destruction.other_number": _(
        "This is not the number of matters on the list. Perhaps one was taken off meanwhile: look once more."
    ),
    "destruction.nothing_left": _("Nothing is left on this list."),
    "destruction.elsewhere": _("This was decided meanwhile."),
    "destruction.not_listed": _("It is not on this list any more."),
    "destruction.period_over": _("This period is over as well. Choose a longer one, or hold the matter."),
}
WHY: Words = {
    "petition.erased": _("its content was erased already"),
    "erasure.matter_open": _("it is open again"),
    "erasure.window_open": _("the petitioner can still contest the answer"),
    "erasure.reconsideration_open": _("the petitioner can still apply for administrative reconsideration"),
    "erasure.supervision_open": _("a supervision item of it still stands"),
    "retention.clock_running": _("a time limit of it still runs"),
    "retention.execution_open": _("it is not recorded that what was decided was carried out"),
    "retention.proposed": _("its erasure was proposed by itself and waits for a second person"),
    "retention.no_schedule": _("the office has no schedule in force"),
    "retention.held": _("its destruction is held"),
    "retention.not_ended": _("its period is not over"),
    "retention.denied": _("the office may not act on it any more"),
}
LISTS: Words = {
    ListState.DRAWN: _("waits for a second person"),
    ListState.APPROVED: _("approved, not ordered yet"),
    ListState.CARRYING: _("being carried out"),
    ListState.DONE: pgettext_lazy("destruction list", "carried out"),
    ListState.WITHDRAWN: pgettext_lazy("destruction list", "withdrawn"),
    ListState.REJECTED: pgettext_lazy("destruction list", "rejected"),
}
LOOKS: Mapping[ListState, str] = {
    ListState.DRAWN: "soon",
    ListState.APPROVED: "soon",
    ListState.CARRYING: "overdue",
    ListState.DONE: "met",
    ListState.WITHDRAWN: "done",
    ListState.REJECTED: "done",
}
ITEMS: Words = {
    ItemState.LISTED: _("to be destroyed"),
    ItemState.TAKEN_OFF: _("taken off"),
    ItemState.LEFT_OUT: _("left out"),
    ItemState.DESTROYED: pgettext_lazy("destruction list", "destroyed"),
}
RUNS: Words = {
    RunsFrom.NEXT_YEAR: _("from 1 January after the closing"),
    RunsFrom.CLOSING: _("from the day after the closing"),
}
CERTAINTIES: Words = {
    Certainty.CERTAIN: _("read in the law"),
    Certainty.SECONDARY: _("from a secondary source"),
    Certainty.SUGGESTED: _("suggested, not verified"),
}


def said(refusal: HuiyinError) -> str:
    """Return what is wrong in words; what has none is raised again."""
    if refusal.code not in WRONG:
        raise refusal
    return str(WRONG[refusal.code])


def why(code: str) -> str:
    """Return why a matter stays; a person's own reason as it is."""
    return str(WHY.get(code, code))
