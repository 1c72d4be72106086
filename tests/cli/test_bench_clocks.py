"""The measure of clocks counts what it computed."""

from huiyin.cli.bench import clocks, figures
from huiyin.cli.bench.command import MEASURES


def test_clocks_are_measured_bare_and_explained() -> None:
    bare, explained = clocks.measure(seconds=0.01)
    assert (bare["explained"], explained["explained"]) == (False, True)
    for row in (bare, explained):
        assert row["clocks"] >= clocks.DAYS * 5
        assert row["per_second"] > 0
    assert "per_cpu_second" in figures.table([bare, explained])


def test_the_measure_is_one_of_the_program() -> None:
    assert "clocks" in MEASURES
