"""What an action is: a form for one step, the command it becomes, and the document that goes out with it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise

from huiyin.kernel.command import Command, Outcome
from huiyin.prepare.papers import Content
from huiyin.prepare.work import Work
from huiyin.queries.handling.story import Story

Typed = Mapping[str, Any]


class ActionForm(forms.Form):
    """The fields of an action. Nothing is judged until `checked`."""

    use_required_attribute = False

    def __init__(self, typed: Typed, *, work: Work, story: Story | None, checked: bool) -> None:
        """`typed` is what was typed so far, by field name."""
        super().__init__(data=dict(typed) if checked else None, initial=dict(typed))
        self.work, self.story, self.typed = work, story, typed
        self.furnish()

    def furnish(self) -> None:
        """Fill in what depends on the matter, such as choices."""

    def offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        """Put choices into the field of this name."""
        chosen = self.fields[name]
        if not isinstance(chosen, forms.ChoiceField):
            raise TypeError(name)
        chosen.choices = list(choices)

    def said(self) -> dict[str, Any]:
        """Return what was said, checked: what the command and its document are made from."""
        return dict(self.cleaned_data)

    @classmethod
    def beginning(cls, work: Work, story: Story | None) -> dict[str, Any]:  # noqa: ARG003  for those that know
        """Return what stands in the fields at first."""
        return {}


class Action(ABC):
    """One step, as officials take it."""

    step: ClassVar[str]  # row of the table of steps
    form: ClassVar[type[ActionForm]]
    title: ClassVar[str | Promise]
    lead: ClassVar[str | Promise]
    button: ClassVar[str | Promise]
    needs_story: ClassVar[bool] = False
    issues: ClassVar[bool] = False  # a document goes out: it can be looked at before
    template: ClassVar[str] = "desk/act.html"

    def form_for(self, work: Work) -> type[ActionForm]:  # noqa: ARG002  for those whose form depends on it
        """Return the form for this matter."""
        return self.form

    def beginning(self, work: Work, story: Story | None) -> dict[str, Any]:
        """Return what stands in the fields when the form is opened."""
        return self.form_for(work).beginning(work, story)

    def moved(self, typed: Typed, go: str) -> dict[str, Any] | None:  # noqa: ARG002  for those that guide
        """Return what stands in the fields after a button of the form's own; None for any other."""
        return None

    def beside(self, typed: Typed) -> dict[str, Any]:  # noqa: ARG002  as above
        """Return what the page shows beside the form."""
        return {}

    @abstractmethod
    def command(self, work: Work, story: Story | None, said: Typed) -> Command:
        """Return the command that carries it out; raise Invalid with the field that is missing."""

    @abstractmethod
    def done(self, outcome: Outcome) -> str:
        """Return what was done and what comes next, in words."""

    def content(self, work: Work, story: Story, said: Typed) -> Content:
        """Return what the document says; only for actions that issue one."""
        raise NotImplementedError


class PaperAction(Action):
    """An action with a document: story and identity must be open."""

    needs_story = True
    issues = True

    def command(self, work: Work, story: Story | None, said: Typed) -> Command:
        """Return the command with its document."""
        if story is None:
            raise TypeError("the story is not open")
        return self.command_with(work, self.content(work, story, said), said)

    @abstractmethod
    def command_with(self, work: Work, content: Content, said: Typed) -> Command:
        """Return the command that issues this content."""


def issued(outcome: Outcome) -> tuple[str, bool]:
    """Return the number of the document that went out with an outcome, and whether it was served at once."""
    changes = outcome.decision.changes
    number = next((str(one.values["number"]) for one in changes if one.table == "document"), "")
    return number, any(one.table == "service" for one in changes)
