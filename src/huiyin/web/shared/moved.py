"""Tells that a day moved because rules or days off were adopted: for the desk and for the petitioner."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.errors import Unknown
from huiyin.rules.statute.law import Law, in_force
from huiyin.rules.statute.packs.shape import Words
from huiyin.rules.statute.proposed import CALENDAR
from huiyin.web.shared.templatetags.dates import day

YEAR_DIGITS = 4


def moved_words(rule: str, before: date | None, after: date | None, because: Sequence[str]) -> str:
    """Return the sentence of one clock that moved; a day is None where none was binding.

    `because` are keys of what was adopted, such as ``calendar:cn:2027-3f2a9c1d``.
    """
    law = in_force(clock.now())
    why = pgettext("list", ", ").join(_reason(one, law) for one in because)
    told = {"what": _title(rule, law), "why": why}
    if after is None:
        return _("“%(what)s” has no fixed day any longer, because of %(why)s.") % told
    if before is None:
        fixed = {**told, "after": day(after)}
        return _("“%(what)s”: the day is fixed now, %(after)s, because of %(why)s.") % fixed
    days = {**told, "before": day(before), "after": day(after)}
    return _("“%(what)s” moved from %(before)s to %(after)s, because of %(why)s.") % days


def _title(rule_id: str, law: Law) -> str:
    rule = law.rule(rule_id)
    return rule_id if rule is None else _spoken(rule.title)


def _reason(key: str, law: Law) -> str:
    kind, name, version = key.split(":", 2)
    if kind == CALENDAR:
        return _("the days off announced for %(year)s") % {"year": version[:YEAR_DIGITS]}
    try:
        title = _spoken(law.shelf.pack(name).title)
    except Unknown:
        title = name
    return _("the rules put in force: %(title)s") % {"title": title}


def _spoken(words: Words) -> str:
    return words.en if (get_language() or "").startswith("en") else words.zh
