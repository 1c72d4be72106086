"""Made matters: the same at every run, as far as their fates say, and whole in the ledger."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.adapters.postgres.tell import silent
from huiyin.cli.bench import population
from huiyin.cli.bench.making import make
from huiyin.cli.bench.population import Fate
from huiyin.cli.ledger import command as ledger
from huiyin.cli.setting_up import rules, sichuan
from huiyin.records import sql

SIZE = 80  # so that some are accepted


@pytest.fixture
def made(equipped: Any, at: datetime) -> list[population.Made]:  # noqa: ARG001  the ground
    sichuan.load(silent)
    rules.adopt(silent)
    batch = population.batch(3, size=SIZE, at=at)
    assert make(batch, at=at) == SIZE
    return batch


def test_the_same_batch_is_the_same_at_every_run(at: datetime) -> None:
    first, again = (population.batch(7, size=SIZE, at=at) for _ in range(2))
    assert first == again
    assert population.batch(8, size=SIZE, at=at) != first
    assert len({one.county for one in first}) == 1


def test_with_all_open_none_is_answered(at: datetime) -> None:
    mixed, waiting = (population.batch(0, size=200, at=at, all_open=wanted) for wanted in (False, True))
    assert {one.fate for one in waiting} == {Fate.OPEN, Fate.ACCEPTED}
    assert {one.message.reply for one in waiting} == {""}
    accepted = [[n for n, one in enumerate(batch) if one.fate is Fate.ACCEPTED] for batch in (mixed, waiting)]
    assert accepted[0] == accepted[1] != []


def test_nothing_made_happened_later_than_it_was_made(at: datetime) -> None:
    for one in population.batch(0, size=200, at=at):
        assert one.message.at < at
        assert one.message.reply_at is None or one.message.at < one.message.reply_at <= at


def test_each_matter_comes_as_far_as_its_fate_says(made: list[population.Made], run: Any) -> None:
    states = Counter(row["state"] for row in sql.fetch(sql.WRITER, "SELECT state FROM petition"))
    fates = Counter(one.fate for one in made)
    assert states["answered"] == fates[Fate.ANSWERED]
    assert states["accepted"] == fates[Fate.ACCEPTED] > 0
    assert states.total() == SIZE
    assert {row["demo"] for row in sql.fetch(sql.WRITER, "SELECT demo FROM petition")} == {True}
    assert run(ledger, "verify").code == 0


def test_a_second_run_makes_nothing_anew(made: list[population.Made], at: datetime) -> None:
    (before,) = sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM entry")
    assert make(made, at=at + timedelta(minutes=1)) == 0
    (after,) = sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM entry")
    assert after == before
