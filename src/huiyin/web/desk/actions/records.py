"""Record what was said with the petitioner, what the office found, and how it was carried out."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.command import Command, Outcome
from huiyin.prepare import handling
from huiyin.prepare.work import Work
from huiyin.queries.handling.story import Story
from huiyin.web.desk.actions.action import Action, ActionForm, Typed
from huiyin.web.desk.actions.fields import Choice, DayField, TextField, radios
from huiyin.web.desk.words import WAYS


class ContactForm(ActionForm):
    """How, whether reached, what was said."""

    way = radios(((code, Choice(word)) for code, word in WAYS.items()), label=_("How"))
    reached = radios(
        (("yes", Choice(_("Yes"))), ("no", Choice(_("No, and I say below what I tried")))),
        label=_("Was the petitioner reached?"),
    )
    note = TextField(
        rows=6,
        label=_("What was said"),
        help_text=_("What the petitioner stated, asked and agreed to; what you promised and by when."),
    )

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:  # noqa: ARG003
        """Most contacts are calls."""
        return {"way": "telephone"}


class Contact(Action):
    """Art. 31(6): the office hears what the petitioner states."""

    step = "record_contact"
    form = ContactForm
    title = _("Record a contact")
    lead = _(
        "The petitioner sees that there was a contact and when; what was said is sealed with the matter."
    )
    button = _("Record")

    def command(self, work: Work, story: Story | None, said: Typed) -> Command:  # noqa: ARG002
        """Return the command."""
        return handling.contact(work, said)

    def done(self, outcome: Outcome) -> str:  # noqa: ARG002
        """Say so."""
        return gettext("The contact is recorded.")


class FindingForm(ActionForm):
    """What was found."""

    text = TextField(
        rows=10,
        label=_("What was found"),
        help_text=_("When and where it was looked into, by whom, what it showed and which papers show it."),
    )


class Finding(Action):
    """Art. 31(6): what the inquiry established."""

    step = "record_finding"
    form = FindingForm
    title = _("Record a finding")
    lead = _("Findings are sealed with the matter and stand beside you when you draft the answer.")
    button = _("Record")

    def command(self, work: Work, story: Story | None, said: Typed) -> Command:  # noqa: ARG002
        """Return the command."""
        return handling.finding(work, said)

    def done(self, outcome: Outcome) -> str:  # noqa: ARG002
        """Say so."""
        return gettext("The finding is recorded.")


class ExecutionForm(ActionForm):
    """On which day and how."""

    on = DayField(
        label=_("On which day it was carried out"),
        help_text=_("Between the service of the opinion and today."),
    )
    text = TextField(
        rows=8,
        label=_("How it was carried out"),
        help_text=_("What was done, by whom, and what is still to come. The petitioner reads this text."),
    )

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:  # noqa: ARG003
        """Mostly it is recorded on the day."""
        return {"on": work.today.isoformat()}


class Execution(Action):
    """Art. 32(2): an office that supports a request sees to it that it is carried out."""

    step = "record_execution"
    form = ExecutionForm
    title = _("Record what was carried out")
    lead = _(
        "For a request that your opinion supports. The petitioner sees the day and reads your text. It may "
        "be recorded in the middle of a review too, and once more when another part follows."
    )
    button = _("Record")

    def command(self, work: Work, story: Story | None, said: Typed) -> Command:  # noqa: ARG002
        """Return the command."""
        return handling.execution(work, said)

    def done(self, outcome: Outcome) -> str:  # noqa: ARG002
        """Say so."""
        return gettext("It is recorded that the opinion was carried out; the petitioner can read it.")
