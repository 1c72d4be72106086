"""What the rules of the statute may ask of a matter and of an office."""

from huiyin.kernel.ids import OfficeId
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.routing.divisions import level_of
from huiyin.rules.routing.offices import division_of
from huiyin.rules.statute.events import Facts, FactValue

# Litigation and discipline notices follow their own rules: 信访工作条例 第二十三条第四款.
_KINDS = {
    "discipline": "discipline",
    "court": "political_legal",
    "procuratorate": "political_legal",
    "police": "political_legal",
}
NATIONAL = "national"  # the level above all divisions


def facts_of(klass: Klass | None, route: Route | None, *, unreachable: bool) -> Facts:
    """Return the facts of a matter; a class or route that nobody has decided is not there."""
    facts: dict[str, FactValue] = {"name_or_address_unclear": unreachable}
    if klass is not None:
        facts["class"] = klass.value
    if route is not None:
        facts["route"] = int(route)
    return facts


def office_facts(role: str) -> Facts:
    """Return the facts of an office that receives a matter, by its role (`office.role`)."""
    return {"office_kind": _KINDS.get(role, "department")}


def bureau_facts(bureau: OfficeId) -> Facts:
    """Return the facts of a bureau that receives a matter: the level of its division, or ``national``."""
    division = division_of(bureau)
    return {"bureau_level": level_of(division).value if division else NATIONAL}
