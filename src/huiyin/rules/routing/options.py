"""The offices that could take a matter: topic and place lead to an office, topics of one office add up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from huiyin.kernel.ids import DivisionCode, OfficeId
from huiyin.rules.routing.decision import Declared, Option, Reason
from huiyin.rules.routing.offices import competent_office, discipline_organ, office
from huiyin.rules.routing.places import PlaceCandidate
from huiyin.rules.routing.topics import Topic, TopicId, TopicSuggestion, topic

MOST_OPTIONS = 2
MOST_PLACES = 10
MOST_WORDS = 5

_BY_PLACE = "信访工作条例 第二十二条第一款"
_ACCUSED = "信访工作条例 第三十条第三款"
_ACCUSATIONS = "信访工作条例 第三十条第一款"

_Ground = tuple[TopicSuggestion, PlaceCandidate]


def options(suggestions: Sequence[TopicSuggestion], places: Sequence[PlaceCandidate]) -> list[Option]:
    """Return every office the suggestions lead to, best first; several places share the trust.

    Of a text that names very many places, the first ten.
    """
    places = places[:MOST_PLACES]
    found: dict[OfficeId, list[_Ground]] = {}
    for place in places:
        for suggestion in suggestions:
            number = competent_office(suggestion.topic, place.seat)
            found.setdefault(number, []).append((suggestion, place))
    each = (_option(number, grounds, len(places)) for number, grounds in found.items())
    return sorted(each, key=lambda option: (-option.confidence, option.office))


def discipline_options(places: Sequence[PlaceCandidate]) -> list[Option]:
    """Return the discipline organ of each place, where accusations belong (信访工作条例 第三十条第一款)."""
    return [
        Option(
            office=discipline_organ(place.seat),
            topic=TopicId("discipline.other"),
            confidence=0.0,
            reasons=(
                Reason(code="route.discipline", facts={"article": _ACCUSATIONS}),
                Reason(code="route.place", facts=_place_facts(place)),
            ),
        )
        for place in places[:MOST_PLACES]
    ]


def offered(candidates: Sequence[Option], declared: Declared) -> tuple[Option, ...]:
    """Return the two best options that are open to the matter.

    A closed office is replaced by the next-higher one of its kind, then by the discipline organs
    (信访工作条例 第三十条第三款): never by nobody while any of them is open.
    """
    kept: dict[OfficeId, Option] = {}
    for option in candidates:
        number = _open_office(option.office, declared)
        if number is not None and number not in kept and len(kept) < MOST_OPTIONS:
            kept[number] = option if number == option.office else _instead(option, number)
    return tuple(kept.values())


def _option(number: OfficeId, grounds: list[_Ground], places: int) -> Option:
    best, place = max(grounds, key=lambda ground: ground[0].score)
    matter = topic(best.topic)
    return Option(
        office=number,
        topic=matter.id,
        confidence=min(1.0, sum(suggestion.score for suggestion, _ in grounds) / places),
        reasons=(
            Reason(code="route.topic", facts={"topic": matter.id, "words": list(best.words[:MOST_WORDS])}),
            Reason(code="route.place", facts=_place_facts(place)),
            _level_reason(number, matter, place.seat),
        ),
    )


def _place_facts(place: PlaceCandidate) -> dict[str, Any]:
    return {
        "division": place.code,
        "text": place.text,
        "start": place.start,
        "end": place.end,
        "why": place.reason.value,
    }


def _level_reason(number: OfficeId, matter: Topic, seat: DivisionCode) -> Reason:
    raised = office(number).division != seat
    return Reason(
        code="route.level_raised" if raised else "route.level_of_place",
        facts={"office": number, "topic": matter.id, "article": _BY_PLACE},
    )


def _open_office(number: OfficeId, declared: Declared) -> OfficeId | None:
    organs = _upwards(discipline_organ(office(number).division))
    return next((each for each in (*_upwards(number), *organs) if each not in declared.closed), None)


def _upwards(number: OfficeId) -> list[OfficeId]:
    line = [number]
    above = office(number).parent
    while above is not None:
        line.append(above)
        above = office(above).parent
    return line


def _instead(option: Option, number: OfficeId) -> Option:
    replaced = Reason(code="route.instead", facts={"office": number, "article": _ACCUSED})
    kept = tuple(reason for reason in option.reasons if not reason.code.startswith("route.level"))
    return replace(option, office=number, reasons=(*kept, replaced))
