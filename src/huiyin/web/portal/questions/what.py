"""What happened, in the person's own words, and what the person would like to be done."""

from django.utils.translation import gettext_lazy as _

from huiyin.prepare.answers import Klass
from huiyin.web.portal.questions.fields import TALL_ROWS, Choice, ProseField, Question, TitleField, radios

KLASSES = (
    (
        Klass.CLAIM.value,
        Choice(
            _("Please solve a problem"),
            _("You, your family or your village have a difficulty or a dispute and want it settled."),
        ),
    ),
    (
        Klass.ACCUSATION.value,
        Choice(
            _("I accuse an office or an official"),
            _(
                "You report that an office or its staff broke the law or failed in their duty. "
                "The accused never get to see what you write: article 30 of the Regulations."
            ),
        ),
    ),
    (
        Klass.SUGGESTION.value,
        Choice(_("I have a suggestion or an opinion"), _("You want something to be done better.")),
    ),
)


class What(Question):
    """Step 1."""

    template = "portal/question.html"
    title = TitleField(
        limit=100,
        label=_("In one sentence"),
        help_text=_("For example: waste water from a factory at Anjing runs into the river at night."),
    )
    text = ProseField(
        rows=TALL_ROWS,
        label=_("How it came about"),
        help_text=_(
            "Tell it as you would tell a neighbour: when, where, who, what came of it, whom you have asked "
            "already. No official wording is needed."
        ),
    )
    klass = radios(
        KLASSES,
        label=_("What would you like us to do?"),
        help_text=_("If you are not sure, choose what fits best: the bureau looks at it once more."),
        error_messages={"required": _("Please choose what you would like us to do.")},
    )
