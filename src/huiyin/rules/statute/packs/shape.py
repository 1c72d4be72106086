"""What a rule pack is made of: dated numbers, each rule with its article, each pack with its status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.events import EventName, Facts, FactValue

UNKNOWN = "unknown"


class Status(StrEnum):
    """What binds an office to a pack."""

    LAW = "law"
    LOCAL = "local"
    INTERNAL_TARGET = "internal_target"
    DEMONSTRATION = "demonstration"


class Kind(StrEnum):
    """What a rule is: only clocks and windows are started by events."""

    CLOCK = "clock"  # a duty: past its end it is overdue
    WINDOW = "window"  # a right or an option: past its end it lapses
    DUTY = "duty"  # a recurring duty without a day of its own
    LIMIT = "limit"  # a number that is no length of time
    SETTING = "setting"  # a distance or number that is not law


class DutyOf(StrEnum):
    """Whose clock it is."""

    BUREAU = "bureau"
    OFFICE = "office"
    REVIEW_OFFICE = "review_office"
    REEXAMINATION_OFFICE = "reexamination_office"
    PETITIONER = "petitioner"
    COMMITTEE = "committee"
    UNIT = "unit"
    AUTHORITY = "authority"
    PROCURATORATE = "procuratorate"
    DISCIPLINE_ORGAN = "discipline_organ"
    RECONSIDERATION_ORGAN = "reconsideration_organ"
    APPLICANT = "applicant"
    SYSTEM = "system"


class SetBy(StrEnum):
    """Whether the event that starts a clock may carry its own length (a letter, another law)."""

    RULE = "rule"  # no: the length is the rule's
    EVENT = "event"  # it must: without one there is no clock
    EVENT_PREVAILS = "event_prevails"  # it may, citing the law that says so


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The same words in simplified Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A provision: its short code as in the table of rules, the instrument and article in both languages."""

    code: str
    instrument: Words
    article: Words

    @property
    def text(self) -> str:
        """As cited in the law, such as ``信访工作条例 第三十四条``."""
        return f"{self.instrument.zh} {self.article.zh}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """Facts that must hold: each named fact has one of the values; an absent fact is ``unknown``."""

    terms: tuple[tuple[str, frozenset[FactValue]], ...]

    def holds(self, own: Facts, matter: Facts) -> bool:
        """True when every term holds; an event's own facts prevail over those of the matter."""
        for name, values in self.terms:
            value = own.get(name)
            if value is None:
                value = matter.get(name)
            if (UNKNOWN if value is None else value) not in values:
                return False
        return True


@dataclass(frozen=True, kw_only=True, slots=True)
class Length:
    """A number and the days from and to which it is the law, both included."""

    starts_on: date
    ends_on: date | None
    number: int

    def covers(self, on: date) -> bool:
        """True when this number is in force on the day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtensionTerms:
    """When a clock may be extended: by which event, how often, how far at most, approved by whom.

    `cap` is in the rule's unit, None when nothing is fixed; `times` 0 means as often as needed; an empty
    `approvers` asks for no approval.
    """

    event: EventName
    article: Citation
    cap: int | None
    times: int
    approvers: frozenset[str]
    reason_needed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PauseTerms:
    """Days that are not counted: from the day of `starts` to the day of `ends`, both included."""

    starts: EventName
    ends: EventName
    article: Citation
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExceptionTerms:
    """When a duty does not exist, and why; `starts` narrows it to clocks these events start, if not empty."""

    reason: str
    article: Citation
    when: Condition
    starts: frozenset[EventName]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One row of the table of rules.

    `ended_by` holds every event of the rule's own that stops it, those of `met_by` among them; events of
    `ended_with_matter` stop the clocks of all offices. A setting of the name `length_setting` or
    `unit_setting` prevails over length and unit; `counts_from` names the fact of the event that holds the
    day to count from, when it is not the day of the event.
    """

    id: str
    kind: Kind
    title: Words
    article: Citation
    duty_of: DutyOf
    started_by: tuple[EventName, ...]
    met_by: frozenset[EventName]
    ended_by: frozenset[EventName]
    ended_with_matter: frozenset[EventName]
    when: Condition
    unit: Unit
    rolls: bool
    before: bool
    lengths: tuple[Length, ...]
    set_by: SetBy
    length_setting: str
    unit_setting: str
    counts_from: str
    office_from: str
    posting_counts: bool
    extension: ExtensionTerms | None
    pauses: tuple[PauseTerms, ...]
    exemptions: tuple[ExceptionTerms, ...]
    absences: tuple[ExceptionTerms, ...]

    def length_on(self, on: date) -> int | None:
        """Return the number in force on the day, or None when the rule does not stand then."""
        for length in self.lengths:
            if length.covers(on):
                return length.number
        return None


@dataclass(frozen=True, kw_only=True, eq=False)
class Pack:
    """A rule pack as loaded; the same file is the same object within a process.

    `by_default` False: it applies only where somebody has put it in force. `verified` False: nobody has read
    its source, and every explanation says so. `applies` is what a triggering event must meet besides its day
    and place: kind of office, class, route.
    """

    id: str
    version: str
    digest: str
    status: Status
    family: str
    jurisdiction: str
    by_default: bool
    verified: bool
    note: Words | None
    applies: Condition
    title: Words
    instrument: Words
    starts_on: date
    ends_on: date | None
    reminder_days: int
    rules: Mapping[str, Rule]
    started_by: Mapping[EventName, tuple[Rule, ...]]

    def in_force(self, on: date) -> bool:
        """True when the pack applies to an event of that day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)
