"""What can be done with a supervision item: answered or closed; the office advised, the advice answered."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.commands.oversight.answer_advice import ADOPTED
from huiyin.kernel.command import Command
from huiyin.kernel.errors import Conflict
from huiyin.prepare import supervision
from huiyin.queries.oversight.items import SealedItem
from huiyin.queries.people.posts import Post
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.roles import RIGHTS
from huiyin.rules.oversight.breaches import CLOSED, OPEN
from huiyin.web.desk.actions.fields import Choice, DayField, TextField, radios
from huiyin.web.desk.words import OUTCOMES

Said = Mapping[str, Any]


class AnswerForm(forms.Form):
    """What the office that failed says."""

    use_required_attribute = False
    text = TextField(
        rows=6,
        label=_("Your answer"),
        help_text=_("Why it was late, what is being done, and by when. No names, please."),
    )


class ResultForm(forms.Form):
    """What the inspector found and asked for."""

    use_required_attribute = False
    text = TextField(
        rows=6,
        label=_("Written result"),
        help_text=_("What was found and what follows from it. No names, please."),
    )


class AdviceForm(forms.Form):
    """How the office can do better, and by when it replies."""

    use_required_attribute = False
    text = TextField(
        rows=6,
        label=_("Your advice"),
        help_text=_("What was found, and what the office should change. No names, please."),
    )
    due_on = DayField(
        required=False,
        label=_("Reply by"),
        help_text=_("The law sets no day for the reply. A day that you set here becomes the office's limit."),
    )


class ReplyForm(forms.Form):
    """Whether the advice is adopted."""

    use_required_attribute = False
    adopted = radios(((code, Choice(OUTCOMES[code])) for code in ADOPTED), label=_("Is the advice adopted?"))
    text = TextField(
        rows=6,
        label=_("What is changed, or why not"),
        help_text=_(
            "What your office does and by when; what it does not adopt, with the reasons. No names, please."
        ),
    )


class Deed(ABC):
    """One form of the page: who may use it now, and the command that it becomes."""

    name: ClassVar[str]
    permission: ClassVar[Permission]
    form: ClassVar[type[forms.Form]]
    title: ClassVar[str | Promise]
    lead: ClassVar[str | Promise]
    button: ClassVar[str | Promise]
    done: ClassVar[str | Promise]
    own: ClassVar[bool]  # done by the office that the item names, or by those who supervise it

    def is_open(self, post: Post, item: SealedItem) -> bool:
        """Return whether this post may do it now; the door asks again."""
        right = self.permission in RIGHTS[post.role]
        return right and (item.line.office == post.office) is self.own and self.fits(post, item)

    @abstractmethod
    def fits(self, post: Post, item: SealedItem) -> bool:
        """Return whether the item as it stands asks for it."""

    @abstractmethod
    def command(self, item: SealedItem, said: Said, *, at: datetime) -> Command:
        """Return the command that carries it out."""


class Reply(Deed):
    """Art. 40(4): the office replies in writing whether it adopts the advice."""

    name, permission, form, own = "reply", Permission.OVERSIGHT_ADVICE_ANSWER, ReplyForm, True
    title = _("Reply to the advice")
    lead = _("The office replies in writing whether it adopts the advice (art. 40). The bureau reads it.")
    button = _("Send the reply")
    done = _("Your reply is recorded; the bureau was told.")

    def fits(self, post: Post, item: SealedItem) -> bool:  # noqa: ARG002  one signature for all
        """Advice waits, whatever has become of the item."""
        return item.waiting is not None

    def command(self, item: SealedItem, said: Said, *, at: datetime) -> Command:  # noqa: ARG002
        """Return the command; raise Conflict when nothing waits any more."""
        if item.waiting is None:
            raise Conflict("advice.answered_already")
        return supervision.reply(item, item.waiting.line, said["text"], adopted=said["adopted"])


class Answer(Deed):
    """Art. 40(1): the office says why it was late."""

    name, permission, form, own = "answer", Permission.OVERSIGHT_SUPERVISION_ANSWER, AnswerForm, True
    title = _("Answer this item")
    lead = _(
        "The bureau and the inspectors read the answer. The item stays until what was owed is done or an "
        "inspector closes it."
    )
    button = _("Send the answer")
    done = _("Your answer is recorded; the bureau was told.")

    def fits(self, post: Post, item: SealedItem) -> bool:  # noqa: ARG002  one signature for all
        """It was not answered yet."""
        return item.line.state == OPEN

    def command(self, item: SealedItem, said: Said, *, at: datetime) -> Command:  # noqa: ARG002
        """Return the command."""
        return supervision.answer(item, said["text"])


class Advise(Deed):
    """Art. 40(1): the bureau supervises and advises."""

    name, permission, form, own = "advise", Permission.OVERSIGHT_ADVICE_SEND, AdviceForm, False
    title = _("Advise the office")
    lead = _(
        "The head of the office is told and must reply in writing whether the advice is adopted (art. 40). "
        "The item stays."
    )
    button = _("Send the advice")
    done = _("The advice is sent; the office was told.")

    def fits(self, post: Post, item: SealedItem) -> bool:
        """From a bureau, while the item stands, one piece of advice at a time."""
        standing = item.line.state != CLOSED and item.waiting is None
        return standing and post.at_bureau and item.line.office not in item.denied

    def command(self, item: SealedItem, said: Said, *, at: datetime) -> Command:
        """Return the command."""
        return supervision.advise(item, said["text"], due_on=said["due_on"], at=at)


class Close(Deed):
    """Arts. 16, 40(1): an inspector closes it with a written result."""

    name, permission, form, own = "close", Permission.OVERSIGHT_SUPERVISION_CLOSE, ResultForm, False
    title = _("Close this item")
    lead = _(
        "The office is told. Use this when nothing more can be done here; what is done closes the item by "
        "itself."
    )
    button = _("Close with this result")
    done = _("The item is closed; the office was told the result.")

    def fits(self, post: Post, item: SealedItem) -> bool:  # noqa: ARG002  one signature for all
        """It stands."""
        return item.line.state != CLOSED

    def command(self, item: SealedItem, said: Said, *, at: datetime) -> Command:  # noqa: ARG002
        """Return the command."""
        return supervision.close(item, said["text"])


DEEDS: tuple[Deed, ...] = (Reply(), Answer(), Advise(), Close())


def open_deeds(post: Post, item: SealedItem) -> tuple[Deed, ...]:
    """Return what this post may do with the item now, in the order of the page."""
    return tuple(deed for deed in DEEDS if deed.is_open(post, item))
