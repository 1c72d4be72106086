"""Accept, tell the statutory way, decline, extend: each goes out with its written notice."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.commands.handling.decline_petition import REASONS
from huiyin.kernel.command import Command, Outcome
from huiyin.prepare import contents, handling
from huiyin.prepare.papers import Content
from huiyin.prepare.usual_words import acceptance_words, route_words
from huiyin.prepare.work import Work
from huiyin.queries.handling.story import Story
from huiyin.web.desk.actions.action import ActionForm, PaperAction, Typed, issued
from huiyin.web.desk.actions.fields import Choice, LineField, TextField, number, radios

DECLINE_WORDS = {
    "outside_duties": _("It lies outside the duties of this office and its system"),
    "filed_again_higher": _("It is being handled below, and was brought to a higher office within the limit"),
    "visit_beyond_level": _("A visit that skipped the competent level and the one above it"),
    "courts_or_procuratorates": _("It belongs to courts, procuratorates or other political-legal organs"),
}


def _contact(help_text: object = "") -> LineField:
    return LineField(
        label=_("Whom the petitioner can ask"),
        help_text=help_text or _("Section and telephone, as it shall stand in the notice."),
    )


class AcceptForm(ActionForm):
    """What the notice of acceptance tells beside what the matter says itself."""

    unit = LineField(
        label=_("Who handles it"), help_text=_("The section of this office, as the petitioner shall read it.")
    )
    contact = _contact()
    path = TextField(rows=3, label=_("The way it is handled"))
    procedure = TextField(rows=2, label=_("The procedure"))

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:  # noqa: ARG003
        """Offer the usual words of this class and route."""
        return {"unit": work.post.name, **acceptance_words(work.matter)}


class Accept(PaperAction):
    """Art. 23: the office takes the matter as its own and says so in writing."""

    step = "accept"
    form = AcceptForm
    title = _("Accept")
    lead = _("The notice tells the petitioner that you take the matter, how it is handled and by when.")
    button = _("Accept and issue the notice")

    def content(self, work: Work, story: Story, said: Typed) -> Content:
        """Return what the notice says."""
        return contents.acceptance(work, story, said)

    def command_with(self, work: Work, content: Content, said: Typed) -> Command:  # noqa: ARG002
        """Return the command."""
        return handling.accept(work, content)

    def done(self, outcome: Outcome) -> str:
        """Say what went out."""
        return _told(gettext("Accepted."), outcome)


class RedirectForm(ActionForm):
    """What the petitioner needs to take the other way."""

    procedure = TextField(rows=2, label=_("Which procedure"))
    competent = LineField(label=_("Who decides there"))
    how = TextField(rows=3, label=_("How to begin it"))
    limit = TextField(rows=2, label=_("By when"))
    legal_basis = TextField(rows=3, label=_("Legal basis"), help_text=_("One provision a line."))
    contact = _contact()

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:  # noqa: ARG003
        """Offer the usual words of the route."""
        return {"procedure": "", **route_words(work.matter)}


class Redirect(PaperAction):
    """Art. 31(1) to (4): another statutory procedure takes the matter."""

    step = "redirect"
    form = RedirectForm
    title = _("Tell the statutory way")
    lead = _("The petitioner learns which procedure takes the matter, before whom, how and by when.")
    button = _("Issue the notice and close the matter here")

    def content(self, work: Work, story: Story, said: Typed) -> Content:
        """Return what the notice says."""
        return contents.route_notice(work, story, said)

    def command_with(self, work: Work, content: Content, said: Typed) -> Command:  # noqa: ARG002
        """Return the command."""
        return handling.redirect(work, content)

    def done(self, outcome: Outcome) -> str:
        """Say what went out."""
        return _told(gettext("The petitioner has been told the statutory way."), outcome)


class DeclineForm(ActionForm):
    """A reason from the closed list, what shows it, and the right way."""

    reason = radios(
        ((code, Choice(DECLINE_WORDS[code], article)) for code, article in REASONS.items()), label=_("Reason")
    )
    explanation = TextField(
        rows=4, label=_("What shows it"), help_text=_("The facts, so that the petitioner understands.")
    )
    right_channel = TextField(rows=3, label=_("Where the petitioner can turn instead"))
    contact = _contact()


class Decline(PaperAction):
    """Arts. 19(3), 20, 23(1): not accepted, in writing, with the right way."""

    step = "decline"
    form = DeclineForm
    title = _("Decline")
    lead = _(
        "This closes the matter at this office. The notice gives the reason, its article and the right way."
    )
    button = _("Decline and issue the notice")

    def content(self, work: Work, story: Story, said: Typed) -> Content:
        """Return what the notice says."""
        return contents.declination(work, story, said)

    def command_with(self, work: Work, content: Content, said: Typed) -> Command:
        """Return the command."""
        return handling.decline(work, content, reason=said["reason"])

    def done(self, outcome: Outcome) -> str:
        """Say what went out."""
        return _told(gettext("Not accepted."), outcome)


class ExtendForm(ActionForm):
    """How many days, and why."""

    days = number(least=1, most=30, label=_("By how many days"), help_text=_("At most 30, once (art. 34)."))
    explanation = TextField(
        rows=4,
        label=_("Why the matter is complex"),
        help_text=_("The petitioner reads these words: say what is still to be done and by when."),
    )
    contact = _contact()


class Extend(PaperAction):
    """Art. 34: once, at most 30 days, by the head, the reason told."""

    step = "extend_deadline"
    form = ExtendForm
    title = _("Extend the time")
    lead = _("For complex matters of route 31(6) only. The petitioner is told the reason in writing.")
    button = _("Approve and issue the notice")

    def content(self, work: Work, story: Story, said: Typed) -> Content:
        """Return what the notice says."""
        return contents.extension(work, story, said)

    def command_with(self, work: Work, content: Content, said: Typed) -> Command:
        """Return the command."""
        return handling.extend(work, content, days=said["days"], reason="complex")

    def done(self, outcome: Outcome) -> str:
        """Say what went out."""
        return _told(gettext("The time has been extended."), outcome)


def _told(deed: str, outcome: Outcome) -> str:
    paper, served = issued(outcome)
    facts = {"deed": deed, "number": paper}
    if served:
        return gettext("%(deed)s Notice %(number)s is issued and was served through this site today.") % facts
    return gettext("%(deed)s Notice %(number)s is issued. Please serve it and record the day.") % facts
