"""Whom the matter is about; in an accusation these are the accused, and are kept from it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiyin.prepare.answers import Klass, RespondentKind
from huiyin.web.portal import places
from huiyin.web.portal.questions.fields import Choice, LineField, Question, radios

MOST_ROWS = 10
NOT_LISTED = "0"
KINDS = (
    (RespondentKind.OFFICE.value, Choice(_("An office or public body"))),
    (RespondentKind.ENTERPRISE.value, Choice(_("A company or other organisation"))),
    (RespondentKind.PERSON.value, Choice(_("A person"))),
)
NAMELESS = _("Please give the name as far as you know it, such as “the textile factory at Anjing”.")
ACCUSED = _("An accusation needs to say against whom. Give the name or the post as far as you know it.")
KINDLESS = _("Please choose what this is.")


class Whom(Question):
    """Step 4. Nobody need be named, except in an accusation."""

    template = "portal/whom.html"

    def __init__(self, typed: Mapping[str, Any], *, today: date, checked: bool) -> None:
        """Show as many rows as were asked for."""
        super().__init__(typed, today=today, checked=checked)
        for row in range(self.rows):
            self._add_row(row)
        if checked:
            self.data = dict(typed)

    @property
    def rows(self) -> int:
        """How many respondents the page shows."""
        asked = str(self.typed.get("whom_rows", ""))
        return min(int(asked), MOST_ROWS) if asked.isdigit() and int(asked) else 1

    @property
    def may_grow(self) -> bool:
        """True while another row fits."""
        return self.rows < MOST_ROWS

    @property
    def accuses(self) -> bool:
        """True when the person said that this is an accusation."""
        return self.typed.get("klass") == Klass.ACCUSATION

    def row_fields(self) -> list[dict[str, Any]]:
        """Return the bound fields, row by row, for the page."""
        return [
            {
                "number": row + 1,
                "index": row,
                **{part: self[f"whom{row}_{part}"] for part in self._parts(row)},
            }
            for row in range(self.rows)
        ]

    def take(self, posted: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was typed; an office found for another name is dropped."""
        names = [f"whom{row}_{part}" for row in range(self.rows) for part in ("kind", "name", "office")]
        taken = {name: posted.get(name, "") for name in names}
        for row in range(self.rows):
            if taken[f"whom{row}_name"] != self.typed.get(f"whom{row}_name", ""):
                taken[f"whom{row}_office"] = ""
        return taken

    def clean(self) -> dict[str, Any]:
        """Demand a name where a kind was given and the other way round; a name in an accusation."""
        for row in range(self.rows):
            kind, name = (self.cleaned_data.get(f"whom{row}_{part}") for part in ("kind", "name"))
            if kind and not name:
                self.add_error(f"whom{row}_name", ValidationError(NAMELESS))
            if name and not kind:
                self.add_error(f"whom{row}_kind", ValidationError(KINDLESS))
        if self.accuses and not self.errors and not self._named():
            self.add_error("whom0_name", ValidationError(ACCUSED))
        return self.cleaned_data

    def plain(self) -> dict[str, Any]:
        """Return the respondents."""
        return {"respondents": [self._respondent(row) for row in self._named()]}

    def _respondent(self, row: int) -> dict[str, Any]:
        found = self.cleaned_data
        office = found.get(f"whom{row}_office") or NOT_LISTED
        return {
            "kind": found[f"whom{row}_kind"],
            "name": found[f"whom{row}_name"],
            "office": None if office == NOT_LISTED else int(office),
            "accused": self.accuses,
        }

    def _named(self) -> list[int]:
        return [row for row in range(self.rows) if self.cleaned_data.get(f"whom{row}_name")]

    def _parts(self, row: int) -> tuple[str, ...]:
        return ("kind", "name", "office") if f"whom{row}_office" in self.fields else ("kind", "name")

    def _add_row(self, row: int) -> None:
        self.fields[f"whom{row}_kind"] = radios(KINDS, label=_("What is it?"), required=False)
        self.fields[f"whom{row}_name"] = LineField(
            label=_("Name"),
            required=False,
            help_text=_("Name, post, address: whatever helps to find the right one."),
        )
        name = str(self.typed.get(f"whom{row}_name", ""))
        found = places.offices_like(name, near=self.typed.get("county") or self.typed.get("prefecture"))
        if found:
            choices = [(str(office.id), Choice(places.called(office))) for office in found]
            self.fields[f"whom{row}_office"] = radios(
                [*choices, (NOT_LISTED, Choice(_("None of these")))],
                label=_("Do you mean one of these?"),
                required=False,
            )
