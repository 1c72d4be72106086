"""How a date came about, as an object that pages, documents, the API and the command line all show."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from huiyin.kernel.canonical import plain
from huiyin.kernel.ids import OfficeId
from huiyin.rules.statute.calendars.calendar import Skipped
from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.packs.shape import Citation, DutyOf, Kind, Status, Words


class Provisional(StrEnum):
    """Why a date does not bind yet."""

    CALENDAR_UNKNOWN = "calendar_unknown"  # the days off of that year are not announced or not held here
    PAUSED = "paused"  # the time not counted has not ended


class LengthFrom(StrEnum):
    """Where the length of a period comes from."""

    RULE = "rule"
    SETTING = "setting"
    EVENT = "event"
    OTHER_LAW = "other_law"


class Refusal(StrEnum):
    """Why an extension does not move the date."""

    TOO_LATE = "too_late"  # made after the period had ended
    ALREADY_EXTENDED = "already_extended"
    NOT_APPROVED = "not_approved"  # not by the role the article names
    NO_REASON = "no_reason"
    NO_DAYS = "no_days"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """Days not counted, both included; `last` is None while they go on."""

    first: date
    last: date | None
    reason: str
    article: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    """An extension asked for on a day: how much was asked, how much counts, by whom and why.

    `refused` is None when it counts; then `number` is what it adds, never beyond the cap of the article.
    """

    on: date
    asked: int
    number: int
    approved_by_role: str
    reason_code: str
    told_on: date | None
    article: Citation
    refused: Refusal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Exempted:
    """A provision under which the duty does not exist for this matter."""

    reason: str
    article: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """Why a rule gives this matter no clock at all, and which provision gives it another way."""

    rule_id: str
    title: Words
    article: Citation
    number: int
    unit: Unit
    reason: str
    because: Citation
    pack_id: str
    pack_version: str

    def plain(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return {
            "rule": self.rule_id,
            "pack": self.pack_id,
            "pack_version": self.pack_version,
            "article": self.article.text,
            "reason": self.reason,
            "because": self.because.text,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Everything that made a date: nothing else went into it, so anyone can recompute it.

    `started_on` is the day counted from: of the event, or the one its fact `counted_from` names. While the
    calendar leaves the date open, `awaits_year` is the first year whose days off are not known.
    """

    rule_id: str
    kind: Kind
    title: Words
    article: Citation
    duty_of: DutyOf
    office: OfficeId | None
    pack_id: str
    pack_version: str
    pack_digest: str
    pack_status: Status
    verified: bool
    calendar_id: str
    started_by: EventName
    started_on: date
    number: int
    unit: Unit
    rolls: bool
    before: bool
    counted_from: str
    length_from: LengthFrom
    length_cited: str
    set_on: date | None
    skipped: tuple[Skipped, ...]
    worked: tuple[Skipped, ...]
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    exemption: Exempted | None
    unrolled_on: date | None
    binding_on: date | None
    due_at: datetime | None
    provisional: Provisional | None
    awaits_year: int | None
    settled: bool

    def plain(self) -> dict[str, Any]:
        """Return JSON-able data: dates as ISO 8601, words in both languages."""
        return {
            "rule": self.rule_id,
            "kind": self.kind.value,
            "title": _words(self.title),
            "article": self.article.text,
            "article_code": self.article.code,
            "article_en": f"{self.article.instrument.en}, {self.article.article.en}",
            "duty_of": self.duty_of.value,
            "office": self.office,
            "pack": self.pack_id,
            "pack_version": self.pack_version,
            "pack_digest": self.pack_digest,
            "pack_status": self.pack_status.value,
            "verified": self.verified,
            "calendar": self.calendar_id,
            "started_by": self.started_by.value,
            "started_on": self.started_on.isoformat(),
            "number": self.number,
            "unit": self.unit.value,
            "rolls": self.rolls,
            "before": self.before,
            "counted_from": self.counted_from,
            "length_from": self.length_from.value,
            "length_cited": self.length_cited,
            "set_on": plain(self.set_on),
            "skipped": [_skipped(day) for day in self.skipped],
            "worked": [_skipped(day) for day in self.worked],
            "pauses": [_pause(pause) for pause in self.pauses],
            "extensions": [_extension(extension) for extension in self.extensions],
            "exemption": _exempted(self.exemption),
            "unrolled_on": plain(self.unrolled_on),
            "binding_on": plain(self.binding_on),
            "due_at": plain(self.due_at),
            "provisional": plain(self.provisional),
            "awaits_year": self.awaits_year,
            "settled": self.settled,
        }


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _skipped(day: Skipped) -> dict[str, str]:
    return {"on": day.on.isoformat(), "why": day.why.value, "zh": day.zh, "en": day.en}


def _pause(pause: Pause) -> dict[str, Any]:
    return {
        "first": pause.first.isoformat(),
        "last": plain(pause.last),
        "reason": pause.reason,
        "article": pause.article.text,
    }


def _extension(extension: Extension) -> dict[str, Any]:
    return {
        "on": extension.on.isoformat(),
        "asked": extension.asked,
        "number": extension.number,
        "approved_by_role": extension.approved_by_role,
        "reason_code": extension.reason_code,
        "told_on": plain(extension.told_on),
        "article": extension.article.text,
        "refused": plain(extension.refused),
    }


def _exempted(exempted: Exempted | None) -> dict[str, str] | None:
    return None if exempted is None else {"reason": exempted.reason, "article": exempted.article.text}
