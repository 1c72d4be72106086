"""Which remedy the law gives after silence: by the duty that was not met, the class and the route.

信访工作条例 第三十条, 第三十五条, 第三十六条, 第四十条, 第四十三条, 第四十五条; never a suit
over the reply to a petition (最高人民法院 2018 interpretation, art. 1(2)(9)). Where the text of
the law was not read, less is said.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from huiyin.rules import nonresponse
from huiyin.rules.lifecycle.states import OTHER_PROCEDURES, Klass, Route
from huiyin.rules.statute.choose import PETITIONS
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.packs.shape import DutyOf, Pack, Rule, Status, Words

_ITEMS = "一二三四五六"
ANY_BUREAU = Words(zh="党委和政府信访部门", en="the petition bureau")


class Remedy(StrEnum):
    """What can be done; each has its sentence in ``remedies.toml``."""

    SUPERVISION = "supervision"
    BUREAU_SUPERIOR = "bureau_superior"
    NOT_CONCLUDED = "not_concluded"
    REVIEW_LATER = "review_later"
    REEXAMINATION_LATER = "reexamination_later"
    DUTY = "duty"
    OTHER_PROCEDURE = "other_procedure"
    ACCUSATION = "accusation"
    OWN_LAW = "own_law"
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True, kw_only=True)
class Told:
    """A remedy and its sentence in both languages."""

    remedy: Remedy
    words: Words


def remedies(rule: Rule, pack: Pack, *, klass: Klass | None, route: Route | None) -> tuple[Remedy, ...]:
    """Return the remedies after a duty of this rule was not met, the nearest first; never none."""
    if pack.status is Status.DEMONSTRATION:
        return (Remedy.DEMONSTRATION,)
    if pack.family != PETITIONS:
        return (Remedy.OWN_LAW,)
    if klass is Klass.ACCUSATION:
        return (Remedy.ACCUSATION,)
    first = Remedy.BUREAU_SUPERIOR if rule.duty_of is DutyOf.BUREAU else Remedy.SUPERVISION
    return (first, *_of_claim(rule, route)) if klass is Klass.CLAIM else (first,)


def tell(
    found: tuple[Remedy, ...], pack: Pack, *, route: Route | None, bureau: Words = ANY_BUREAU
) -> tuple[Told, ...]:
    """Return the sentences of remedies; `bureau` is the one that supervises, by name where it may be."""
    return tuple(Told(remedy=one, words=_words(one, pack, route, bureau)) for one in found)


def _of_claim(rule: Rule, route: Route | None) -> tuple[Remedy, ...]:
    if route in OTHER_PROCEDURES:
        return (Remedy.OTHER_PROCEDURE,)
    if route is Route.DUTY and rule.id == "cn22.duty31_5":
        return (Remedy.DUTY,)
    if EventName.REVIEW_SERVED in rule.met_by:
        return (Remedy.REEXAMINATION_LATER,)
    if EventName.OPINION_SERVED in rule.met_by and route is Route.ORDINARY:
        return (Remedy.NOT_CONCLUDED, Remedy.REVIEW_LATER)
    return ()


def _words(remedy: Remedy, pack: Pack, route: Route | None, bureau: Words) -> Words:
    sentence = _sentences()[remedy.value]
    item = _ITEMS[route - 1] if route else ""
    return Words(
        zh=sentence["zh"].format(bureau=bureau.zh, item=item, instrument=pack.instrument.zh),
        en=sentence["en"].format(bureau=bureau.en, number=int(route or 0), instrument=pack.instrument.en),
    )


@lru_cache(maxsize=1)
def _sentences() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files(nonresponse) / "remedies.toml").read_text("utf-8"))
