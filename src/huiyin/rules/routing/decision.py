"""What a routing decision is made of: reasons as data, options, a transfer or a question to a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from huiyin.kernel.ids import OfficeId
from huiyin.rules.routing.topics import TopicId


class AskReason(StrEnum):
    """Why a person decides."""

    ACCUSATION = "ask.accusation"
    CLASS_OPEN = "ask.class_open"
    HELD_TOPIC = "ask.held_topic"
    NO_TOPIC = "ask.no_topic"
    NO_PLACE = "ask.no_place"
    PLACE_TOO_WIDE = "ask.place_too_wide"
    PLACE_UNSURE = "ask.place_unsure"
    SEVERAL_PLACES = "ask.several_places"
    TOPIC_UNSURE = "ask.topic_unsure"
    OFFICE_NAMED = "ask.office_named"
    OFFICE_DENIED = "ask.office_denied"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason as data; `wording.reason_text` says it.

    Facts hold whole numbers, texts and lists of them, ready for canonical bytes, and no personal data.
    """

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What is known about offices of this matter.

    `accused` are those an accusation or a report of retaliation is about, `denied` those that may learn
    nothing for another reason, `named` those whose name stands in the text, undecided.
    """

    accused: frozenset[OfficeId] = frozenset()
    denied: frozenset[OfficeId] = frozenset()
    named: frozenset[OfficeId] = frozenset()

    @property
    def closed(self) -> frozenset[OfficeId]:
        """Every office that must not get the matter."""
        return self.accused | self.denied


@dataclass(frozen=True, kw_only=True)
class Option:
    """An office that could take the matter, with the trust in it from 0 to 1 and why."""

    office: OfficeId
    topic: TopicId
    confidence: float
    reasons: tuple[Reason, ...]

    @property
    def percent(self) -> int:
        """The trust in whole percent, rounded down: canonical bytes hold no fractions."""
        return int(self.confidence * 100)


@dataclass(frozen=True, kw_only=True)
class Transfer(Option):
    """The matter goes to `office` by itself."""


@dataclass(frozen=True, kw_only=True)
class AskHuman:
    """A person of the bureau decides; at most two options, the best first, none closed to it."""

    reason: AskReason
    facts: Mapping[str, Any] = field(default_factory=dict)
    best_two: tuple[Option, ...] = ()


RoutingDecision = Transfer | AskHuman
