"""What a record of non-response says: plain data, the same on page, paper, interface and in the signed file.

信访工作条例 第三十条第三款: of an accusation it names no office but the bureau, and never a denied one. It
holds no name of a person and nothing of what was filed.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.kernel import canonical
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import OfficeId
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import Klass
from huiyin.rules.nonresponse.permitted import unserved
from huiyin.rules.nonresponse.remedies import ANY_BUREAU, remedies, tell
from huiyin.rules.routing.offices import office
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.packs.shape import DutyOf, Words
from huiyin.rules.statute.wording import explain_text

Statement = Mapping[str, Any]


def compose(clock: Clock, matter: Matter, *, position: int, at: datetime) -> Statement:
    """Return the statement about a clock; `position` counts the records of the matter, from 1."""
    rule, pack = clock.reckoning.rule, clock.reckoning.pack
    named = nameable(matter, _owing(clock, matter))
    explanation = clock.explanation
    found = remedies(rule, pack, klass=_klass(matter), route=matter.route)
    bureau = _supervisor(clock, matter)
    plain: Statement = canonical.plain(
        {
            "number": matter.number,
            "record": position,
            "recorded_on": local_date(at),
            "class": matter.klass,
            "route": matter.route,
            "office": None if named is None else {"id": named, **both_names(named)},
            "duty": {
                "rule": rule.id,
                "pack": pack.id,
                "pack_version": pack.version,
                "pack_status": pack.status,
                "title": _both(rule.title),
                "article": {"zh": rule.article.text, "en": _cited(clock)},
            },
            "started_on": clock.started_on,
            "warn_on": clock.warn_on,
            "binding_on": clock.binding_on,
            "issued_not_served": [one.issued_on for one in unserved(clock, matter)],
            "explanation": {**explanation.plain(), "office": named},
            "explained": {"zh": explain_text(explanation, "zh-hans"), "en": explain_text(explanation, "en")},
            "remedies": [
                {"code": one.remedy, **_both(one.words)}
                for one in tell(found, pack, route=matter.route, bureau=bureau)
            ],
            "demo": matter.demo,
        }
    )
    return plain


def content_of(told: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of what a record or a correction says, kept in the facts of its entry."""
    return hashlib.sha256(canonical.encode(told)).digest()


def nameable(matter: Matter, number: OfficeId | None) -> OfficeId | None:
    """Return the office when a paper of this matter may name it, else None."""
    if number is None or number in matter.denied:
        return None
    accusing = _klass(matter) is Klass.ACCUSATION
    return number if not accusing or number == matter.bureau else None


def both_names(number: OfficeId) -> dict[str, str]:
    """Return the name of an office in both languages."""
    return _both(_name(number))


def _klass(matter: Matter) -> Klass | None:
    """Return the class decided; an accusation that nobody has decided on yet is treated as one."""
    declared = matter.declared_klass
    return matter.klass or (declared if declared is Klass.ACCUSATION else None)


def _owing(clock: Clock, matter: Matter) -> OfficeId | None:
    return clock.office or (matter.bureau if clock.duty_of is DutyOf.BUREAU else matter.lead)


def _supervisor(clock: Clock, matter: Matter) -> Words:
    named = nameable(matter, matter.bureau)
    if named is None or named == _owing(clock, matter):
        return ANY_BUREAU
    return _name(named)


def _name(number: OfficeId) -> Words:
    found = office(number)
    return Words(zh=found.name, en=found.name_en)


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _cited(clock: Clock) -> str:
    article = clock.reckoning.rule.article
    return f"{article.instrument.en}, {article.article.en}"
