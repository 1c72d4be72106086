"""Sign the answer, and record that a document reached the petitioner."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.command import Command, Outcome
from huiyin.kernel.errors import Conflict
from huiyin.prepare import handling
from huiyin.prepare.papers import Content
from huiyin.prepare.work import Work
from huiyin.queries.handling import story as stories
from huiyin.queries.handling.story import Story
from huiyin.rules.lifecycle.states import OpinionState
from huiyin.web.desk.actions.action import Action, ActionForm, PaperAction, Typed, issued
from huiyin.web.desk.actions.fields import Choice, DayField, radios
from huiyin.web.desk.names import office_name
from huiyin.web.desk.words import PAPERS, SERVICE_WAYS


class SignForm(ActionForm):
    """Nothing is typed: what is signed stands beside the button."""


class Sign(PaperAction):
    """Art. 32: the head of office approves; the paper goes out in the office's own name."""

    step = "sign_opinion"
    form = SignForm
    title = _("Sign")
    lead = _("Please read the whole paper. It goes out in the office's name; only service comes after it.")
    button = _("Sign and issue")
    template = "desk/sign.html"

    def content(self, work: Work, story: Story, said: Typed) -> Content:  # noqa: ARG002
        """Return the draft as it stands."""
        draft = work.page.draft()
        if draft is None or draft.state is not OpinionState.DRAFTED:
            raise Conflict("opinion.replaced_meanwhile")
        reader = work.post.reader
        return stories.opinion_content(reader, work.matter.id, draft.id, on=work.today).content

    def command_with(self, work: Work, content: Content, said: Typed) -> Command:  # noqa: ARG002
        """Return the command for the draft that was read."""
        draft = work.page.draft()
        if draft is None:
            raise Conflict("opinion.replaced_meanwhile")
        return handling.sign(work, draft.id, content)

    def done(self, outcome: Outcome) -> str:
        """Say what comes next."""
        number, _served = issued(outcome)
        said = gettext("Signed and issued as %(number)s. Please serve it: only then the matter is answered.")
        return said % {"number": number}


class ServeForm(ActionForm):
    """Which document, how, when."""

    document = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Which document"),
        error_messages={"required": _("Please choose one of these.")},
    )
    way = radios((), label=_("How it was served"))
    served_on = DayField(label=_("On which day it arrived"))

    def furnish(self) -> None:
        """Offer what is not served yet; the site only with consent."""
        open_papers = [paper for paper in self.work.page.papers if paper.served_on is None]
        documents = [
            (str(one.id), Choice(PAPERS.get(one.kind, one.kind), f"{office_name(one.office)} {one.number}"))
            for one in open_papers
        ]
        self.offer("document", documents)
        electronic = self.work.matter.electronic
        ways = [(code, Choice(word)) for code, word in SERVICE_WAYS.items() if electronic or code != "portal"]
        self.offer("way", ways)
        if not electronic:
            self.fields["way"].help_text = gettext("The petitioner has not agreed to electronic service.")

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:  # noqa: ARG003
        """Start with the first open document, today."""
        first = next((str(paper.id) for paper in work.page.papers if paper.served_on is None), "")
        way = "portal" if work.matter.electronic else ""
        return {"document": first, "way": way, "served_on": work.today.isoformat()}


class Serve(Action):
    """Its day ends the office's clock and starts the petitioner's window."""

    step = "serve_document"
    form = ServeForm
    title = _("Record the service")
    lead = _("The day of arrival ends your limit and starts the petitioner's. Keep the proof of service.")
    button = _("Record the service")

    def command(self, work: Work, story: Story | None, said: Typed) -> Command:  # noqa: ARG002
        """Return the command."""
        return handling.serve(work, said)

    def done(self, outcome: Outcome) -> str:  # noqa: ARG002
        """Say so."""
        return gettext("The service is recorded.")
