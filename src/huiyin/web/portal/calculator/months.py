"""A small picture of the days: one table a month, each day with what it is in the count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.rules.statute.calendars.calendar import ONE_DAY, Skipped, Why
from huiyin.rules.statute.explanation import Explanation
from huiyin.web.portal.due import spoken

MOST_MONTHS = 7
FIRST_SHOWN, LAST_SHOWN = 4, 2
WEEK = 7

# Kind of a day -> the sign in its cell, and what the sign means; in the order of the legend.
SIGNS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "start": (pgettext_lazy("sign of a day", "S"), _("the day it happened, not counted")),
    "counted": ("", _("counted")),
    "weekend": (pgettext_lazy("sign of a day", "w"), _("weekend, not counted")),
    "holiday": (pgettext_lazy("sign of a day", "h"), _("holiday, not counted")),
    "paused": (pgettext_lazy("sign of a day", "p"), _("time left out, not counted")),
    "worked": (pgettext_lazy("sign of a day", "m"), _("weekend day that is worked")),
    "unrolled": (
        pgettext_lazy("sign of a day", "d"),
        _("last day as counted; it falls on a rest day, so act before it"),
    ),
    "warn": (pgettext_lazy("sign of a day", "d"), _("last day as counted, by weekends alone: not final")),
    "binding": (pgettext_lazy("sign of a day", "L"), _("last day in law")),
}


@dataclass(frozen=True)
class Cell:
    """One day; `kind` is empty for a day outside the period."""

    on: date
    kind: str
    sign: str
    says: str


@dataclass(frozen=True)
class Month:
    """A month as weeks of cells from Monday on; None before the first and after the last day."""

    name: str
    weeks: list[list[Cell | None]]


@dataclass(frozen=True)
class Picture:
    """The months from the first to the last day; `left_out` when some in the middle are not drawn."""

    months: list[Month]
    legend: list[tuple[str, str, str]]
    left_out: bool


def picture(explanation: Explanation) -> Picture | None:
    """Return the months of a period; None where there are no days to show: hours, exceptions, open pauses."""
    last = explanation.binding_on or explanation.unrolled_on
    if last is None or explanation.due_at is not None or explanation.exemption is not None:
        return None
    kinds = _kinds(explanation, last)
    wanted = list(_months(min(explanation.started_on, last), max(explanation.started_on, last)))
    left_out = len(wanted) > MOST_MONTHS
    shown = [*wanted[:FIRST_SHOWN], *wanted[-LAST_SHOWN:]] if left_out else wanted
    used = set(kinds.values())
    legend = [(kind, str(sign), str(says)) for kind, (sign, says) in SIGNS.items() if kind in used]
    return Picture([_month(first, kinds, _named(explanation)) for first in shown], legend, left_out)


def _kinds(explanation: Explanation, last: date) -> dict[date, str]:
    first, end = sorted((explanation.started_on, last))
    days = (first + timedelta(days=number) for number in range((end - first).days + 1))
    kinds = dict.fromkeys(days, "counted")
    kinds |= {day.on: "worked" for day in explanation.worked if day.on in kinds}
    kinds |= {day.on: day.why.value for day in explanation.skipped if day.on in kinds}
    for pause in explanation.pauses:
        until = min(pause.last or last, end)
        kinds |= {on: "paused" for on in kinds if pause.first <= on <= until}
    if explanation.unrolled_on in kinds:
        kinds[explanation.unrolled_on] = "warn" if explanation.binding_on is None else "unrolled"
    if explanation.binding_on is not None:
        kinds[explanation.binding_on] = "binding"
    return {**kinds, explanation.started_on: "start"} if explanation.started_on != last else kinds


def _named(explanation: Explanation) -> dict[date, str]:
    """Return the names of festivals by day."""
    named: list[Skipped] = [*explanation.skipped, *explanation.worked]
    return {day.on: day.en if spoken() == "en" else day.zh for day in named if day.why is not Why.PAUSED}


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _month(first: date, kinds: Mapping[date, str], named: Mapping[date, str]) -> Month:
    cells: list[Cell | None] = [None] * first.weekday()
    on = first
    while on.month == first.month:
        cells.append(_cell(on, kinds.get(on, ""), named.get(on, "")))
        on += ONE_DAY
    cells += [None] * (-len(cells) % WEEK)
    name = date_format(first, "F Y" if spoken() == "en" else "Y年n月")
    return Month(name, [cells[place : place + WEEK] for place in range(0, len(cells), WEEK)])


def _cell(on: date, kind: str, name: str) -> Cell:
    sign, says = SIGNS.get(kind, ("", ""))
    return Cell(
        on, kind, str(sign), f"{says} ({name})" if name and kind in {"holiday", "worked"} else str(says)
    )
