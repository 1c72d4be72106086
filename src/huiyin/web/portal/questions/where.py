"""When and where it happened: a place as precise as the person knows it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiyin.rules.routing.divisions import PROVINCE
from huiyin.web.portal import places
from huiyin.web.portal.questions.fields import DayField, LineField, Question
from huiyin.web.shared.words import WORDS

PREFECTURE = _("Please choose the city or prefecture where it happened.")
WHOLE = _("I am not sure, or the whole area")


class Where(Question):
    """Step 2. County and town appear when the level above is chosen; a script fills them at once."""

    template = "portal/where.html"
    happened_from = DayField(label=_("On which day did it happen, or begin?"))
    happened_to = DayField(
        label=_("Until when?"), help_text=_("Leave it empty if it goes on, or was one day.")
    )
    prefecture = forms.ChoiceField(
        label=_("City or prefecture"), error_messages={"required": PREFECTURE, "invalid_choice": PREFECTURE}
    )
    county = forms.ChoiceField(label=_("County or district"), required=False)
    town = forms.ChoiceField(label=_("Town or street"), required=False)
    place = LineField(
        label=_("The place in words"),
        required=False,
        help_text=_("Village, road, number, a place everybody knows."),
    )

    def __init__(self, typed: Mapping[str, Any], *, today: date, checked: bool) -> None:
        """Offer the counties and towns under what was chosen above them."""
        super().__init__(typed, today=today, checked=checked)
        for name in ("happened_from", "happened_to"):
            self.fields[name].widget.attrs["max"] = today.isoformat()
        self._offer("prefecture", PROVINCE, _("Please choose"))
        self._offer("county", typed.get("prefecture"), WHOLE)
        self._offer("town", typed.get("county"), WHOLE)

    def clean(self) -> dict[str, Any]:
        """Compare the days with today and with each other."""
        found = self.cleaned_data
        begun, ended = found.get("happened_from"), found.get("happened_to")
        for name, day in (("happened_from", begun), ("happened_to", ended)):
            if day and day > self.today:
                self.add_error(name, ValidationError(WORDS["day.in_the_future"]))
        if begun and ended and ended < begun:
            self.add_error("happened_to", ValidationError(WORDS["day.ends_before_it_begins"]))
        return found

    @property
    def asks_further(self) -> bool:
        """True when the page that was sent did not yet show the level below what was chosen."""
        below = (("prefecture", "county"), ("county", "town"))
        return any(
            self.typed.get(above) and self.typed.get(f"{field}_of") != self.typed[above]
            for above, field in below
        )

    @property
    def shows_county(self) -> bool:
        """True when there are counties to choose from."""
        return bool(places.below(self.typed.get("prefecture")))

    @property
    def shows_town(self) -> bool:
        """True when there are towns to choose from."""
        return self.shows_county and bool(places.below(self.typed.get("county")))

    def take(self, posted: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was typed; a county that does not lie in the chosen prefecture is dropped."""
        taken = super().take(posted)
        for above, below in (("prefecture", "county"), ("county", "town")):
            if not places.lies_in(taken[below], taken[above]):
                taken[below] = ""
            taken[f"{below}_of"] = posted.get(f"{below}_of", "")
        return taken

    def plain(self) -> dict[str, Any]:
        """Return the place as codes."""
        found = self.cleaned_data
        return {
            "happened_from": found["happened_from"].isoformat() if found["happened_from"] else None,
            "happened_to": found["happened_to"].isoformat() if found["happened_to"] else None,
            "division": int(found["county"] or found["prefecture"]),
            "town": int(found["town"]) if found["town"] else None,
            "place": found["place"],
        }

    def _offer(self, name: str, above: Any, nothing: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells the type checker
        below = places.below(above)
        field.choices = [("", nothing), *((str(one.code), places.called(one)) for one in below)]
        field.error_messages["invalid_choice"] = PREFECTURE
        if not below:
            field.widget.attrs["disabled"] = True
