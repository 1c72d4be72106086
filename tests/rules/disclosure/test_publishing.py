"""What is published of a period, once or after an import, gives no small number away."""

from typing import Any

from disclosure_attacker import equations, solved  # type: ignore[import-not-found]
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.disclosure.measures import FAMILIES, Family, Measure
from huiyin.rules.disclosure.publishing import Cell, Published, Tally, may_replace, publish
from huiyin.rules.disclosure.suppression import THRESHOLD, Table

PLACES, TOPICS = (510100, 510700, 513200, 0), ("environment", "housing", "-")
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 60), st.just(0))


@st.composite
def counts(draw: st.DrawFn, at_most: dict[Any, int] | None = None) -> dict[tuple[int, str], int]:
    found = {}
    for place in PLACES:
        for topic in TOPICS:
            limit = 60 if at_most is None else at_most.get((place, topic), 0)
            value = min(draw(COUNTS), limit)
            if value:
                found[place, topic] = value
    return found


@st.composite
def periods(draw: st.DrawFn) -> list[Tally]:
    received, concluded = draw(counts()), draw(counts())
    return [
        Tally(family=Family.RECEIVED, base=received),
        Tally(family=Family.CONCLUDED, base=concluded),
        Tally(
            family=Family.DAYS, base=draw(counts(concluded)), days={(Measure.DAYS_MEDIAN, (None, None)): 9}
        ),
        Tally(family=Family.BUREAU, base=draw(counts(concluded))),
        Tally(family=Family.OFFICE, base=draw(counts(concluded))),
    ]


def published(cells: list[Cell], family: Family) -> Published:
    mine = [cell for cell in cells if cell.measure is FAMILIES[family][0]]
    return Published(
        base={cell.where: cell.counted for cell in mine if None not in cell.where},  # type: ignore[misc]
        secret=frozenset(cell.where for cell in mine if cell.base is None),
    )


def known(cells: list[Cell], tally: Tally, name: str = "") -> Any:
    """Return the equations of somebody who reads the table of a family."""
    whole = Table(tally.base).whole
    secret = {cell.where for cell in cells if cell.measure is FAMILIES[tally.family][0] and cell.base is None}
    return equations(whole, frozenset(secret), name)


def small(tally: Tally) -> set[Any]:
    return {key for key, value in Table(tally.base).whole.items() if 0 < value < THRESHOLD}


@given(tallies=periods())
@settings(max_examples=60, deadline=None)
def test_no_base_of_any_figure_can_be_computed_when_it_is_small(tallies: list[Tally]) -> None:
    cells = publish(tallies)
    for tally in tallies:
        found = solved(known(cells, tally))
        assert not {("", key) for key in small(tally)} & found.keys()


@given(tallies=periods())
@settings(max_examples=60, deadline=None)
def test_a_hidden_cell_carries_no_value_and_no_base(tallies: list[Tally]) -> None:
    for cell in publish(tallies):
        assert cell.base is not None or cell.value is None
        if cell.base is not None:
            assert cell.base == 0 or cell.base >= THRESHOLD


@given(tallies=periods())
@settings(max_examples=60, deadline=None)
def test_ratings_are_hidden_wherever_what_they_rate_is_hidden(tallies: list[Tally]) -> None:
    cells = publish(tallies)
    hidden = {c.where for c in cells if c.measure is Measure.CONCLUDED and c.base is None and None in c.where}
    rated = {c.where for c in cells if c.measure is Measure.BUREAU_SATISFIED and c.base is not None}
    assert not hidden & rated


@given(tallies=periods(), more=counts())
@settings(max_examples=60, deadline=None)
def test_what_an_import_adds_cannot_be_computed_from_both_publications(
    tallies: list[Tally], more: dict[Any, int]
) -> None:
    before = publish(tallies)
    earlier = {tally.family: published(before, tally.family) for tally in tallies}
    old = tallies[0]
    new = Tally(
        family=Family.RECEIVED, base={k: old.base.get(k, 0) + more.get(k, 0) for k in {*old.base, *more}}
    )
    after = publish([new, *tallies[1:]], earlier)
    was = {c.where for c in before if c.measure is Measure.RECEIVED and c.base is None}
    now = {c.where for c in after if c.measure is Measure.RECEIVED and c.base is None}
    assert was <= now
    # Whoever has both reads the difference wherever both are shown.
    difference = Tally(family=Family.RECEIVED, base=more)
    found = solved(equations(Table(more).whole, frozenset(now), ""))
    assert not {("", key) for key in small(difference)} & found.keys()


def test_a_few_late_matters_do_not_change_what_was_shown() -> None:
    tally = Tally(family=Family.RECEIVED, base={(510100, "environment"): 40})
    earlier = {Family.RECEIVED: Published(base=tally.base, secret=frozenset())}
    late = Tally(family=Family.RECEIVED, base={(510100, "environment"): 43})
    assert not may_replace([late], earlier)


def test_a_matter_that_moves_to_another_topic_does_not_either() -> None:
    earlier = {Family.RECEIVED: Published(base={(510100, "environment"): 40}, secret=frozenset())}
    moved = Tally(family=Family.RECEIVED, base={(510100, "environment"): 39, (510100, "housing"): 90})
    assert not may_replace([moved], earlier)


def test_an_import_that_doubles_the_period_is_shown() -> None:
    earlier = {Family.RECEIVED: Published(base={(510100, "environment"): 40}, secret=frozenset())}
    assert may_replace([Tally(family=Family.RECEIVED, base={(510100, "environment"): 80})], earlier)
    assert may_replace([Tally(family=Family.RECEIVED, base={(510100, "environment"): 2})], {})


def test_percent_is_of_those_who_rated_and_non_response_stands_beside_it() -> None:
    where = (510100, "environment")
    tallies = [
        Tally(family=Family.CONCLUDED, base={where: 200}),
        Tally(family=Family.BUREAU, base={where: 50}, hits={where: 45}),
    ]
    shown = {cell.measure: (cell.value, cell.base) for cell in publish(tallies) if cell.where == (None, None)}
    assert shown[Measure.BUREAU_SATISFIED] == (90, 50)
    assert shown[Measure.BUREAU_RESPONSE] == (25, 200)


def test_where_nobody_rated_that_is_said() -> None:
    tallies = [
        Tally(family=Family.CONCLUDED, base={(510100, "environment"): 30}),
        Tally(family=Family.OFFICE, base={}),
    ]
    shown = {
        cell.measure: (cell.value, cell.base) for cell in publish(tallies) if cell.where == (510100, None)
    }
    assert shown[Measure.OFFICE_SATISFIED] == (None, 0)
    assert shown[Measure.OFFICE_RESPONSE] == (0, 30)


def test_ratings_published_later_are_measured_against_what_was_shown_as_concluded() -> None:
    where = (510100, "environment")
    earlier = {Family.CONCLUDED: Published(base={where: 100}, secret=frozenset())}
    cells = publish([Tally(family=Family.BUREAU, base={where: 25}, hits={where: 20})], earlier)
    shown = {cell.measure: (cell.value, cell.base) for cell in cells if cell.where == (None, None)}
    assert shown[Measure.BUREAU_RESPONSE] == (25, 100)
