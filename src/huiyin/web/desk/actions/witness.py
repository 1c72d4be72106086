"""Record what a witness told: who, how to reach them, when, where, what."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.command import Command, Outcome
from huiyin.prepare import statements
from huiyin.prepare.work import Work
from huiyin.queries.handling.story import Story
from huiyin.web.desk.actions.action import Action, ActionForm, Typed
from huiyin.web.desk.actions.fields import LineField, TextField


class WitnessForm(ActionForm):
    """Who, when, where, what."""

    who = LineField(
        required=False,
        label=_("Who saw or heard it"),
        help_text=_("Name and how the witness stands to it. May stay empty."),
    )
    reach = LineField(required=False, label=_("How to reach the witness"))
    when = LineField(
        required=False,
        label=_("When it was"),
        help_text=_("As the witness says it, such as: 28 April, at night."),
    )
    where = LineField(required=False, label=_("Where it was"))
    what = TextField(
        rows=10,
        label=_("What the witness saw or heard"),
        help_text=_("In the witness's own words as far as possible; what is hearsay is called so."),
    )


class Witness(Action):
    """Art. 31(6): the office hears and verifies."""

    step = "add_witness_statement"
    form = WitnessForm
    title = _("Record a witness statement")
    lead = _(
        "It is sealed with the matter. The petitioner sees that a statement was added, not by whom or what "
        "it says."
    )
    button = _("Record")

    def command(self, work: Work, story: Story | None, said: Typed) -> Command:  # noqa: ARG002
        """Return the command."""
        return statements.recorded(work, said)

    def done(self, outcome: Outcome) -> str:  # noqa: ARG002
        """Say so."""
        return gettext("The statement is recorded.")
