"""Fields of the desk's forms: the rules of `huiyin.prepare.answers`, in words that say what to do."""

from collections.abc import Iterable
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


@dataclass(frozen=True)
class Choice:
    """A choice with a line that explains it."""

    title: Words
    hint: Words = ""

    def __str__(self) -> str:
        return str(self.title)


class TextField(forms.CharField):
    """A text of any length; when required it must hold words. `example` stands below the label."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Please write something here.")})
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def clean(self, value: Any) -> str:
        """Return the text, or say what is missing."""
        if not (value or "").strip():
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return ""
        try:
            return answers.prose(value, field="")
        except Invalid as fault:
            raise ValidationError(say(fault), code=fault.code) from fault


class LineField(forms.CharField):
    """One line of text."""

    def __init__(self, *, limit: int = answers.LINE_LIMIT, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Please fill this in.")})
        super().__init__(widget=forms.TextInput({"autocomplete": "off"}), **options)
        self.limit = limit

    def clean(self, value: Any) -> str:
        """Return the line, or say that it is missing or too long."""
        try:
            text = answers.line(value or "", field="", limit=self.limit)
        except Invalid as fault:
            raise ValidationError(say(fault), code=fault.code) from fault
        if self.required and not text:
            raise ValidationError(self.error_messages["required"], code="required")
        return text


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "error_messages",
            {
                "invalid": _("Please give a day as year, month and day, such as 2026-03-05."),
                "required": _("Please give the day."),
            },
        )
        super().__init__(
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a day as the browser's own field wants it."""
        return value.isoformat() if isinstance(value, date) else value


def number(*, least: int, most: int, **options: Any) -> forms.IntegerField:
    """Return a field for a whole number."""
    options.setdefault(
        "error_messages",
        {
            "invalid": _("Please give a whole number."),
            "required": _("Please give a number."),
            "min_value": _("At least %(limit_value)s."),
            "max_value": _("At most %(limit_value)s."),
        },
    )
    widget = forms.NumberInput({"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(min_value=least, max_value=most, widget=widget, **options)


def radios(choices: Iterable[tuple[str, Choice]], **options: Any) -> forms.ChoiceField:
    """Return a question with one answer out of a few."""
    options.setdefault("error_messages", {"required": _("Please choose one of these.")})
    return forms.ChoiceField(choices=list(choices), widget=forms.RadioSelect, **options)
