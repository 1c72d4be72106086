"""Send a matter to the office that is competent: the two that suit best, or another one that is looked up."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.command import Command, Outcome
from huiyin.kernel.ids import OfficeId
from huiyin.prepare import handling
from huiyin.prepare.work import Work
from huiyin.queries.handling.story import Story
from huiyin.rules.routing.divisions import lineage
from huiyin.rules.routing.offices import OfficeSeed, offices
from huiyin.web.desk.actions.action import Action, ActionForm, Typed
from huiyin.web.desk.actions.fields import Choice, LineField
from huiyin.web.desk.names import office_name, spoken
from huiyin.web.desk.routing import suggestion_for

MOST = 12


class TransferForm(ActionForm):
    """The office, chosen from what suits or from what was looked up."""

    to = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("To which office?"),
        error_messages={
            "required": _("Please choose an office."),
            "invalid_choice": _("Please choose one of these offices."),
        },
    )
    look_up = LineField(
        required=False,
        label=_("Another office"),
        help_text=_("A part of its name, such as 住房 or 锦江区. Press “look up” and choose above."),
    )

    def furnish(self) -> None:
        """Offer the best two, then what was looked up."""
        suggestion = suggestion_for(self.work.page)
        taken = {self.work.matter.bureau, self.work.matter.lead, *self.work.matter.denied}
        choices = [(str(best.office), Choice(best.name, " ".join(best.reasons))) for best in suggestion.best]
        known = {value for value, _choice in choices}
        choices += [
            (str(one.id), Choice(office_name(one.id)))
            for one in look_up(str(self.typed.get("look_up", "")), self.work.matter.division)
            if one.id not in taken and str(one.id) not in known
        ]
        self.offer("to", choices)
        self.fields["to"].help_text = suggestion.why


class Transfer(Action):
    """Within 15 days, by place and level, to whoever is in charge."""

    step = "transfer"
    form = TransferForm
    title = _("Transfer")
    lead = _(
        "The office has 15 days to tell the petitioner, and 5 working days to object if it is not competent."
    )
    button = _("Transfer")
    template = "desk/transfer.html"

    def command(self, work: Work, story: Story | None, said: Typed) -> Command:  # noqa: ARG002
        """Return the command; the reason says whether the office was suggested."""
        suggested = {str(best.office) for best in suggestion_for(work.page).best}
        reason = "topic_and_place" if said["to"] in suggested else "other_office_competent"
        return handling.transfer(work, {"to": said["to"], "reason": reason})

    def done(self, outcome: Outcome) -> str:
        """Say where it went."""
        to = office_name(OfficeId(int(outcome.decision.facts["to"])))
        return gettext(
            "Transferred to %(office)s. It has been alerted and can be seen on the petitioner's page."
        ) % {"office": to}


def look_up(text: str, division: int) -> list[OfficeSeed]:
    """Return offices whose name holds every word of `text`, those nearest to the place first."""
    words = text.split()
    if not words:
        return []
    line = [int(place.code) for place in lineage(division)]
    found = [one for one in offices() if all(word in _name(one) for word in words)]
    return sorted(found, key=lambda one: (_distance(one, line), one.id))[:MOST]


def _name(one: OfficeSeed) -> str:
    return one.name_en if spoken() == "en" else one.name


def _distance(one: OfficeSeed, line: list[int]) -> int:
    # The place's own office first, then those above it, then all others.
    return len(line) - line.index(int(one.division)) if int(one.division) in line else len(line) + 1
