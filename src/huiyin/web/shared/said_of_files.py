"""What files say of themselves: a word, a value, the place in the file; and how they were checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.prepare import opening
from huiyin.queries.evidence.seen import SeenFile
from huiyin.rules.evidence.stages import Stage, Verdict
from huiyin.vault.facts import Fact, FactName
from huiyin.web.shared.templatetags.dates import day

_INSTANTS = frozenset({FactName.TAKEN_AT, FactName.CREATED_AT})
_DEGREES = frozenset({FactName.LATITUDE, FactName.LONGITUDE})


FACTS: Mapping[str, str | Promise] = {
    "author": gettext_lazy("author"),
    "camera": gettext_lazy("camera"),
    "created_at": gettext_lazy("made"),
    "holds": gettext_lazy("take care"),
    "latitude": gettext_lazy("latitude"),
    "longitude": gettext_lazy("longitude"),
    "pages": gettext_lazy("pages"),
    "producer": gettext_lazy("program"),
    "taken_at": gettext_lazy("taken"),
}
HELD: Mapping[str, str | Promise] = {
    "attachment": gettext_lazy("another file is packed into it"),
    "launch": gettext_lazy("it wants to start a program"),
    "macro": gettext_lazy("it holds macros"),
    "script": gettext_lazy("it holds scripts"),
    "second_file": gettext_lazy("it can be read as a file of another kind too"),
}
CHECKS: Mapping[str, str | Promise] = {
    "being_checked": gettext_lazy("Being checked for malware; it opens once it is found clean."),
    "being_read": gettext_lazy("Not looked at yet; pictures, text and facts come by themselves."),
    "being_scanned": gettext_lazy("Text in its pictures is still being read."),
    "infected": gettext_lazy("Kept shut: the malware scanner found something in it."),
    "too_large": gettext_lazy(
        "Kept shut: it is larger than the malware scanner takes. The administrator can raise its limit."
    ),
    "clean": gettext_lazy("Checked for malware: nothing found."),
}


@dataclass(frozen=True)
class FactShown:
    """One thing that a file says of itself."""

    word: str
    value: str
    source: str
    warns: bool = False


def shown(facts: Iterable[Fact]) -> list[FactShown]:
    """Return facts in words; an instant stays in the time zone that the file gives."""
    return [
        FactShown(
            word=str(FACTS[one.name.value]),
            value=_value(one),
            source=one.source,
            warns=one.name is FactName.HOLDS,
        )
        for one in facts
    ]


def check_of(seen: SeenFile) -> str:
    """Return how far a file was checked and looked at, in a sentence; empty when there is nothing to say."""
    code = _check(seen)
    return str(CHECKS[code]) if code else ""


def _check(seen: SeenFile) -> str:
    if not opening.is_open(seen.verdict):
        return "being_checked" if seen.verdict is Verdict.NONE else seen.verdict.value
    if seen.stage is Stage.WAITING:
        return "being_read"
    if seen.stage is Stage.SCANS:
        return "being_scanned"
    return "clean" if seen.verdict is Verdict.CLEAN else ""


def _value(fact: Fact) -> str:
    if fact.name in _DEGREES:
        return f"{fact.value}°"
    if fact.name is FactName.HOLDS:
        return str(HELD.get(fact.value, fact.value))
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
