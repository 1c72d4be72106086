"""The form of one period: its day, its place, and only those later events that its provision knows."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.calendars import calendar_ids, places
from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.packs.shape import Pack, Rule, SetBy
from huiyin.rules.statute.question import pause_of
from huiyin.rules.statute.wording import word_table
from huiyin.web.portal.calculator.lists import beginning
from huiyin.web.portal.due import spoken
from huiyin.web.shared.words import say

COUNTRY = 2  # letters of a jurisdiction that name its country


class PeriodForm(forms.Form):
    """Fields named as in `huiyin.rules.statute.question`; what they hold is judged there."""

    use_required_attribute = False

    def __init__(self, pack: Pack, rule: Rule, typed: Mapping[str, str], *, checked: bool) -> None:
        """With `checked` the form says what is wrong; without, it shows only what stands in the address."""
        super().__init__(data=dict(typed) if checked else None, initial=dict(typed))
        self.fields["from"] = _start(rule)
        if places_of := _places(pack):
            self.fields["calendar"] = forms.ChoiceField(
                label=_("Place"), choices=places_of, required=False, help_text=_place_hint(pack)
            )
        self._later(rule)

    def _later(self, rule: Rule) -> None:
        if rule.set_by is not SetBy.RULE:
            self.fields["due_days"] = _number(_("Length in days, as the letter or the other law sets it"))
            self.fields["due_on"] = _day(_("Or the last day that it names"))
        if rule.set_by is SetBy.EVENT_PREVAILS:
            hint = _("Only when another law sets the length; otherwise leave these three empty.")
            self.fields["due_article"] = forms.CharField(
                label=_("Provision of the other law"), required=False, help_text=hint
            )
        if rule.extension is not None:
            cap = rule.extension.cap
            most = {"cap": cap, "unit": word_table(spoken())["unit"][rule.unit]}
            hint = _("At most %(cap)s %(unit)s are possible.") % most if cap else ""
            self.fields["extend"] = _number(_("Extended by how many days?"), hint)
            self.fields["extended_on"] = _day(_("On which day was the extension approved?"))
        if rule.pauses:
            what = {"what": word_table(spoken())["reason"][pause_of(rule).reason]}
            self.fields["paused_from"] = _day(_("Not counted (%(what)s): first day") % what)
            self.fields["paused_to"] = _day(_("Not counted (%(what)s): last day") % what)
        if rule.exemptions:
            reasons = [(one.reason, word_table(spoken())["reason"][one.reason]) for one in rule.exemptions]
            choices = [("", _("none of these")), *reasons]
            self.fields["exempt"] = forms.ChoiceField(label=_("Exception"), choices=choices, required=False)
        if rule.unit_setting:
            choices = [("", _("calendar days")), (Unit.WORKING_DAYS.value, _("working days"))]
            self.fields["setting"] = forms.ChoiceField(
                label=_("Counted locally in"), choices=choices, required=False
            )
        if rule.length_setting:
            self.fields["setting"] = _number(_("Hours, where the office has set a number"))

    def blame(self, fault: Invalid) -> None:
        """Put what is wrong beside its field."""
        self.is_valid()
        self.add_error(fault.field if fault.field in self.fields else None, say(fault))

    def clean(self) -> dict[str, object]:
        """Leave the judgement to the question: a choice that nobody offers is told by `blame`."""
        if self.errors:
            self.errors.clear()
        return self.cleaned_data


def _start(rule: Rule) -> forms.CharField:
    label = _("On which day did this happen: %(what)s?") % {"what": beginning(rule)}
    if rule.counts_from:
        named = word_table(spoken())["counted_from"][rule.counts_from]
        label = _("Which day is %(what)s?") % {"what": named}
    if rule.unit is Unit.HOURS:
        hint = _("With the time, as 2026-03-05 14:30.") if rule.lengths[-1].number else ""
        return forms.CharField(label=label, help_text=hint, widget=forms.TextInput({"autocomplete": "off"}))
    return _day(label, required=True)


def _day(label: str, *, required: bool = False) -> forms.CharField:
    widget = forms.TextInput({"type": "date", "autocomplete": "off"})
    return forms.CharField(label=label, required=required, widget=widget)


def _number(label: str, hint: str = "") -> forms.CharField:
    widget = forms.TextInput({"class": "short", "inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, help_text=hint, widget=widget)


def _places(pack: Pack) -> list[tuple[str, str]]:
    country = pack.jurisdiction[:COUNTRY]
    return [
        (place.id, place.en if spoken() == "en" else place.zh)
        for place in places()
        if place.id[:COUNTRY] == country
    ]


def _place_hint(pack: Pack) -> str:
    awaited = [place for place in places() if place.id not in calendar_ids()]
    if not awaited or pack.jurisdiction[:COUNTRY] != awaited[0].id[:COUNTRY]:
        return ""
    return _(
        "Aba, Ganzi and Liangshan set holidays of their own. Their days are not on file yet, so those of the "
        "whole country are used."
    )
