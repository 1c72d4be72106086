"""Which periods can be reckoned: each as a plain question, by the rules it stands in."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.rules.statute.law import Law
from huiyin.rules.statute.packs.shape import Kind, Pack, Rule, Status, Words
from huiyin.rules.statute.question import counts_time
from huiyin.rules.statute.wording import word_table
from huiyin.web.portal.due import spoken

FIRST = "cn-xinfang-2022"  # what people come for stands first and open
HERE = ("cn", "cn-51")

_BY_STATUS: dict[Status, str | Promise] = {
    Status.LAW: gettext_lazy("in force"),
    Status.LOCAL: gettext_lazy("local rule, in force"),
    Status.INTERNAL_TARGET: gettext_lazy("internal target, not law"),
    Status.DEMONSTRATION: gettext_lazy("demonstration, not law"),
}


@dataclass(frozen=True)
class Asking:
    """One period as a question, with its article and where it is reckoned."""

    id: str
    question: str
    article: str
    begins: str
    address: str


@dataclass(frozen=True)
class Group:
    """The periods of one set of rules; `standing` says in words what binds anybody to them."""

    title: str
    standing: list[str]
    applies: bool
    note: str
    askings: list[Asking]
    first: bool


def pick(words: Words) -> str:
    """Return words in the reader's language."""
    return words.en if spoken() == "en" else words.zh


def groups(law: Law, today: date) -> list[Group]:
    """Return all rules that count time: what applies here first, then what is history or not law here."""
    packs = sorted(law.shelf.packs.values(), key=lambda pack: (_rank(pack, today), pack.id))
    found = [_group(pack, law, today) for pack in packs]
    return [group for group in found if group.askings]


def standing(pack: Pack, law: Law, today: date) -> list[str]:
    """Return what a set of rules is, in a few words each: in force, history, not law, not verified."""
    words = [str(_BY_STATUS[pack.status])]
    if pack.ends_on is not None and today > pack.ends_on:
        words = [_("no longer in force")]
    elif today < pack.starts_on:
        words = [_("not yet in force")]
    if not _of_here(pack):
        words = [_("of another place, not in force here")]
    elif not pack.by_default and pack.id not in law.adopted and pack.status in {Status.LAW, Status.LOCAL}:
        words.append(_("not applied unless adopted"))
    return words if pack.verified else [*words, _("not verified")]


def question(rule: Rule) -> str:
    """Return what a rule answers, as a plain question."""
    words = {"who": word_table(spoken())["duty_of"][rule.duty_of], "what": pick(rule.title)}
    if rule.kind is Kind.WINDOW:
        return _("Until when may %(who)s: %(what)s?") % words
    return _("By when must %(who)s: %(what)s?") % words


def beginning(rule: Rule) -> str:
    """Return what a period begins with, in words."""
    events = word_table(spoken())["event"]
    words = dict.fromkeys(events[name] for name in rule.started_by)
    return (", or: " if spoken() == "en" else "，或者").join(words)


def cited(rule: Rule) -> str:
    """Return the article of a rule in the reader's language."""
    article = rule.article
    return f"{article.instrument.en}, {article.article.en}" if spoken() == "en" else article.text


def address_of(rule_id: str) -> str:
    """Return where a period is reckoned."""
    return f"{reverse('calculator')}?{urlencode({'rule': rule_id})}"


def _group(pack: Pack, law: Law, today: date) -> Group:
    return Group(
        title=pick(pack.title),
        standing=standing(pack, law, today),
        applies=_rank(pack, today) <= 1,
        note=pick(pack.note) if pack.note else "",
        askings=[
            Asking(rule.id, question(rule), cited(rule), beginning(rule), address_of(rule.id))
            for rule in pack.rules.values()
            if counts_time(rule)
        ],
        first=pack.id == FIRST,
    )


def _rank(pack: Pack, today: date) -> int:
    if pack.id == FIRST:
        return 0
    law = pack.status in {Status.LAW, Status.LOCAL} and pack.by_default and pack.in_force(today)
    if law and _of_here(pack):
        return 1
    return 2 if _of_here(pack) else 3


def _of_here(pack: Pack) -> bool:
    return pack.jurisdiction in HERE
