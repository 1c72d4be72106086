"""`huiyin search`: an index altered behind the door is told so, made anew, put under another key."""

import json
from typing import Any

import pytest

import builders
from huiyin.cli import ledger
from huiyin.cli.checks import _index
from huiyin.cli.search import command
from huiyin.cli.wording import Language
from huiyin.prepare.searching import renewing
from huiyin.records import sql
from support.searching import found, indexed
from support.state import rows


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for searches that began before."""
    monkeypatch.setattr(renewing, "SETTLING", 0)


@pytest.fixture(autouse=True)
def petition(installed: Any) -> Any:
    """A matter that was filed and indexed."""
    assert installed
    life = builders.file_petition()
    indexed()
    return life.petition


def tamper(statement: str) -> None:
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute(statement.encode())


ALTERED = "UPDATE search_text SET tokens = '{1}'"


def test_a_sound_index_is_said_to_be_so(run: Any) -> None:
    ran = run(command, "verify")
    assert ran.code == 0
    assert ran.out == "All is well: the index tells of 1 matters what their texts say.\n"
    assert json.loads(run(command, "verify", "--json").out) == {
        "well": True,
        "matters": 1,
        "differences": [],
    }


def test_an_altered_row_is_named_and_made_right(run: Any, petition: Any) -> None:
    tamper(ALTERED)
    ran = run(command, "verify")
    assert ran.code == 1
    assert f"Matter {petition}: its row in search_text was altered (tokens)." in ran.out
    assert "huiyin search rebuild" in ran.out
    assert "检索索引" in run(command, "verify", language=Language.ZH).out
    told = json.loads(run(command, "verify", "--json").out)
    assert not told["well"]
    assert {one["code"] for one in told["differences"]} == {"index.altered", "index.miscounted"}
    rebuilt = run(command, "rebuild")
    assert "made anew from the texts of 1 matters" in rebuilt.out
    assert run(command, "verify").code == 0
    assert found("污水") == [petition]


@pytest.mark.parametrize("deep", [(), ("--deep", "--processes", "1")])
def test_the_ledgers_verification_names_it_too(run: Any, petition: Any, deep: tuple[str, ...]) -> None:
    assert run(ledger.command, "verify", *deep).code == 0
    tamper(ALTERED)
    ran = run(ledger.command, "verify", *deep)
    assert ran.code == 1
    assert f"Matter {petition}: its row in search_text was altered (tokens)." in ran.out
    told = json.loads(run(ledger.command, "verify", *deep, "--json").out)
    assert {one["code"] for one in told["differences"]} == {"index.altered", "index.miscounted"}


def test_of_what_is_younger_alone_the_index_is_no_part(run: Any) -> None:
    tamper(ALTERED)
    assert run(ledger.command, "verify", "--deep", "--processes", "1", "--since", "1").code == 0


def test_another_key_leaves_nothing_under_the_older_one(run: Any, petition: Any) -> None:
    before = {*rows("search_text")[0]["tokens"]}
    told = json.loads(run(command, "rotate", "--json").out)
    assert told == {"matters": 1, "version": 2, "changed": True}
    assert "stands under key version 3" in run(command, "rotate").out
    assert not before & {*rows("search_text")[0]["tokens"]}
    assert found("污水") == [petition]
    assert run(command, "verify").code == 0


@pytest.mark.parametrize(("said", "what"), [("A rebuild", "rebuild"), ("A change", "rotate")])
def test_what_was_killed_is_told_by_the_doctor_and_goes_on(run: Any, said: str, what: str) -> None:
    [well] = _index()
    assert (well.code, well.well) == ("doctor.index", True)
    renewing.begin(rotate=what == "rotate")
    [finding] = _index()
    assert (finding.code, finding.well, dict(finding.facts)) == (
        "doctor.index_unfinished",
        False,
        {"what": what},
    )
    ran = run(command, what)
    assert ran.code == 0
    assert f"{said} of the index" in ran.err
    assert next(_index()).well
