"""Nothing is looked at before it is scanned; what is not clean stays shut; each file has its turn."""

from datetime import datetime

import pytest
from examined import CLEAN, INFECTED, Told, one, turn, use, with_files

from huiyin.adapters.scanning.scanner import Said, Scanned, ScannerDown
from huiyin.jobs import tasks
from huiyin.prepare import examining, house
from huiyin.queries.evidence.texts import texts
from huiyin.vault.examining import sandbox
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def test_nothing_is_looked_at_before_it_is_scanned(scanner: Told, unlooked: list[str]) -> None:
    with_files(("a.txt", b"river"))
    scanner.says = ScannerDown()
    assert turn() == 1
    assert (one()["stage"], one()["tries"], unlooked) == ("waiting", 1, [])
    assert turn() == 0  # not its turn yet
    scanner.says = CLEAN
    assert turn(days=2.01) == 1
    assert (one()["stage"], one()["verdict"], one()["tries"]) == ("done", "clean", 0)
    assert scanner.seen == [b"river", b"river"]
    assert unlooked == [sandbox.Look.WHOLE]


@pytest.mark.parametrize(
    ("says", "verdict"), [(INFECTED, "infected"), (Scanned(said=Said.TOO_LARGE), "too_large")]
)
def test_what_is_not_clean_stays_shut_and_is_asked_about_again(
    scanner: Told, unlooked: list[str], says: Scanned, verdict: str
) -> None:
    life = with_files(("a.txt", b"river"))
    scanner.says = says
    turn()
    assert (one()["stage"], one()["verdict"], one()["finding"]) == ("shut", verdict, says.finding)
    assert (texts(life.petition), unlooked) == ((), [])
    scanner.says = CLEAN
    assert turn(days=10) == 1
    assert (one()["stage"], one()["verdict"], one()["finding"]) == ("done", "clean", "")


def test_what_a_scanner_found_stays_shut_without_it(
    scanner: Told, unlooked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_files(("a.txt", b"river"))
    scanner.says = INFECTED
    turn()
    use(monkeypatch, None)
    assert turn(days=10) == 1
    assert (one()["stage"], one()["verdict"], unlooked) == ("shut", "infected", [])
    assert turn(days=10) == 0


def test_a_scanner_set_up_later_scans_what_was_not(
    unlooked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_files(("a.txt", b"river"))
    turn()
    scanner = Told(CLEAN)
    use(monkeypatch, scanner)
    assert turn() == 0
    assert turn(all_of_them=True) == 1
    assert (one()["verdict"], len(scanner.seen), len(unlooked)) == ("clean", 1, 2)


def test_files_of_long_ago_are_found_once_a_day(unlooked: list[str]) -> None:
    with_files(("a.txt", b"river"))
    assert turn(days=30) == 0
    assert turn(days=30, all_of_them=True) == 1
    assert unlooked


def test_a_turn_takes_so_many_and_no_more(unlooked: list[str]) -> None:
    with_files(*((f"{number}.txt", b"river") for number in range(25)))
    assert turn(limit=20) == 20
    assert turn(limit=20) == 5
    assert len(unlooked) == 25


def test_a_file_that_is_away_waits(scanner: Told) -> None:
    with_files(("a.txt", b"river"))
    [file] = rows("evidence")
    house.store().delete(file["address"])
    turn()
    assert (one()["stage"], one()["tries"], scanner.seen) == ("waiting", 1, [])


def test_a_file_too_large_to_look_into_is_kept_as_it_is(
    unlooked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "MAX_FILE_BYTES", 3)
    with_files(("a.txt", b"river"))
    turn()
    assert (one()["stage"], one()["sealed_told"], unlooked) == ("done", None, [])


def test_the_job_runs_by_the_clock_of_the_house(unlooked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with_files(("a.txt", b"river"))
    monkeypatch.setattr(tasks.clock, "now", lambda: datetime.fromisoformat("2026-05-07T12:00:00+08:00"))
    tasks.examine_files(0)
    tasks.examine_what_is_left(0)
    assert len(unlooked) == 1
