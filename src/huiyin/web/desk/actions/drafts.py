"""Draft what answers a matter, in the form that class and route demand (arts. 29 to 32)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.command import Command, Outcome
from huiyin.prepare import contents, handling
from huiyin.prepare.papers import Content
from huiyin.prepare.work import Work
from huiyin.queries.handling import story as stories
from huiyin.queries.handling.story import Story
from huiyin.rules.lifecycle.answers import OUTCOMES, kind_of_answer
from huiyin.rules.lifecycle.states import Klass, OpinionKind
from huiyin.rules.routing.divisions import division
from huiyin.web.desk.actions.action import ActionForm, PaperAction, Typed
from huiyin.web.desk.actions.fields import Choice, DayField, LineField, TextField, number, radios
from huiyin.web.desk.words import OUTCOMES as OUTCOME_WORDS

MOST_REQUESTS = 10
MOST_DECISIONS = 5
MOST_FINE = 10**12  # yuan

_LEGAL_BASIS_HELP = _("One provision a line, with law and article.")


def _choices(kind: OpinionKind) -> list[tuple[str, Choice]]:
    ordered = [code for code in OUTCOME_WORDS if code in OUTCOMES[kind]]
    return [(code, Choice(OUTCOME_WORDS[code])) for code in ordered]


class RepeatingForm(ActionForm):
    """A form with a block of fields that can stand several times."""

    prefix_letter: ClassVar[str]
    least: ClassVar[int]
    most: ClassVar[int]

    def furnish(self) -> None:
        """Add the blocks that were asked for."""
        self.blocks = [self.block(place) for place in range(self.count)]
        for block in self.blocks:
            self.fields.update(block)
        # The blocks stand in the middle of the form, between its own fields.
        self.order_fields(self.ordered([name for block in self.blocks for name in block]))

    @property
    def count(self) -> int:
        """How many blocks stand on the page."""
        typed = str(self.typed.get("count", ""))
        return max(self.least, min(self.most, int(typed) if typed.isdecimal() else self.least))

    @property
    def may_grow(self) -> bool:
        """True while another block fits."""
        return self.count < self.most

    def block(self, place: int) -> dict[str, Any]:
        """Return the fields of one block by name."""
        raise NotImplementedError

    def ordered(self, repeated: list[str]) -> list[str]:
        """Return the names of all fields in order."""
        raise NotImplementedError

    def rows(self, names: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return what the blocks say, one mapping each."""
        said = self.cleaned_data
        return [
            {name: said[f"{self.prefix_letter}{place}_{name}"] for name in names}
            for place in range(self.count)
        ]


class OpinionForm(RepeatingForm):
    """信访处理意见书: each request answered one by one, facts and reasons, legal basis."""

    prefix_letter, least, most = "a", 1, MOST_REQUESTS
    repeat_words = _("One more request")
    stated = TextField(rows=6, label=_("Facts and reasons as the petitioner states them"))
    found = TextField(rows=8, label=_("What the inquiry established"))
    legal_basis = TextField(rows=4, label=_("Laws and rules"), help_text=_LEGAL_BASIS_HELP)
    execution = TextField(
        rows=3,
        required=False,
        label=_("Execution"),
        help_text=_("When a request is supported: who carries it out and by when (art. 32(2))."),
    )
    review_office = LineField(label=_("Who reviews it"), help_text=_("The next-higher office (art. 35)."))
    contact = LineField(required=False, label=_("Whom the petitioner can ask"))

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:
        """Start from what the petitioner wrote and what was found."""
        return {
            "a0_request": story.request if story else "",
            "stated": story.text if story else "",
            "found": _findings(story),
            "review_office": contents.review_office(work.post),
        }

    @classmethod
    def again(cls, content: Content, outcome: str) -> dict[str, Any]:  # noqa: ARG003  each answer has its own
        """Return a saved draft as it was typed."""
        answers = {
            f"a{place}_{name}": value
            for place, answer in enumerate(content["answers"])
            for name, value in answer.items()
        }
        return {**_texts(content), **answers, "count": str(len(content["answers"]))}

    def block(self, place: int) -> dict[str, Any]:
        """Return one request with its answer."""
        return {
            f"a{place}_request": TextField(rows=3, label=_("Request %(place)s") % {"place": place + 1}),
            f"a{place}_result": radios(_choices(OpinionKind.OPINION), label=_("Outcome")),
            f"a{place}_opinion": TextField(rows=5, label=_("Opinion and its reasons")),
        }

    def ordered(self, repeated: list[str]) -> list[str]:
        """Requests first, then as the paper goes."""
        return ["stated", "found", *repeated, "legal_basis", "execution", "review_office", "contact"]

    def said(self) -> dict[str, Any]:
        """Return what the paper says."""
        answers = self.rows(("request", "result", "opinion"))
        return {**self.cleaned_data, "answers": answers, "outcome": contents.outcome_of(answers)}


class DutyForm(RepeatingForm):
    """履行法定职责答复书: the duty, what was done, decisions such as an order and a fine."""

    prefix_letter, least, most = "d", 0, MOST_DECISIONS
    repeat_words = _("Add a decision, such as an order or a fine")
    outcome_said = radios(_choices(OpinionKind.DUTY_REPLY), label=_("Outcome"))
    request = TextField(rows=4, label=_("What was asked"))
    duty = TextField(
        rows=3, label=_("The duty of this office"), help_text=_("With the provision it rests on.")
    )
    found = TextField(rows=8, label=_("What the inquiry established"))
    result = TextField(
        rows=5, label=_("What was done"), help_text=_("Such as the enforcement order and the penalty.")
    )
    legal_basis = TextField(rows=4, label=_("Laws and rules"), help_text=_LEGAL_BASIS_HELP)
    reconsideration_body = LineField(
        label=_("Who reconsiders"),
        help_text=_(
            "Who decides on administrative reconsideration of this office's acts; named in the remedy."
        ),
    )
    contact = LineField(required=False, label=_("Whom the petitioner can ask"))

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:
        """Start from what was asked and found."""
        return {
            "request": story.request if story else "",
            "found": _findings(story),
            "reconsideration_body": f"{division(work.post.division).name}人民政府",
        }

    @classmethod
    def again(cls, content: Content, outcome: str) -> dict[str, Any]:
        """Return a saved draft as it was typed."""
        decisions = {
            f"d{place}_{name}": value
            for place, decision in enumerate(content["decisions"])
            for name, value in _texts(decision).items()
        }
        count = str(len(content["decisions"]))
        return {**_texts(content), **decisions, "count": count, "outcome_said": outcome}

    def block(self, place: int) -> dict[str, Any]:
        """Return one decision."""
        return {
            f"d{place}_name": LineField(label=_("Decision %(place)s: its title") % {"place": place + 1}),
            f"d{place}_number": LineField(label=_("Number of the decision")),
            f"d{place}_decided_on": DayField(label=_("Decided on")),
            f"d{place}_against": LineField(label=_("Against whom")),
            f"d{place}_orders": TextField(
                rows=3, label=_("What it orders"), help_text=_("One order a line.")
            ),
            f"d{place}_fine": number(least=1, most=MOST_FINE, required=False, label=_("Fine in yuan")),
        }

    def ordered(self, repeated: list[str]) -> list[str]:
        """Decisions behind what was done."""
        before = ["request", "duty", "found", "outcome_said", "result"]
        return [*before, *repeated, "legal_basis", "reconsideration_body", "contact"]

    def said(self) -> dict[str, Any]:
        """Return what the paper says."""
        names = ("name", "number", "decided_on", "against", "orders", "fine")
        decisions = [{**row, "orders": contents.lines(row["orders"])} for row in self.rows(names)]
        outcome = str(self.cleaned_data["outcome_said"])
        return {**self.cleaned_data, "decisions": decisions, "outcome": outcome}


class ReplyForm(ActionForm):
    """信访事项答复书: to a suggestion, or to an accusation that the office itself handles."""

    outcome_said = radios((), label=_("Outcome"))
    request = TextField(rows=4, label=_("What was said"))
    answer = TextField(
        rows=10, label=_("Answer"), help_text=_("What is done with it, by whom and by when; or why not.")
    )
    legal_basis = TextField(rows=3, required=False, label=_("Laws and rules"), help_text=_LEGAL_BASIS_HELP)
    contact = LineField(required=False, label=_("Whom the petitioner can ask"))

    def furnish(self) -> None:
        """A suggestion is adopted or not; anything else is answered."""
        suggestion = self.work.matter.klass is Klass.SUGGESTION
        choices = _choices(OpinionKind.REPLY)
        self.offer("outcome_said", choices if suggestion else choices[-1:])

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:
        """Start from what was asked."""
        suggestion = work.matter.klass is Klass.SUGGESTION
        return {"request": story.request if story else "", "outcome_said": "" if suggestion else "answered"}

    @classmethod
    def again(cls, content: Content, outcome: str) -> dict[str, Any]:
        """Return a saved draft as it was typed."""
        return {**_texts(content), "outcome_said": outcome}

    def said(self) -> dict[str, Any]:
        """Return what the paper says."""
        return {**self.cleaned_data, "outcome": self.cleaned_data["outcome_said"]}


_FORMS: Mapping[OpinionKind, type[OpinionForm | DutyForm | ReplyForm]] = MappingProxyType(
    {OpinionKind.OPINION: OpinionForm, OpinionKind.DUTY_REPLY: DutyForm, OpinionKind.REPLY: ReplyForm}
)
_CONTENTS = MappingProxyType(
    {
        OpinionKind.OPINION: contents.opinion,
        OpinionKind.DUTY_REPLY: contents.duty_reply,
        OpinionKind.REPLY: contents.reply,
    }
)


class Draft(PaperAction):
    """Art. 32; for route 31(5) the answer on the duty, for suggestions and accusations a reply."""

    step = "draft_opinion"
    form = OpinionForm
    title = _("Draft the answer")
    lead = _("The head signs it; who drafts it does not. A draft saved before is replaced.")
    button = _("Save the draft for signature")

    def form_for(self, work: Work) -> type[ActionForm]:
        """Return the form of this class and route."""
        return _FORMS[kind_of_answer(work.matter)]

    def beginning(self, work: Work, story: Story | None) -> dict[str, Any]:
        """Start from the draft that stands, else from the matter."""
        form, draft = _FORMS[kind_of_answer(work.matter)], work.page.draft()
        if draft is None or draft.kind is not kind_of_answer(work.matter) or story is None:
            return form.beginning(work, story)
        kept = stories.opinion_content(work.post.reader, work.matter.id, draft.id, on=work.today)
        return form.again(kept.content, draft.outcome)

    def content(self, work: Work, story: Story, said: Typed) -> Content:
        """Return what the paper says."""
        return _CONTENTS[kind_of_answer(work.matter)](work, story, said)

    def command_with(self, work: Work, content: Content, said: Typed) -> Command:
        """Return the command."""
        return handling.draft(work, content, outcome=said["outcome"])

    def done(self, outcome: Outcome) -> str:  # noqa: ARG002
        """Say what comes next."""
        return gettext("The draft is saved and waits for the head's signature.")


def _texts(content: Content) -> dict[str, Any]:
    """Return what of a content stands in fields: lists as lines."""
    return {
        name: "\n".join(value)
        if isinstance(value, list) and all(isinstance(one, str) for one in value)
        else value
        for name, value in content.items()
        if name not in {"answers", "decisions"}
    }


def _findings(story: Story | None) -> str:
    return "\n".join(one.text for one in story.findings) if story else ""
