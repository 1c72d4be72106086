"""Form fields that ask the rules of `huiyin.prepare.answers` and speak in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import Invalid
from huiyin.prepare import answers
from huiyin.web.shared.words import say

Words = str | Promise
ROWS = 8
TALL_ROWS = 14


@dataclass(frozen=True)
class Choice:
    """A choice with a line that explains it."""

    title: Words
    hint: Words = ""

    def __str__(self) -> str:
        return str(self.title)


class ProseField(forms.CharField):
    """A text of any length that must hold words; kept as typed, shown with what is wrong."""

    def __init__(self, *, rows: int = ROWS, **options: Any) -> None:
        """`rows` is the height of the box."""
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def clean(self, value: Any) -> str:
        """Return the text, or say what is missing."""
        if not self.required and not (value or "").strip():
            return ""
        try:
            return answers.prose(value or "", field=self.name)
        except Invalid as fault:
            raise ValidationError(say(fault), code=fault.code) from fault

    name = ""


class LineField(forms.CharField):
    """One line of text, rare characters kept; `limit` in characters, `kind` the HTML type."""

    def __init__(self, *, limit: int = answers.LINE_LIMIT, kind: str = "text", **options: Any) -> None:
        attributes = {"autocomplete": options.pop("autocomplete", "off")}
        widget = forms.TextInput(attributes)
        widget.input_type = kind
        super().__init__(widget=widget, **options)
        self.limit = limit

    def clean(self, value: Any) -> str:
        """Return the line, or say that it is too long or missing."""
        try:
            text = answers.line(value or "", field="", limit=self.limit)
        except Invalid as fault:
            raise ValidationError(say(fault), code=fault.code) from fault
        self.validate(text)
        return text


class TitleField(LineField):
    """One sentence that must hold words."""

    def clean(self, value: Any) -> str:
        """Return the sentence, or say what is missing."""
        try:
            return answers.prose(super().clean(value), field="title")
        except Invalid as fault:
            raise ValidationError(say(fault), code=fault.code) from fault

    def validate(self, value: Any) -> None:
        """Leave emptiness to the words of the title."""


class DayField(forms.DateField):
    """A day in the past or today, optional."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput({"type": "date", "min": "1949-10-01"}, format="%Y-%m-%d")
        super().__init__(
            required=False,
            widget=widget,
            input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
            error_messages={"invalid": _("Please give a day as year, month and day, such as 2026-03-05.")},
            **options,
        )


def radios(choices: Iterable[tuple[str, Choice]], **options: Any) -> forms.ChoiceField:
    """Return a question with one answer out of a few."""
    options.setdefault("error_messages", {"required": _("Please choose one of these.")})
    return forms.ChoiceField(choices=list(choices), widget=forms.RadioSelect, **options)


def tick(**options: Any) -> forms.BooleanField:
    """Return a box that may stay empty."""
    return forms.BooleanField(required=False, **options)


class Question(forms.Form):
    """One page of the wizard. `typed` is everything typed so far, on any page, by field name."""

    use_required_attribute = False
    template = ""

    def __init__(self, typed: Mapping[str, Any], *, today: date, checked: bool) -> None:
        """With `checked` the page says what is wrong; without, it shows only what was typed."""
        super().__init__(data=dict(typed) if checked else None, initial=dict(typed))
        self.typed, self.today = typed, today
        for name, field in self.fields.items():
            if isinstance(field, ProseField):
                field.name = name

    def take(self, posted: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was typed on this page, by field; an empty box is an empty text."""
        return {name: posted.get(name, "") for name in self.fields}

    def plain(self) -> dict[str, Any]:
        """Return the answers of this page for `huiyin.prepare.answers.read`."""
        return dict(self.cleaned_data)
