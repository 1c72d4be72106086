"""The page of the public figures, and its tables as files."""

import csv
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.prepare import house
from huiyin.queries.outreach.figures import Figure, Figures, figures, published_periods
from huiyin.rules.disclosure.measures import ALL_TOPICS, COUNTS, PROVINCE, PROVINCE_ONLY, Measure
from huiyin.rules.disclosure.periods import Period
from huiyin.web.portal.due import spoken
from huiyin.web.portal.figures import shown
from huiyin.web.portal.figures.tiles import TILES
from huiyin.web.portal.figures.words import FIGURES, place_name, topic_name
from huiyin.web.shared.templatetags.dates import day

BYTE_ORDER = "﻿"  # spreadsheets take the file for what it is
CUTS = ("places", "topics", "crossed")
A_MONTH = timedelta(days=31)


@require_safe
def public_figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period; the newest unless asked for another."""
    demo = _demo(request)
    periods = published_periods(demo=demo)
    found = _found(request, periods, demo=demo)
    context: dict[str, Any] = {"demo_figures": demo, "both": _both(), "found": found}
    if found is not None:
        measure = _measure(request)
        context |= {
            "periods": [(one.first_on.isoformat(), told(one), one == found.period) for one in periods],
            "period": told(found.period),
            "headlines": shown.headlines(found, demo=demo),
            "measure": measure,
            "told": FIGURES[measure],
            "measures": [(one.value, FIGURES[one].name, one is measure) for one in shown.HEADLINES],
            "tiles": shown.tiles(found, measure),
            "bars": shown.bars(found, measure),
            "places": shown.by_place(found),
            "topics": shown.by_topic(found),
            "columns": list(FIGURES.values()),
            "crossed": shown.crossed(found, measure if measure in COUNTS else Measure.RECEIVED),
            "cross_measure": FIGURES[measure if measure in COUNTS else Measure.RECEIVED],
            "cross_columns": [*(topic_name(one) for one in shown.topic_ids()), _("All topics")],
            "definitions": list(FIGURES.items()),
        }
    return render(request, "portal/figures.html", context)


@require_safe
def figures_file(request: HttpRequest, cut: str) -> HttpResponse:
    """Give a table as CSV: one line a number, with its denominator and whether it is suppressed."""
    demo = _demo(request)
    found = _found(request, published_periods(demo=demo), demo=demo)
    if found is None or cut not in CUTS:
        raise Http404
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["first_on", "last_on", "as_of", "demonstration", "place", "place_name", "topic", "topic_name",
         "measure", "value", "base", "status"]
    )  # fmt: skip
    writer.writerows(_lines(found, cut, demo=demo))
    response = HttpResponse(BYTE_ORDER + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"huiyin-figures-{cut}-{found.period.first_on}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def told(period: Period) -> str:
    """Return a period in words: a year, a month, or its first and last day."""
    first, last = period.first_on, period.last_on
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return _("the year %(year)s") % {"year": first.year}
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and last - first < A_MONTH:
        return date_format(first, "F Y" if spoken() == "en" else "Y年n月")
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def _lines(found: Figures, cut: str, *, demo: bool) -> Iterator[list[Any]]:
    for measure, place, topic in _wanted(cut):
        figure = found.at(measure, place, topic)
        if figure is not None:
            yield [
                found.period.first_on,
                found.period.last_on,
                found.as_of.isoformat(),
                "yes" if demo else "no",
                place,
                place_name(place),
                topic,
                topic_name(topic) if topic else _("All topics"),
                measure.value,
                "" if figure.value is None else figure.value,
                "" if figure.base is None else figure.base,
                _status(figure),
            ]


def _status(figure: Figure) -> str:
    return "suppressed" if figure.suppressed else "published"


def _wanted(cut: str) -> Iterable[tuple[Measure, int, str]]:
    codes, names = [*TILES, PROVINCE_ONLY, PROVINCE], [*shown.topic_ids(), ALL_TOPICS]
    if cut == "places":
        return ((measure, code, ALL_TOPICS) for measure in Measure for code in codes)
    if cut == "topics":
        return ((measure, PROVINCE, name) for measure in Measure for name in names)
    counts = [measure for measure in Measure if measure in COUNTS]
    return ((measure, code, name) for measure in counts for code in codes for name in names)


def _measure(request: HttpRequest) -> Measure:
    asked = request.GET.get("show", "")
    return Measure(asked) if asked in {one.value for one in shown.HEADLINES} else Measure.RECEIVED


def _found(request: HttpRequest, periods: list[Period], *, demo: bool) -> Figures | None:
    asked = request.GET.get("from", "")
    chosen = next((one for one in periods if one.first_on.isoformat() == asked), None)
    period = chosen or next(iter(periods), None)
    return figures(period, demo=demo) if period else None


def _both() -> bool:
    return all(published_periods(demo=demo) for demo in (False, True))


def _demo(request: HttpRequest) -> bool:
    """Return whether made matters are shown: in a demonstration unless excluded, else only on request."""
    asked = request.GET.get("demo", "")
    return house.mode().demo if asked not in {"0", "1"} else asked == "1"
