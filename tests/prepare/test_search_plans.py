"""Filters, pages and plans: every way through the index finds the same, the newest first."""

from datetime import date, timedelta
from typing import Any

import pytest

import builders
from builders import BUREAU, CHENGDU, ECOLOGY, HOUSING, JINJIANG, MIANYANG
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Command, Reader
from huiyin.prepare.searching import asking, checking
from huiyin.queries.handling.search import Narrowed
from huiyin.records import sql
from huiyin.rules.lifecycle.states import State
from huiyin.rules.search import asked
from support.moment import AT
from support.searching import EVERYWHERE, OF_BUREAU, OF_ECOLOGY, found, indexed
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def test_filters_narrow_what_is_found() -> None:
    mine = builders.file_petition()
    indexed()
    fits: tuple[dict[str, Any], ...] = (
        {"state": State.TRANSFERRED}, {"division": JINJIANG}, {"division": CHENGDU}, {"division": 510000},
        {"office": ECOLOGY}, {"channel": "web"}, {"since": AT}, {"until": AT + timedelta(days=1)},
        {"due_last": date(2026, 6, 30)}, {"due_first": date(2026, 5, 1)},
    )  # fmt: skip
    for one in fits:
        assert found("污水", **one) == [mine.petition], one
    unfit: tuple[dict[str, Any], ...] = (
        {"state": State.ANSWERED}, {"division": MIANYANG}, {"office": HOUSING}, {"channel": "letter"},
        {"since": AT + timedelta(seconds=1)}, {"until": AT}, {"due_last": date(2026, 5, 1)},
        {"undated": True}, {"topic": "labour"},
    )  # fmt: skip
    for one in unfit:
        assert found("污水", **one) == [], one


def test_a_topic_is_found_with_its_class_once_a_person_decided_it() -> None:
    mine = builders.classified()
    indexed()
    for topic in ("environment.water", "environment"):
        assert found("污水", topic=topic) == [mine.petition]
    assert found("污水", topic="environment.air") == []


def test_pages_follow_each_other_without_loss_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAGE", 2)
    lives = [builders.file_petition(AT + timedelta(minutes=number % 3)) for number in range(5)]
    indexed()
    for typed in ("污水", "“河水发黑”"):
        seen: list[Any] = []
        before = None
        while True:
            page = asking.search(OF_BUREAU, asked.read(typed), Narrowed(), on=local_date(AT), before=before)
            seen += [one.line.petition for one in page.found]
            before = page.more
            if before is None:
                break
        newest_first = sorted(lives, key=lambda life: (life.at, life.petition), reverse=True)
        assert seen == [life.petition for life in newest_first]


def frequencies(petitions: int, *, of: int = 1_000_000) -> None:
    """Let the counts say that there are so many matters, and that so many of them hold each word."""
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE search_progress SET counted = %s", (of,))
        cursor.execute("UPDATE search_word SET petitions = %s", (petitions,))


@pytest.mark.parametrize("often", [1, 5_000, 40_000, 900_000])  # read at once, by months, walked through
@pytest.mark.parametrize("reader", [OF_BUREAU, EVERYWHERE])
def test_every_plan_finds_the_same(monkeypatch: pytest.MonkeyPatch, often: int, reader: Reader) -> None:
    days = (0, 0, 40, 400)
    lives = [
        builders.file_petition(AT - timedelta(days=day, minutes=place)) for place, day in enumerate(days)
    ]
    builders.waiting()
    indexed()
    frequencies(often)
    newest_first = [life.petition for life in lives]
    assert found("污水", reader) == newest_first
    assert found("污水 -发臭", reader) == [] == found("噪声", reader)
    assert found("污水", reader, since=AT - timedelta(days=50)) == newest_first[:3]
    assert found("污水", reader, until=AT - timedelta(days=30)) == newest_first[2:]
    monkeypatch.setattr(asking, "PAGE", 3)
    first = asking.search(reader, asked.read("污水"), Narrowed(), on=local_date(AT))
    assert [one.line.petition for one in first.found] == newest_first[:3]
    last = asking.search(reader, asked.read("污水"), Narrowed(), on=local_date(AT), before=first.more)
    assert [one.line.petition for one in last.found] == newest_first[3:]


def test_a_walk_that_does_not_fill_its_page_goes_on_by_months(installed: Any) -> None:
    """The words are frequent, but not among the newest: what was walked through is not found twice."""
    lives = [builders.file_petition(AT - timedelta(minutes=minute)) for minute in range(5)]
    indexed()
    frequencies(900_000)
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('search_petitions'::regproc)")
        [[whole]] = cursor.fetchall()
        assert "LIMIT LEAST(2500," in whole
        cursor.execute(whole.replace("LIMIT LEAST(2500,", "LIMIT LEAST(2,"))
    assert found("污水") == [life.petition for life in lives]


def test_filters_within_the_readers_scope_find_the_same_as_beside_it() -> None:
    """A filter that asks for no more than the scope stands for it; one beside it shows nothing more."""
    mine = builders.file_petition()
    builders.waiting()
    indexed()
    county = Reader(offices=(BUREAU,), oversight=(JINJIANG, JINJIANG))
    city = Reader(oversight=(CHENGDU, CHENGDU + 99))
    for reader in (county, city, EVERYWHERE):
        assert found("污水", reader, division=JINJIANG) == [mine.petition]
        assert found("污水", reader, office=ECOLOGY) == [mine.petition]
    assert found("污水", OF_ECOLOGY, office=ECOLOGY) == [mine.petition]
    assert found("污水", county, division=CHENGDU) == [mine.petition]
    elsewhere = Reader(offices=(HOUSING,), oversight=(MIANYANG, MIANYANG + 99))
    for narrowed in ({"division": JINJIANG}, {"office": ECOLOGY}, {"office": HOUSING}):
        assert found("污水", elsewhere, **narrowed) == []


def test_state_and_due_date_of_the_index_follow_the_matter() -> None:
    life = builders.file_petition()
    indexed()
    assert found("污水", state=State.TRANSFERRED, due_last=date(2026, 5, 31)) == [life.petition]
    life = builders.accepted(life)
    indexed()
    assert found("污水", state=State.TRANSFERRED) == []
    assert found("污水", state=State.ACCEPTED) == [life.petition]
    [due_on] = [row["next_due_on"] for row in rows("petition")]
    for narrowed in (
        {"due_first": due_on}, {"due_last": due_on}, {"due_first": due_on, "due_last": due_on},
        {"due_first": date(2025, 12, 31), "due_last": date(2027, 1, 1)},
    ):  # fmt: skip
        assert found("污水", state=State.ACCEPTED, **narrowed) == [life.petition], narrowed
        assert found("污水", EVERYWHERE, **narrowed) == [life.petition], narrowed
    assert found("污水", due_last=due_on - timedelta(days=1)) == []
    assert list(checking.differences()) == []


def test_every_step_of_a_life_leaves_the_index_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever changes texts, state or due date is an entry that the index looks at."""
    execute, kinds = door.execute, set[str]()

    def and_compared(command: Command, **more: Any) -> Any:
        outcome = execute(command, **more)
        indexed()
        assert list(checking.differences()) == [], type(command)
        kinds.add(type(command).__name__)
        return outcome

    monkeypatch.setattr(door, "execute", and_compared)
    builders.full_life()
    assert {"AcceptPetition", "ServeDocument", "RequestReview"} <= kinds
