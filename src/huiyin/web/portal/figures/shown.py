"""Published figures as the page shows them: numbers with their base, tiles, bars, rows, small lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.queries.outreach.figures import Figure, Figures, over_time
from huiyin.rules.disclosure.measures import (
    ALL_TOPICS,
    COUNTS,
    NO_TOPIC,
    PROVINCE,
    PROVINCE_ONLY,
    Measure,
)
from huiyin.rules.disclosure.periods import Period
from huiyin.rules.routing.topics import topics
from huiyin.web.portal.due import spoken
from huiyin.web.portal.figures.tiles import TILES, step
from huiyin.web.portal.figures.words import FIGURES, Told, Words, place_name, topic_name

HEADLINES = (
    Measure.RECEIVED,
    Measure.CONCLUDED,
    Measure.NOTICE_IN_TIME,
    Measure.ANSWER_IN_TIME,
    Measure.DAYS_MEDIAN,
    Measure.BUREAU_SATISFIED,
    Measure.OFFICE_SATISFIED,
)
BESIDE = {
    Measure.DAYS_MEDIAN: Measure.DAYS_P90,
    Measure.BUREAU_SATISFIED: Measure.BUREAU_RESPONSE,
    Measure.OFFICE_SATISFIED: Measure.OFFICE_RESPONSE,
}
LINE_WIDTH, LINE_HEIGHT = 120, 28  # of a small line over time, in its own units


@dataclass(frozen=True)
class Number:
    """A published number in words: `text` is a dash when it is hidden or there is none."""

    text: str
    unit: Words
    base: str
    hidden: bool
    value: int | None


@dataclass(frozen=True)
class Headline:
    """One figure of the whole province, with what stands beside it and how it went over time."""

    measure: Measure
    told: Told
    number: Number
    beside: str
    points: str
    periods: int
    pending: bool  # not published yet for this period


@dataclass(frozen=True)
class Tile:
    """A prefecture in the grid."""

    code: int
    name: str
    number: Number
    shade: int


@dataclass(frozen=True)
class Bar:
    """A topic with a bar; `share` is 0 to 100."""

    name: str
    number: Number
    share: int


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    code: str
    name: str
    numbers: list[Number]


def number(measure: Measure, figure: Figure | None) -> Number:
    """Return a figure as it is shown."""
    told = FIGURES[measure]
    if figure is None or figure.suppressed:
        return Number("—", "", "", hidden=figure is not None, value=None)
    base = "" if measure in COUNTS else _("of %(count)s") % {"count": f"{figure.base:,}"}
    if figure.value is None:
        return Number("—", "", base, hidden=False, value=None)
    return Number(f"{figure.value:,}", told.unit, base, hidden=False, value=figure.value)


def headlines(found: Figures, *, demo: bool) -> list[Headline]:
    """Return the figures of the whole province."""
    lines = over_time(demo=demo)
    return [_headline(found, measure, lines[measure]) for measure in HEADLINES]


def tiles(found: Figures, measure: Measure) -> list[Tile]:
    """Return the grid of prefectures for one measure; a fifth of those shown has each shade."""
    numbers = {code: number(measure, found.at(measure, code)) for code in TILES}
    values = sorted(one.value for one in numbers.values() if one.value is not None)
    return [
        Tile(
            code=code,
            name=place.en if spoken() == "en" else place.zh,
            number=numbers[code],
            shade=step(numbers[code].value, values),
        )
        for code, place in TILES.items()
    ]


def bars(found: Figures, measure: Measure) -> list[Bar]:
    """Return the first-level topics for one measure, the greatest first, hidden ones last."""
    numbers = {name: number(measure, found.at(measure, topic=name)) for name in topic_ids()}
    top = max((one.value for one in numbers.values() if one.value is not None), default=0) or 1
    made = [
        Bar(topic_name(name), one, 0 if one.value is None else 100 * one.value // top)
        for name, one in numbers.items()
        if one.hidden or one.value
    ]
    return sorted(made, key=lambda bar: (bar.number.value is None, -(bar.number.value or 0), bar.name))


def by_place(found: Figures) -> list[Row]:
    """Return the table by prefecture: every measure, the province last."""
    codes = [*TILES, PROVINCE_ONLY, PROVINCE]
    return [Row(str(code), place_name(code), _numbers(found, code, ALL_TOPICS)) for code in codes]


def by_topic(found: Figures) -> list[Row]:
    """Return the table by first-level topic: every measure, all topics last."""
    rows = [Row(name, topic_name(name), _numbers(found, PROVINCE, name)) for name in topic_ids()]
    return [*rows, Row("", _("All topics"), _numbers(found, PROVINCE, ALL_TOPICS))]


def crossed(found: Figures, measure: Measure) -> list[Row]:
    """Return the table of a count by prefecture and topic, with totals."""
    columns = [*topic_ids(), ALL_TOPICS]
    return [
        Row(str(code), place_name(code), [number(measure, found.at(measure, code, name)) for name in columns])
        for code in [*TILES, PROVINCE_ONLY, PROVINCE]
    ]


def topic_ids() -> list[str]:
    """Return the first-level topics, and the one of matters without a topic."""
    return [*(str(one.id) for one in topics() if one.parent is None), NO_TOPIC]


def _numbers(found: Figures, place: int, topic: str) -> list[Number]:
    return [number(measure, found.at(measure, place, topic)) for measure in Measure]


def _headline(found: Figures, measure: Measure, history: Sequence[tuple[Period, Figure]]) -> Headline:
    beside = BESIDE.get(measure)
    told = ""
    pending = found.at(measure) is None
    if beside is not None and not pending:
        shown = number(beside, found.at(beside))
        facts = {"name": FIGURES[beside].name, "number": shown.text, "unit": shown.unit}
        told = _("%(name)s: %(number)s %(unit)s") % facts
    return Headline(
        measure=measure,
        told=FIGURES[measure],
        number=number(measure, found.at(measure)),
        beside=told,
        points=_points(history),
        periods=len(history),
        pending=pending,
    )


def _points(history: Sequence[tuple[Period, Figure]]) -> str:
    """Return the corners of a small line over time; empty when there is no line to draw."""
    values = [figure.value for _period, figure in history if figure.value is not None]
    if len(values) < 2:  # noqa: PLR2004  a line has two ends
        return ""
    low, high = min(0, *values), max(1, *values)
    width = LINE_WIDTH / (len(values) - 1)
    return " ".join(
        f"{place * width:.1f},{LINE_HEIGHT - (value - low) * LINE_HEIGHT / (high - low):.1f}"
        for place, value in enumerate(values)
    )
