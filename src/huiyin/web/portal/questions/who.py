"""How to reach the person: everything may be withheld, and the page says exactly what is lost then."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from huiyin.prepare.answers import REPRESENTATIVE_LIMIT, Part, PersonKind
from huiyin.web.portal.questions.fields import Choice, LineField, ProseField, Question, radios, tick

NAMED, CONTACT, NONE = "named", "contact", "none"
IDENTITIES = (
    (
        NAMED,
        Choice(_("I give my name and how to reach me"), _("The office can write to you and must do so.")),
    ),
    (
        CONTACT,
        Choice(
            _("I withhold my name, but can be reached"),
            _(
                "You can be asked and told, but no written notice or opinion can be served on you, and you "
                "cannot ask for a review."
            ),
        ),
    ),
    (
        NONE,
        Choice(
            _("I withhold both"),
            _(
                "Your matter is looked at all the same. Nobody can ask you anything; no written notice or "
                "opinion can be served; you cannot ask for a review. With number and query code you "
                "can follow it here."
            ),
        ),
    ),
)
BODIES = (
    (PersonKind.PERSON.value, Choice(_("A person"))),
    (PersonKind.LEGAL_PERSON.value, Choice(_("A company or institution (legal person)"))),
    (
        PersonKind.ORGANISATION.value,
        Choice(_("Another organisation"), _("For example a residents' group or a partnership.")),
    ),
)
NAMELESS = _("Please give the name, or choose above that you withhold it.")
UNREACHABLE = _(
    "Please give one way to reach you: telephone, e-mail or post; or choose above that you withhold it."
)
BAD_EMAIL = _("This does not look like an e-mail address. Please check it.")
GUARDIANLESS = _("Please give the name of the guardian.")
AGENTLESS = _("Please give the name of the one who acts for the other.")


def _line(label: Any, **options: Any) -> LineField:
    return LineField(label=label, required=False, **options)


class Who(Question):
    """Step 6. No identity number, no sex, no age, no ethnic group is asked."""

    template = "portal/who.html"
    identity = radios(IDENTITIES, label=_("May we know who you are?"))
    body = radios(BODIES, label=_("Who files?"), initial=PersonKind.PERSON.value)
    name = _line(_("Name"), autocomplete="name", help_text=_("As you write it; rare characters are welcome."))
    keeper = _line(_("Whom may we ask for there?"), help_text=_("The person in charge of this matter."))
    phone = _line(_("Telephone"), kind="tel", autocomplete="tel")
    email = _line(_("E-mail"), kind="email", autocomplete="email")
    address = _line(_("Postal address"), autocomplete="street-address")
    foreign = tick(
        label=_("I am not a citizen of China"),
        help_text=_(
            "You are heard in the same way: article 48 of the Regulations. You may write in your language."
        ),
    )
    minor = tick(
        label=_("The person is under 18"), help_text=_("A guardian helps, and is told with the child.")
    )
    guardian_name = _line(_("Name of the guardian"))
    guardian_relation = _line(_("Relation to the child"))
    guardian_phone = _line(_("Telephone of the guardian"), kind="tel")
    agent = tick(
        label=_("I act for somebody else"),
        help_text=_(
            "For example for an old or ill person. Above stands the person it concerns, here the "
            "one who acts."
        ),
    )
    agent_name = _line(_("Name of the one who acts"))
    agent_phone = _line(_("Telephone of the one who acts"), kind="tel")
    agent_authority = _line(
        _("On what ground"), help_text=_("For example: daughter; lawyer; written authority, added as a file.")
    )
    joint = tick(
        label=_("There are several of us"),
        help_text=_("A joint matter is spoken for by at most five people whom you elect: article 20."),
    )
    others = ProseField(rows=4, required=False, label=_("The others"), help_text=_("One name a line."))

    def __init__(self, typed: Mapping[str, Any], *, today: date, checked: bool) -> None:
        """Add a row for each possible representative."""
        super().__init__(typed, today=today, checked=checked)
        for row in range(REPRESENTATIVE_LIMIT):
            self.fields[f"speaker{row}_name"] = _line(_("Name of the representative"))
            self.fields[f"speaker{row}_phone"] = _line(_("Telephone of the representative"), kind="tel")

    def speakers(self) -> list[dict[str, Any]]:
        """Return the bound fields of the representatives, row by row."""
        return [
            {"number": row + 1, "name": self[f"speaker{row}_name"], "phone": self[f"speaker{row}_phone"]}
            for row in range(REPRESENTATIVE_LIMIT)
        ]

    def clean(self) -> dict[str, Any]:
        """Demand what the person said is given, and nothing that is withheld."""
        found = self.cleaned_data
        identity = found.get("identity")
        if identity == NAMED and not found.get("name"):
            self.add_error("name", ValidationError(NAMELESS))
        if identity in {NAMED, CONTACT} and not self._reachable():
            self.add_error("phone", ValidationError(UNREACHABLE))
        if found.get("minor") and not found.get("guardian_name"):
            self.add_error("guardian_name", ValidationError(GUARDIANLESS))
        if found.get("agent") and not found.get("agent_name"):
            self.add_error("agent_name", ValidationError(AGENTLESS))
        return found

    def clean_email(self) -> str:
        """Return the address, or say that it cannot be one."""
        address = str(self.cleaned_data["email"])
        if address and self.typed.get("identity") != NONE:
            EmailValidator(BAD_EMAIL)(address)
        return address

    def plain(self) -> dict[str, Any]:
        """Return the persons: the petitioners first, then who speaks or acts for them."""
        found = self.cleaned_data
        persons = [self._petitioner()]
        for tick_name, part, note in (
            ("minor", Part.GUARDIAN, "relation"),
            ("agent", Part.AGENT, "authority"),
        ):
            if found[tick_name]:
                persons.append(self._helper(part, note))
        if found["joint"]:
            persons += [
                {"part": Part.PETITIONER, "kind": PersonKind.PERSON, "name": name} for name in self._others()
            ]
            persons += self._speakers()
        return {"persons": persons}

    def _petitioner(self) -> dict[str, Any]:
        found = self.cleaned_data
        body = found["body"] or PersonKind.PERSON.value
        shown = {"name": found["identity"] == NAMED, "note": found["identity"] == NAMED}
        values = {"name": found["name"], "note": found["keeper"] if body != PersonKind.PERSON else ""}
        kept = {name: value if shown[name] else "" for name, value in values.items()}
        reach = {
            name: found[name] if found["identity"] != NONE else "" for name in ("phone", "email", "address")
        }
        return {
            "part": Part.PETITIONER,
            "kind": body,
            **kept,
            **reach,
            "foreign": found["foreign"],
            "minor": found["minor"],
        }

    def _helper(self, part: Part, note: str) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "part": part,
            "kind": PersonKind.PERSON,
            "name": found[f"{part}_name"],
            "phone": found[f"{part}_phone"],
            "note": found[f"{part}_{note}"],
        }

    def _speakers(self) -> list[dict[str, Any]]:
        found = self.cleaned_data
        rows = [
            (found[f"speaker{row}_name"], found[f"speaker{row}_phone"]) for row in range(REPRESENTATIVE_LIMIT)
        ]
        return [
            {"part": Part.REPRESENTATIVE, "kind": PersonKind.PERSON, "name": name, "phone": phone}
            for name, phone in rows
            if name
        ]

    def _others(self) -> list[str]:
        return [name.strip() for name in str(self.cleaned_data["others"]).splitlines() if name.strip()]

    def _reachable(self) -> bool:
        return any(
            self.cleaned_data.get(name) or self.typed.get(name) for name in ("phone", "email", "address")
        )
