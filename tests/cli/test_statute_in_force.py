"""`huiyin statute` answers by the law in force where an installation runs, else by what ships."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError

from huiyin.cli import lock
from huiyin.cli.statute import standing
from huiyin.cli.statute.command import command
from huiyin.cli.wording import Language
from huiyin.kernel import clock
from huiyin.kernel.errors import Misconfigured
from support.installation import PACKAGES, SOURCE, Installation
from support.moment import AT
from support.rules import adopted, amended, shipped_pack, year_file

DUE = ("due", "--rule", "cn22.handle", "--from", "2026-03-03", "--json")
IN_FORCE, SHIPPED = "By the law in force in the installation", "by the files that ship alone"
# A program that tells which of the heavy libraries an answer has loaded.
LOADED = """
import sys
from huiyin.cli.main import main
try:
    main()
except SystemExit as ended:
    print(ended.code, sorted({"django.db", "psycopg", "huiyin.records"} & set(sys.modules)), file=sys.stderr)
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation that somebody keeps running."""
    folder = tmp_path / "var"
    (folder / "secrets").mkdir(parents=True)
    monkeypatch.setenv("HUIYIN_DATA", str(folder))
    monkeypatch.delenv("HUIYIN_DATABASE_URL", raising=False)
    monkeypatch.setattr(lock, "holder", lambda _folder: 1)
    return folder


@pytest.fixture
def running(data: Path, installed: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One with its database, in spring."""
    assert installed
    monkeypatch.setattr(clock, "now", lambda: AT)
    return data


def due(ran: Any) -> str:
    return str(json.loads(ran.out)["binding_on"])


def test_an_adopted_calendar_counts_and_the_answer_says_by_what_it_goes(run: Any, running: Path) -> None:
    before = run(command, *DUE)
    assert (due(before), "and 0 files adopted there" in before.err) == ("2026-05-06", True)
    adopted(amended(date(2026, 5, 6)))
    after = run(command, *DUE)
    assert due(after) == "2026-05-07"
    assert f"{IN_FORCE} {running}: what ships, and 1 files adopted there" in after.err


def test_with_shipped_nothing_adopted_counts_and_nothing_is_said(run: Any, running: Path) -> None:
    assert running
    adopted(amended(date(2026, 5, 6)))
    ran = run(command, *DUE, "--shipped")
    assert (due(ran), ran.err) == ("2026-05-06", "")


@pytest.mark.parametrize("place", ["513221", "cn-513221"])
def test_the_days_of_a_place_are_found_by_division_and_by_name(run: Any, running: Path, place: str) -> None:
    assert running
    adopted(year_file(2026, date(2026, 5, 6), place="cn-5132"))
    assert due(run(command, *DUE, "--calendar", place)) == "2026-05-07"
    assert due(run(command, *DUE)) == "2026-05-06"


def test_an_adopted_pack_is_listed_and_its_rules_are_found(run: Any, running: Path) -> None:
    assert running
    adopted(shipped_pack("cn-internal-2014"))
    own = shipped_pack("cn-sc-12345-2025").replace(b"sc12345.", b"own.").replace(b"cn-sc-12345", b"cn-51-own")
    adopted(own)
    rows = {row["pack"]: row for row in json.loads(run(command, "packs", "--json").out)}
    assert {name: rows[name]["applies"] for name in ("cn-internal-2014", "bj-12345-2021")} == {
        "cn-internal-2014": "adopted",
        "bj-12345-2021": "off",
    }
    assert rows["cn-internal-2014"]["from"] == "2026-05-06"  # it applies from its adoption on
    assert rows["cn-51-own-2025"]["adopted"] is True
    assert "own.enquiry\t" in run(command, "rules").out
    assert "own.enquiry\t" in run(command, "rules", "--pack", "cn-51-own-2025").out
    assert "own.enquiry\t" not in run(command, "rules", "--shipped").out
    assert "\tadopted\t" in run(command, "packs").out
    assert due(run(command, "due", "--rule", "own.enquiry", "--from", "2026-05-11", "--json")) == "2026-05-14"


def test_adopted_years_are_listed_with_places_that_nobody_made_known(run: Any, running: Path) -> None:
    assert running
    adopted(year_file(2027, date(2027, 1, 1)))
    adopted(year_file(2026, date(2026, 11, 9), place="cn-5101"))
    rows = {row["calendar"]: row for row in json.loads(run(command, "calendars", "--json").out)}
    assert (rows["cn"]["years"][-1], rows["cn"]["adopted"]) == (2027, [2027])
    assert (rows["cn-5101"]["own_days"], rows["cn-5101"]["adopted"]) == (True, [2026])
    assert (rows["cn-5132"]["own_days"], rows["cn-5132"]["adopted"]) == (False, [])
    assert rows["cn-5132"]["days"].startswith("none on file")
    assert "cn\t全国\t2004–2027\tadopted: 2027" in run(command, "calendars").out
    assert "cn-5101" not in run(command, "calendars", "--shipped").out


@pytest.mark.parametrize("fault", [OperationalError("gone"), psycopg.errors.UndefinedTable("adopted")])
def test_a_database_that_does_not_answer_leaves_what_ships(
    run: Any, data: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(_at: object) -> None:
        raise fault

    monkeypatch.setattr(standing, "in_force", fail)
    ran = run(command, *DUE)
    assert (ran.code, due(ran)) == (0, "2026-05-06")
    assert f"of the installation {data} does not answer" in ran.err
    assert SHIPPED in ran.err


def test_rules_altered_behind_the_door_are_not_passed_over(
    run: Any, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_at: object) -> None:
        raise Misconfigured("rules.altered", id="x")

    assert data
    monkeypatch.setattr(standing, "in_force", fail)
    with pytest.raises(Misconfigured):
        run(command, *DUE)


def test_a_given_database_is_asked_whoever_keeps_it(
    run: Any, running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert running
    monkeypatch.setattr(lock, "holder", lambda _folder: None)
    assert SHIPPED in run(command, *DUE).err
    monkeypatch.setenv("HUIYIN_DATABASE_URL", "postgresql://elsewhere/huiyin")
    assert IN_FORCE in run(command, *DUE).err


def test_an_installation_of_somebody_else_leaves_what_ships(
    run: Any, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_folder: Path) -> Callable[[], None]:
        raise PermissionError

    assert data
    monkeypatch.setattr(lock, "holder", closed)
    assert SHIPPED in run(command, *DUE).err


def test_it_is_said_in_chinese(run: Any, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data
    monkeypatch.setattr(lock, "holder", lambda _folder: None)
    assert "只依随附规则" in run(command, *DUE, language=Language.ZH).err


def _process(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-B", "-c", LOADED, *words],
        env=Installation(data=data).environment({"PYTHONPATH": f"{SOURCE}:{PACKAGES}"}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


@pytest.mark.parametrize("words", [DUE, ("packs",), ("rules",), ("calendars",), (*DUE, "--shipped")])
def test_without_an_installation_nothing_heavy_is_loaded_and_no_folder_is_made(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = _process(tmp_path / "var", "statute", *words)
    assert done.stderr == "0 []\n"
    assert list(tmp_path.iterdir()) == []


def test_one_that_does_not_run_is_neither_started_nor_asked(tmp_path: Path) -> None:
    (tmp_path / "var" / "secrets").mkdir(parents=True)
    done = _process(tmp_path / "var", "statute", *DUE)
    said, loaded = done.stderr.splitlines()
    assert (SHIPPED in said, loaded) == (True, "0 []")
    assert json.loads(done.stdout)["binding_on"] == "2026-05-06"
    assert [path.name for path in (tmp_path / "var").rglob("*")] == ["secrets"]


def test_a_process_asks_an_installation_that_runs(live: Installation) -> None:
    ran = live.run("statute", *DUE)
    assert (ran.returncode, json.loads(ran.stdout)["binding_on"]) == (0, "2026-05-06")
    assert f"{live.data}: what ships, and 0 files adopted there" in ran.stderr
    assert live.run("statute", *DUE, "--shipped").stderr == ""
    assert "cn-xinfang-2022\tlaw\t" in live.run("statute", "packs").stdout
