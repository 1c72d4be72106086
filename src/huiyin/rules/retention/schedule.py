"""A schedule of classes and periods as data: read, checked; and the draft shipped, in force nowhere."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from huiyin.kernel.errors import Invalid
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.roles import RIGHTS, Role
from huiyin.rules.statute.packs.shape import Words

PERMANENT = 0
PERIODS = (PERMANENT, 30, 10)  # 国家档案局令第8号 第六条 (a secondary source): permanent, 30 years, 10 years
SHORTEST = 10
_KEYS = {"runs_from", "classes"}
_CLASS = {"id", "name", "years", "when", "by_hand", "approved_by", "certainty"}
_LONGEST = 60  # characters of a name


class RunsFrom(StrEnum):
    """From which day a period runs."""

    NEXT_YEAR = "next_year"  # 1 January after the closing
    CLOSING = "closing"  # the day after it


class Fact(StrEnum):
    """What is recorded of a closed matter that can decide its class."""

    ACCUSATION = "accusation"
    CLAIM = "claim"
    DECLINED = "declined"
    JOINT = "joint"
    REDIRECTED = "redirected"
    REEXAMINED = "reexamined"
    REVIEWED = "reviewed"
    SUGGESTION = "suggestion"


class Certainty(StrEnum):
    """How well a figure is known."""

    CERTAIN = "certain"
    SECONDARY = "secondary"
    SUGGESTED = "suggested"


@dataclass(frozen=True, kw_only=True)
class Category:
    """A class of matters: how long it is kept (0: for ever), what makes a matter one, who approves."""

    id: str
    name: Words
    years: int
    when: tuple[Fact, ...] = ()
    by_hand: bool = False
    approved_by: tuple[Role, ...] = (Role.HEAD,)
    certainty: Certainty = Certainty.SUGGESTED

    def fits(self, facts: frozenset[Fact]) -> bool:
        """Return whether a matter of which these facts are recorded belongs here by itself."""
        return not self.by_hand and facts.issuperset(self.when)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Classes in their order, the first that fits counts; the last fits every matter."""

    runs_from: RunsFrom
    classes: tuple[Category, ...]

    def category(self, name: str) -> Category | None:
        """Return the class of this id."""
        return next((one for one in self.classes if one.id == name), None)

    def derived(self, facts: frozenset[Fact]) -> Category:
        """Return the class that these facts give."""
        return next(one for one in self.classes if one.fits(facts))

    @property
    def plain(self) -> dict[str, Any]:
        """The schedule as plain data, as `read_schedule` takes it."""
        return {"runs_from": self.runs_from.value, "classes": [_plain(one) for one in self.classes]}


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """A schedule that an office set: from when on, and which approval it relies on."""

    id: UUID
    effective_on: date
    approval: str
    schedule: Schedule


def schedule_of(adopted: Sequence[Adopted], closed_on: date, *, on: date) -> Adopted | None:
    """Return the schedule by which a matter closed on a day is kept, as things stand `on` another.

    `adopted` in the order in which they take effect. The one in force on the day of closing; for what was
    closed before the office had any, the one in force now. None while the office has none in force.
    """
    effective = [one for one in adopted if one.effective_on <= on]
    then = [one for one in effective if one.effective_on <= closed_on]
    return next(reversed(then or effective), None)


@dataclass(frozen=True, kw_only=True)
class Floor:
    """What else has to be kept, at least so long: its article, and what that means in this house."""

    name: Words
    keep: Words
    article: Words
    certainty: Certainty
    here: Words


def read_schedule(plain: Mapping[str, Any]) -> Schedule:
    """Return the schedule in plain data; Invalid ``schedule.*`` says what is wrong with it."""
    if set(plain) != _KEYS:
        raise Invalid("schedule.keys", field=min(set(plain) ^ _KEYS))
    if plain["runs_from"] not in list(RunsFrom):
        raise Invalid("schedule.runs_from", field="runs_from")
    classes = tuple(_category(one) for one in plain["classes"])
    names = [one.id for one in classes]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise Invalid("schedule.doubled", field=doubled)
    # The last class takes what no other takes, so that every matter has a period; none stands behind it.
    if [one for one in classes if one.fits(frozenset())] != list(classes[-1:]) or not classes:
        raise Invalid("schedule.last", field="classes")
    return Schedule(runs_from=RunsFrom(plain["runs_from"]), classes=classes)


@lru_cache
def shipped_schedule() -> Schedule:
    """Return the draft that is shipped: a suggestion, in force nowhere until an office sets it."""
    return read_schedule({name: _shipped()[name] for name in _KEYS})


@lru_cache
def about_schedule() -> Mapping[str, Words]:
    """Return what the draft says of itself: that it is not verified, and where its figures come from."""
    said = {"note": _shipped()["note"], **_shipped()["about"]}
    return {name: Words(**both) for name, both in said.items()}


@lru_cache
def floors() -> tuple[Floor, ...]:
    """Return what else has to be kept, and how long at least."""
    return tuple(
        Floor(
            name=Words(**one["name"]),
            keep=Words(**one["keep"]),
            article=Words(**one["article"]),
            certainty=Certainty(one["certainty"]),
            here=Words(**one["here"]),
        )
        for one in _shipped()["floors"]
    )


def _shipped() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("schedule.toml").read_text("utf-8"))


def _category(plain: Mapping[str, Any]) -> Category:
    name = str(plain.get("id", ""))
    if not name.isidentifier() or not name.isascii() or set(plain) - _CLASS:
        raise Invalid("schedule.class", field=name)
    words = plain.get("name", {})
    if set(words) != {"zh", "en"} or not all(0 < len(one) <= _LONGEST for one in words.values()):
        raise Invalid("schedule.name", field=name)
    if type(plain.get("years")) is not int or plain["years"] not in PERIODS:
        raise Invalid("schedule.years", field=name)
    when, approvers = plain.get("when", ()), plain.get("approved_by", ())
    if not set(when) <= set(Fact):
        raise Invalid("schedule.when", field=name)
    if not approvers or not set(approvers) <= set(approving_roles()):
        raise Invalid("schedule.approved_by", field=name)
    return Category(
        id=name,
        name=Words(**words),
        years=plain["years"],
        when=tuple(Fact(one) for one in when),
        by_hand=plain.get("by_hand", False) is True,
        approved_by=tuple(Role(one) for one in approvers),
        certainty=Certainty(plain.get("certainty", Certainty.SUGGESTED)),
    )


def approving_roles() -> tuple[Role, ...]:
    """Return the roles that can approve a destruction list at all."""
    return tuple(role for role in RIGHTS if Permission.EVIDENCE_DESTRUCTION_APPROVE in RIGHTS[role])


def _plain(one: Category) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": {"zh": one.name.zh, "en": one.name.en},
        "years": one.years,
        "when": [fact.value for fact in one.when],
        "by_hand": one.by_hand,
        "approved_by": [role.value for role in one.approved_by],
        "certainty": one.certainty.value,
    }
