"""What the person asks for."""

from django.utils.translation import gettext_lazy as _

from huiyin.web.portal.questions.fields import ProseField, Question


class Ask(Question):
    """Step 3."""

    template = "portal/question.html"
    request = ProseField(
        label=_("Your request"),
        help_text=_(
            "Say as plainly as you can what would settle the matter. If it is more than one thing, number "
            "them: each must be answered, one by one."
        ),
    )
