"""The two offices that suit a matter best, with reasons, worked out anew from what was kept of it."""

from dataclasses import dataclass
from functools import lru_cache

from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import DivisionCode, OfficeId
from huiyin.queries.handling.lines import Suggested
from huiyin.queries.handling.matter import MatterPage
from huiyin.rules.lifecycle.states import Klass
from huiyin.rules.routing.choose import Declared, Transfer, choose_office
from huiyin.rules.routing.decision import Option
from huiyin.rules.routing.places import PlaceCandidate, PlaceReason
from huiyin.rules.routing.topics import TopicId, TopicSuggestion, topic
from huiyin.rules.routing.wording import reason_text
from huiyin.web.desk.names import office_name, spoken

CERTAIN = 100


@dataclass(frozen=True)
class Best:
    """An office that could take the matter, and why."""

    office: OfficeId
    name: str
    percent: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """At most two offices, the best first, and why a person decides; the reason may be empty."""

    best: tuple[Best, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a matter for choosing an office."""

    suggested: tuple[Suggested, ...]
    topic: str | None
    division: int
    klass: Klass
    denied: frozenset[OfficeId]
    taken: tuple[OfficeId, ...] = ()  # offices that have it already


def suggest(known: Known) -> Suggestion:
    """Return the best offices that are open to the matter and do not have it yet."""
    return _suggest(known, spoken())


@lru_cache(maxsize=4096)
def _suggest(known: Known, language: str) -> Suggestion:
    # The same matters stand in the queue page after page: worked out once, in each language.
    decision = choose_office(
        _topics(known), [_place(known.division)], known.klass.value, Declared(denied=known.denied)
    )
    if isinstance(decision, Transfer):
        return Suggestion(_told((decision,), known, language), "")
    return Suggestion(_told(decision.best_two, known, language), reason_text(decision, language))


def suggestion_for(page: MatterPage) -> Suggestion:
    """Return the best offices for a matter that do not have it yet."""
    matter = page.matter
    taken = tuple(office for office in (matter.bureau, matter.lead) if office is not None)
    return suggest(
        Known(
            suggested=page.suggested,
            topic=matter.topic,
            division=matter.division,
            klass=matter.klass or matter.declared_klass,
            denied=frozenset(matter.denied),
            taken=taken,
        )
    )


def _topics(known: Known) -> list[TopicSuggestion]:
    kept = known.suggested
    if not kept and known.topic:
        kept = (Suggested(topic=known.topic, percent=CERTAIN // 2, words=()),)
    return [
        TopicSuggestion(topic=TopicId(one.topic), score=one.percent / CERTAIN, words=one.words)
        for one in kept
        if _stands(one.topic)
    ]


def _stands(name: str) -> bool:
    try:
        topic(name)
    except Unknown:
        return False
    return True


def _place(code: int) -> PlaceCandidate:
    return PlaceCandidate(code=DivisionCode(code), start=0, end=0, text="", reason=PlaceReason.PICKED)


def _told(options: tuple[Option, ...], known: Known, language: str) -> tuple[Best, ...]:
    return tuple(
        Best(
            office=option.office,
            name=office_name(option.office),
            percent=option.percent,
            reasons=tuple(reason_text(reason, language) for reason in option.reasons),
        )
        for option in options
        if option.office not in known.taken
    )
