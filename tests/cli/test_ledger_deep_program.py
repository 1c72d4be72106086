"""`huiyin ledger verify --deep`: told as it goes, resumed after a kill, one at a time."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from django.conf import settings

import builders
from huiyin.cli.ledger import command
from huiyin.cli.verifying import state
from huiyin.cli.verifying.command import FOLDER
from huiyin.cli.wording import Language, sentences
from huiyin.kernel.errors import Conflict
from huiyin.queries.ledger import deep as deeper
from huiyin.records import sql
from support.whole import whole_life

ALONE = ("verify", "--deep", "--processes", "1")


@pytest.fixture(autouse=True)
def folder() -> Path:
    """The folder of runs, empty."""
    place = settings.HUIYIN_ENV.data / FOLDER
    for path in place.glob("*"):
        path.unlink()
    return place


@pytest.fixture(autouse=True)
def life(installed: Any) -> builders.Life:
    """A whole life, published."""
    assert installed
    return whole_life()


def tamper(statement: str) -> None:
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute(statement.encode())


class Killed(BaseException):
    """As if by SIGKILL: nothing handles it."""


def kill_after(monkeypatch: pytest.MonkeyPatch, pieces: int, *, kept: bool = True) -> None:
    """End the run after so many pieces; the last one's findings kept, but not that it is done, unless so."""
    monkeypatch.setattr(deeper, "ENTRIES", 5)
    add, write, done = state.Kept.add, state.Kept._write, []

    def counted(self: state.Kept, *arguments: Any) -> None:
        done.append(1)
        if len(done) == pieces and not kept:
            monkeypatch.setattr(state.Kept, "_write", lambda _: None)
        add(self, *arguments)
        if len(done) == pieces:
            monkeypatch.setattr(state.Kept, "add", add)
            monkeypatch.setattr(state.Kept, "_write", write)
            raise Killed

    monkeypatch.setattr(state.Kept, "add", counted)


def test_all_is_well_by_one_process_and_by_two(run: Any) -> None:
    for processes in ("1", "2"):
        ran = run(command, "verify", "--deep", "--processes", processes)
        assert ran.code == 0, ran.out
        assert ran.out.startswith("All is well: ")
        assert ", 2 files" in ran.out
        assert "Everything is compared" in ran.err


def test_a_difference_is_told_with_both_values_and_its_entry(run: Any, life: builders.Life) -> None:
    tamper("UPDATE rating SET grade = 1")
    ran = run(command, *ALONE)
    assert ran.code == 1
    assert "grade: should be 5, is 1" in ran.out
    rated = next(one.entry.id for one in life.outcomes if b"petition.rated" in one.entry.body)
    assert f"by entry {rated}" in ran.out
    assert "1 differences" in ran.out
    chinese = run(command, *ALONE, language=Language.ZH)
    assert "grade：应为 5，实为 1" in chinese.out


def test_as_json_it_is_one_object_whatever_was_found(run: Any) -> None:
    told = json.loads(run(command, *ALONE, "--json").out)
    assert (told["well"], told["files"], told["differences"]) == (True, 2, [])
    tamper("UPDATE rating SET grade = 1")
    tamper("UPDATE contact SET reached = false")
    ran = run(command, *ALONE, "--json")
    told = json.loads(ran.out)
    assert ran.code == 1
    assert {one["table"] for one in told["differences"]} == {"rating", "contact"}
    assert told["differences"][0]["values"][0].keys() == {"name", "expected", "found"}


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("pieces", [1, 2, 4, 5, 7])
def test_a_killed_run_goes_on_and_finds_each_difference_once(
    run: Any, monkeypatch: pytest.MonkeyPatch, folder: Path, pieces: int, *, kept: bool
) -> None:
    tamper("UPDATE rating SET grade = 1")
    tamper("DROP TRIGGER entry_never_changed ON entry")
    kill_after(monkeypatch, pieces, kept=kept)
    with pytest.raises(Killed):
        run(command, *ALONE)
    ran = run(command, *ALONE, "--json")
    told = json.loads(ran.out)
    assert sorted(one["code"] for one in told["differences"]) == ["row.altered", "wall.missing"]
    assert told["resumed"] == (1 if kept or pieces > 1 else 0)
    assert not (folder / "state.json").exists()


def test_a_resumed_run_tells_what_it_had_found_before(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tamper("DROP TRIGGER entry_never_changed ON entry")
    kill_after(monkeypatch, 3)
    with pytest.raises(Killed):
        run(command, *ALONE)
    ran = run(command, *ALONE)
    assert "Going on with the verification begun at" in ran.err
    assert ran.out.count("entry.entry_never_changed is missing") == 1
    kill_after(monkeypatch, 3)
    with pytest.raises(Killed):
        run(command, *ALONE)
    assert "Going on" not in run(command, *ALONE, "--restart").err


@pytest.mark.parametrize("left", ["", "{", "[]", '{"reached": {"phase": 99, "mark": ""}}'])
def test_what_a_kill_left_unreadable_is_begun_anew(run: Any, folder: Path, left: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "state.json").write_text(left)
    assert "Going on" not in run(command, *ALONE).err


def test_a_run_with_another_wish_is_begun_anew(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_after(monkeypatch, 3)
    with pytest.raises(Killed):
        run(command, *ALONE)
    ran = run(command, *ALONE, "--since", "1")
    assert ran.code == 0
    assert "Going on" not in ran.err


def test_only_one_runs_at_a_time(run: Any, folder: Path) -> None:
    with state.holding(folder, of={}, at="", restart=False), pytest.raises(Conflict) as caught:
        run(command, *ALONE)
    assert caught.value.code == "deep.running"
    assert "Another deep verification" in sentences()["deep.running"]["en"]


def test_since_is_a_size_or_a_day(run: Any) -> None:
    assert json.loads(run(command, *ALONE, "--since", "2000-01-01", "--json").out)["of"]["since"] == 0
    assert json.loads(run(command, *ALONE, "--since", "2999-01-01", "--json").out)["of"]["since"] > 0
    with pytest.raises(click.BadParameter):
        run(command, *ALONE, "--since", "yesterday")


@pytest.mark.parametrize("option", [("--since", "1"), ("--restart",), ("--processes", "2")])
def test_what_goes_with_deep_alone_is_a_misuse_without_it(run: Any, option: tuple[str, ...]) -> None:
    with pytest.raises(click.UsageError):
        run(command, "verify", *option)


def test_a_witness_without_a_known_key_is_told(run: Any) -> None:
    tamper(
        "INSERT INTO cosignature SELECT origin, size, 'w.example/1', at,"
        " '— w.example/1 AAAAAAAAAAAAAAAA' || chr(10) FROM checkpoint"
    )
    ran = run(command, *ALONE)
    assert "Not checked: the cosignatures of w.example/1" in ran.out
