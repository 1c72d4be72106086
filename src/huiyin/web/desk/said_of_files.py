"""What files say of themselves, as facts for officials: a word, a value, and the place in the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.vault.facts import Fact, FactName
from huiyin.web.desk.words import FACTS
from huiyin.web.shared.templatetags.dates import day

_INSTANTS = frozenset({FactName.TAKEN_AT, FactName.CREATED_AT})
_DEGREES = frozenset({FactName.LATITUDE, FactName.LONGITUDE})


@dataclass(frozen=True)
class FactShown:
    """One thing that a file says of itself."""

    word: str
    value: str
    source: str


def shown(facts: Iterable[Fact]) -> list[FactShown]:
    """Return facts in words; an instant stays in the time zone that the file gives."""
    return [FactShown(word=str(FACTS[one.name.value]), value=_value(one), source=one.source) for one in facts]


def _value(fact: Fact) -> str:
    if fact.name in _DEGREES:
        return f"{fact.value}°"
    if fact.name not in _INSTANTS:
        return fact.value
    try:
        at = datetime.fromisoformat(fact.value)
    except ValueError:
        return fact.value
    told = {"day": day(at.date()), "time": f"{at:%H:%M:%S}", "offset": at.isoformat()[-len("+08:00") :]}
    if at.tzinfo is None:
        return _("%(day)s %(time)s (no time zone given)") % told
    return _("%(day)s %(time)s (UTC%(offset)s)") % told
