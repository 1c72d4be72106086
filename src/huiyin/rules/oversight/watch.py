"""When whom to remind of a day that comes near, as data: settings of an installation, not law."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import OfficeId

UNTOLD = 999  # stands for "nobody has been reminded of this day yet"; every distance is smaller
OVER = -1  # the day after the binding day
FARTHEST = 366
_KEYS = {"source", "supervise_after_days", "duty", "window"}


class Level(StrEnum):
    """Who is reminded, from the nearest to the highest."""

    HANDLER = "handler"  # who handles the part
    HEAD = "head"  # the head of that office
    BUREAU = "bureau"  # the petition bureau that registered the matter
    PETITIONER = "petitioner"  # of a window: a right that ends


DUTY_LEVELS = frozenset({Level.HANDLER, Level.HEAD, Level.BUREAU})
WINDOW_LEVELS = frozenset({Level.PETITIONER})


@dataclass(frozen=True, kw_only=True)
class Stage:
    """So many days before the binding day these are reminded."""

    days_before: int
    to: tuple[Level, ...]

    def is_due(self, binding_on: date, today: date) -> bool:
        """Return whether the stage has been reached."""
        return binding_on - timedelta(days=self.days_before) <= today


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The stages of duties and of a petitioner's windows, the farthest first.

    `former` are all distances that stood here before: clocks may still carry them.
    """

    duty: tuple[Stage, ...]
    window: tuple[Stage, ...]
    supervise_after_days: int
    former: frozenset[int] = frozenset()

    def stages(self, *, window: bool) -> tuple[Stage, ...]:
        """Return the stages of windows, or of duties."""
        return self.window if window else self.duty

    def told_before(self, stage: Stage, *, window: bool) -> tuple[int, ...]:
        """Return what a clock may carry that has not been told of this stage yet, sorted."""
        known = {UNTOLD, *self.former, *(one.days_before for one in self.stages(window=window))}
        return tuple(sorted(distance for distance in known if distance > stage.days_before))

    def newest(self, binding_on: date, today: date, *, window: bool) -> Stage | None:
        """Return the latest stage that is due; None while none is."""
        due = [stage for stage in self.stages(window=window) if stage.is_due(binding_on, today)]
        return due[-1] if due else None

    @property
    def plain(self) -> dict[str, Any]:
        """The settings as plain data, as `read_watch` takes them."""
        return {
            "supervise_after_days": self.supervise_after_days,
            "duty": [_plain(stage) for stage in self.duty],
            "window": [_plain(stage) for stage in self.window],
            "former": sorted(self.former),
        }


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody to be reminded; `office` is None for the petitioner."""

    level: Level
    office: OfficeId | None


def recipients(
    stage: Stage, *, office: OfficeId | None, bureau: OfficeId, denied: frozenset[OfficeId]
) -> tuple[Recipient, ...]:
    """Return whom a stage reminds: never an office that an accusation is made against (第三十条第三款).

    `office` is whose duty it is; the bureau's own duties go no higher than its head.
    """
    found = []
    for level in stage.to:
        if level is Level.PETITIONER:
            found.append(Recipient(level=level, office=None))
            continue
        whose = bureau if level is Level.BUREAU or office is None else office
        doubled = level is Level.BUREAU and office in {None, bureau}
        if whose not in denied and not doubled:
            found.append(Recipient(level=level, office=whose))
    return tuple(found)


def read_watch(plain: Mapping[str, Any]) -> Watch:
    """Return the settings in plain data; Invalid ``watch.*`` says what is wrong with them."""
    if plain.keys() - _KEYS - {"former"}:
        raise Invalid("watch.unknown_key", field=min(plain.keys() - _KEYS - {"former"}))
    days = plain.get("supervise_after_days")
    if not isinstance(days, int) or not 0 <= days <= FARTHEST:
        raise Invalid("watch.days", field="supervise_after_days")
    return Watch(
        duty=_stages(plain.get("duty", ()), DUTY_LEVELS, "duty"),
        window=_stages(plain.get("window", ()), WINDOW_LEVELS, "window"),
        supervise_after_days=days,
        former=frozenset(int(one) for one in plain.get("former", ())),
    )


@lru_cache
def shipped_watch() -> Watch:
    """Return the settings that stand until somebody sets others."""
    return read_watch(tomllib.loads(files(__package__).joinpath("watch.toml").read_text("utf-8")))


def _stages(tables: Sequence[Mapping[str, Any]], allowed: frozenset[Level], field: str) -> tuple[Stage, ...]:
    stages = tuple(_stage(table, allowed, field) for table in tables)
    distances = [stage.days_before for stage in stages]
    # What is overdue or over is looked at on the day after, whoever is told: supervision begins there.
    if distances != sorted(set(distances), reverse=True) or distances[-1:] != [OVER]:
        raise Invalid("watch.order", field=field)
    return stages


def _stage(table: Mapping[str, Any], allowed: frozenset[Level], field: str) -> Stage:
    days, to = table.get("days_before"), table.get("to")
    if not isinstance(days, int) or not OVER <= days <= FARTHEST:
        raise Invalid("watch.days", field=field)
    if not isinstance(to, list) or not set(to) <= allowed or table.keys() - {"days_before", "to"}:
        raise Invalid("watch.levels", field=field)
    return Stage(days_before=days, to=tuple(Level(one) for one in to))


def _plain(stage: Stage) -> dict[str, Any]:
    return {"days_before": stage.days_before, "to": [level.value for level in stage.to]}
