"""Decide class, route and topic, guided by plain words."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.command import Command, Outcome
from huiyin.prepare import handling
from huiyin.prepare.work import Work
from huiyin.queries.handling.story import Story
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.routing.topics import topics
from huiyin.web.desk.actions import guiding
from huiyin.web.desk.actions.action import Action, ActionForm, Typed
from huiyin.web.desk.actions.fields import Choice, radios
from huiyin.web.desk.names import spoken

KLASSES = (
    (
        Klass.CLAIM.value,
        Choice(_("Claim"), _("Somebody wants an own difficulty or dispute settled (art. 31).")),
    ),
    (
        Klass.ACCUSATION.value,
        Choice(
            _("Accusation"),
            _(
                "Somebody reports that an office or its staff broke law or discipline (art. 30). "
                "The accused see nothing."
            ),
        ),
    ),
    (
        Klass.SUGGESTION.value,
        Choice(
            _("Suggestion or opinion"), _("Somebody wants something done better for everybody (art. 29).")
        ),
    ),
)
ROUTES = (
    (
        str(int(Route.LITIGATION)),
        Choice(
            _("31(1): courts, procuratorates, police"),
            _(
                "A judgment, a prosecution or a police procedure is asked for or complained of. "
                "The petitioner is told the way there."
            ),
        ),
    ),
    (
        str(int(Route.ARBITRATION)),
        Choice(
            _("31(2): arbitration"), _("Labour, personnel or rural land disputes that arbitration settles.")
        ),
    ),
    (
        str(int(Route.PARTY)),
        Choice(
            _("31(3): Party procedures"),
            _("An appeal of a Party member, or a request for re-examination inside the Party."),
        ),
    ),
    (
        str(int(Route.ADMINISTRATIVE)),
        Choice(
            _("31(4): administrative procedures"),
            _(
                "Reconsideration, ruling, confirmation, licence or penalty can settle it. "
                "The petitioner is told the way there."
            ),
        ),
    ),
    (
        str(int(Route.DUTY)),
        Choice(
            _("31(5): a duty to be performed"),
            _(
                "An unlawful act is to be dealt with, or a right of person or property protected. "
                "Two months unless another law says otherwise; no petition opinion."
            ),
        ),
    ),
    (
        str(int(Route.ORDINARY)),
        Choice(
            _("31(6): petition procedure"),
            _(
                "None of the others takes it. 60 days from acceptance, then a handling opinion; "
                "review can be asked for."
            ),
        ),
    ),
)


class ClassifyForm(ActionForm):
    """Class, route of a claim, topic; and the answers given in the guide, as far as it was used."""

    guide = forms.CharField(required=False, widget=forms.HiddenInput)
    klass = radios(
        KLASSES,
        label=_("Of which class is it?"),
        help_text=_("The petitioner's own choice is marked; it binds nobody."),
    )
    route = radios(
        ROUTES,
        label=_("Which way does a claim take?"),
        help_text=_("For claims only. Go through them from the top: the first that fits takes the matter."),
        error_messages={"required": _("A claim needs its route.")},
    )
    topic = forms.ChoiceField(
        label=_("What is it about?"), error_messages={"required": _("Please choose a topic.")}
    )

    def furnish(self) -> None:
        """Offer the topic tree; only a claim has a route."""
        self.fields["route"].required = self.typed.get("klass", "") in {"", Klass.CLAIM.value}
        self.offer("topic", [("", "—"), *_topic_groups()])

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:  # noqa: ARG003
        """Start from what stands, else from what the petitioner said and the texts suggest."""
        matter = work.matter
        return {
            "klass": (matter.klass or matter.declared_klass).value,
            "route": str(int(matter.route)) if matter.route else "",
            "topic": matter.topic or "",
        }


class Classify(Action):
    """Class and route are always a person's decision."""

    step = "classify"
    form = ClassifyForm
    title = _("Class and route")
    lead = _("The class decides who may see the matter, the route which procedure and which limit it has.")
    button = _("Decide")
    template = "desk/classify.html"

    def moved(self, typed: Typed, go: str) -> dict[str, Any] | None:
        """Return what stands in the fields after an answer in the guide beside the form."""
        return guiding.moved(typed, go)

    def beside(self, typed: Typed) -> dict[str, Any]:
        """Return the guide as far as it was walked."""
        return {"guided": guiding.guided(typed)}

    def command(self, work: Work, story: Story | None, said: Typed) -> Command:  # noqa: ARG002
        """Return the command."""
        return handling.classify(work, said)

    def done(self, outcome: Outcome) -> str:  # noqa: ARG002
        """Say so."""
        return gettext(
            "Class and route are decided. The limits have been worked out anew and stand on the right."
        )


def _topic_groups() -> list[tuple[str, Any]]:
    english = spoken() == "en"
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for one in topics():
        name = one.en if english else one.zh
        if one.parent is None:
            groups.append((name, [(one.id, name)]))
        else:
            groups[-1][1].append((one.id, name))
    return groups
