"""Nobody who adds and subtracts what is shown finds a small number."""

from typing import Any

from disclosure_attacker import equations, most_by_trying, solved  # type: ignore[import-not-found]
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huiyin.rules.disclosure.suppression import THRESHOLD, Table, hidden, most

COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 60), st.just(0), st.integers(9, 11))


@st.composite
def tables(draw: st.DrawFn, rows: int = 6, columns: int = 5) -> Table[str, str]:
    names = [f"r{i}" for i in range(draw(st.integers(1, rows)))]
    topics = [f"c{i}" for i in range(draw(st.integers(1, columns)))]
    return Table({(row, topic): draw(COUNTS) for row in names for topic in topics})


def small(table: Table[Any, Any]) -> list[Any]:
    return [key for key, value in table.whole.items() if 0 < value < THRESHOLD]


def test_a_table_of_large_numbers_is_shown_whole() -> None:
    assert hidden([Table({("a", "x"): 10, ("a", "y"): 0, ("b", "x"): 25, ("b", "y"): 31})]) == frozenset()


def test_a_small_cell_never_stands_hidden_alone() -> None:
    table = Table(
        {("a", "x"): 3, ("a", "y"): 40, ("b", "x"): 50, ("b", "y"): 60, ("c", "x"): 70, ("c", "y"): 12}
    )
    secret = hidden([table])
    assert ("a", "x") in secret
    assert len([key for key in secret if key[0] == "a"]) >= 2
    assert len([key for key in secret if key[1] == "x"]) >= 2
    assert (None, None) not in secret


def test_a_small_total_is_hidden_and_a_second_total_with_it() -> None:
    table = Table({("a", "x"): 4, ("b", "x"): 40, ("c", "x"): 50})
    secret = hidden([table])
    assert {("a", None), ("b", None)} <= secret
    assert ("c", None) not in secret


def test_when_everything_together_is_small_nothing_is_shown() -> None:
    table = Table({("a", "x"): 4, ("b", "x"): 0, ("b", "y"): 1})
    assert {key for key, value in table.whole.items() if value} <= hidden([table])


def test_two_numbers_side_by_side_are_hidden_in_the_same_places() -> None:
    came = Table({("a", "x"): 30, ("a", "y"): 40, ("b", "x"): 50, ("b", "y"): 60})
    went = Table({("a", "x"): 2, ("a", "y"): 40, ("b", "x"): 45, ("b", "y"): 60})
    secret = hidden([came, went])
    assert ("a", "x") in secret
    for table in (came, went):
        assert not solved(equations(table.whole, secret)).keys() & {("", key) for key in small(table)}


@given(table=tables())
def test_what_is_shown_is_never_small(table: Table[str, str]) -> None:
    secret = hidden([table])
    assert all(value == 0 or value >= THRESHOLD for key, value in table.whole.items() if key not in secret)


@given(table=tables())
@settings(max_examples=200)
def test_no_small_number_follows_from_the_shown_sums(table: Table[str, str]) -> None:
    secret = hidden([table])
    found = solved(equations(table.whole, secret))
    assert not {("", key) for key in small(table)} & found.keys()


@given(table=tables())
@settings(max_examples=200)
def test_every_small_number_could_be_large_for_all_that_is_shown(table: Table[str, str]) -> None:
    secret = hidden([table])
    for key in small(table):
        assert most(table, secret, key, enough=THRESHOLD) >= THRESHOLD


@given(came=tables(4, 4), share=st.integers(0, 100))
def test_a_shared_pattern_protects_each_of_the_tables(came: Table[str, str], share: int) -> None:
    went = Table({key: value * share // 100 for key, value in came.cells.items()})
    secret = hidden([came, went])
    for table in (came, went):
        for key in small(table):
            assert most(table, secret, key, enough=THRESHOLD) >= THRESHOLD


@given(
    values=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    chosen=st.sets(st.sampled_from([(r, c) for r in ("a", "b", None) for c in ("x", "y", None)]), min_size=2),
    place=st.integers(0, 3),
)
@settings(max_examples=25, deadline=None)
def test_the_fast_bound_is_the_slow_one(values: list[int], chosen: set[Any], place: int) -> None:
    keys = [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]
    table, key = Table(dict(zip(keys, values, strict=True))), keys[place]
    assume(key in chosen and table.cells[key] > 0)
    # Where one cell grows to 6, no other needs to be greater than 8.
    slow = most_by_trying(table.cells, chosen, key, limit=8)
    assert most(table, chosen, key, enough=6) == min(slow, 6)


@given(table=tables(), seed=st.randoms(use_true_random=False))
def test_the_same_counts_in_another_order_hide_the_same(table: Table[str, str], seed: Any) -> None:
    shuffled = list(table.cells.items())
    seed.shuffle(shuffled)
    assert hidden([Table(dict(shuffled))]) == hidden([table])
