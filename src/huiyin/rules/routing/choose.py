"""Which office a matter goes to: by itself when all is clear, else a person decides (第二十二条)."""

from collections.abc import Sequence
from typing import Any

from huiyin.rules.routing.decision import (
    AskHuman,
    AskReason,
    Declared,
    Option,
    Reason,
    RoutingDecision,
    Transfer,
)
from huiyin.rules.routing.divisions import Level, level_of
from huiyin.rules.routing.options import MOST_PLACES, discipline_options, offered, options
from huiyin.rules.routing.places import PlaceCandidate
from huiyin.rules.routing.topics import Hold, TopicSuggestion, topic

__all__ = [
    "AskHuman",
    "AskReason",
    "Declared",
    "Option",
    "Reason",
    "RoutingDecision",
    "Transfer",
    "choose_office",
]

THRESHOLD = 0.8  # trust in the office needed for a transfer without a person
HOLD_FLOOR = 0.15  # trust in a topic of litigation or discipline from which a person looks

_ACCUSATION = "accusation"
_MOVES = frozenset({"claim", "suggestion"})

_HELD = "信访工作条例 第二十二条第二款"
_ACCUSED = "信访工作条例 第三十条第三款"

_Asked = tuple[AskReason, dict[str, Any]]


def choose_office(
    suggestions: Sequence[TopicSuggestion],
    places: Sequence[PlaceCandidate],
    klass: str | None,
    declared: Declared,
) -> RoutingDecision:
    """Return the office that gets the matter, or why a person must decide.

    A transfer only when the class is ``claim`` or ``suggestion``, nobody is accused, one place is
    certain, the topics of one competent office together reach `THRESHOLD`, no topic of litigation or
    discipline reaches `HOLD_FLOOR`, and the office is neither denied nor named in the text.
    """
    candidates = options(suggestions, places)
    asked = (
        _ask_by_class(klass, declared)
        or _ask_by_topic(suggestions)
        or _ask_by_place(places, candidates)
        or _ask_by_office(candidates[0], declared)
    )
    if asked is None:
        best = candidates[0]
        return Transfer(
            office=best.office, topic=best.topic, confidence=best.confidence, reasons=best.reasons
        )
    reason, facts = asked
    if reason is AskReason.ACCUSATION:
        candidates = [*discipline_options(places), *candidates]
    return AskHuman(reason=reason, facts=facts, best_two=offered(candidates, declared))


def _ask_by_class(klass: str | None, declared: Declared) -> _Asked | None:
    if klass == _ACCUSATION or declared.accused:
        return AskReason.ACCUSATION, {"article": _ACCUSED}
    if klass not in _MOVES:
        return AskReason.CLASS_OPEN, {}
    return None


def _ask_by_topic(suggestions: Sequence[TopicSuggestion]) -> _Asked | None:
    if not suggestions:
        return AskReason.NO_TOPIC, {}
    trust: dict[Hold, float] = {}
    for suggestion in suggestions:
        hold = topic(suggestion.topic).hold
        if hold is not None:
            trust[hold] = trust.get(hold, 0.0) + suggestion.score
    for hold, score in sorted(trust.items()):
        if score >= HOLD_FLOOR:
            return AskReason.HELD_TOPIC, {"hold": hold.value, "article": _HELD}
    return None


def _ask_by_place(places: Sequence[PlaceCandidate], candidates: Sequence[Option]) -> _Asked | None:
    if not places:
        return AskReason.NO_PLACE, {}
    if len(places) > 1:
        return AskReason.SEVERAL_PLACES, {"divisions": [place.code for place in places[:MOST_PLACES]]}
    place = places[0]
    if not place.certain:
        return AskReason.PLACE_UNSURE, {"division": place.code, "text": place.text}
    if level_of(place.code) is Level.PROVINCE and topic(candidates[0].topic).lowest is not Level.PROVINCE:
        return AskReason.PLACE_TOO_WIDE, {"division": place.code}
    return None


def _ask_by_office(best: Option, declared: Declared) -> _Asked | None:
    if best.office in declared.denied:
        return AskReason.OFFICE_DENIED, {}
    if best.office in declared.named:
        return AskReason.OFFICE_NAMED, {"office": best.office}
    if best.confidence < THRESHOLD:
        return AskReason.TOPIC_UNSURE, {"topic": best.topic, "percent": best.percent}
    return None
