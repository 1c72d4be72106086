"""`huiyin import messages`: what was said and answered elsewhere stands here with its own dates."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import pytest

import builders
from huiyin.cli import import_messages
from huiyin.cli.import_messages import command
from huiyin.cli.importing import bringing
from huiyin.cli.wording import Language
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.prepare.papers import print_paper
from huiyin.queries.outreach.following import following
from huiyin.queries.outreach.own_papers import own_paper
from huiyin.records import sql

FILE = Path(__file__).parent / "messages.jsonl"


@pytest.fixture(autouse=True)
def _today(installed: Any, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    monkeypatch.setattr(clock, "now", lambda: at)


def summary(run: Any, *arguments: Any) -> dict[str, Any]:
    """Import and return what the command says."""
    ran = run(command, "messages", *(arguments or (FILE,)), "--to", "Chengdu", "--json")
    assert ran.code == 0
    told: dict[str, Any] = json.loads(ran.out)
    return told


def petitions() -> list[dict[str, Any]]:
    """Return all petitions, oldest message first."""
    return sql.fetch(sql.WRITER, "SELECT * FROM petition ORDER BY happened_at")


def test_each_message_is_a_petition_dated_by_its_time_and_recorded_today(run: Any, at: datetime) -> None:
    told = summary(run)
    assert (told["filed"], told["answered"], told["present"]) == (4, 2, 1)
    found = petitions()
    assert {one["filed_at"] for one in found} == {at}
    assert [one["happened_at"].isoformat() for one in found] == [
        "2019-04-25T01:32:09+00:00",
        "2020-01-02T02:00:00+00:00",
        "2021-11-01T00:00:00+00:00",
        "2023-06-01T02:00:00+00:00",
    ]
    assert {one["channel"] for one in found} == {"import"}
    assert [one["pack"] for one in found] == ["cn-xinfang-2005"] * 3 + ["cn-xinfang-2022"]
    assert [one["state"] for one in found] == ["answered", "transferred", "answered", "transferred"]


def test_what_cannot_come_in_is_counted_with_its_reason(run: Any) -> None:
    assert summary(run)["skipped"] == {
        "statute.before_first_pack": 1,
        "text.no_words": 1,
        "import.reply_out_of_time": 1,
        "import.not_a_message": 2,
    }


def test_median_and_ninetieth_percentile_are_those_of_the_file(run: Any) -> None:
    told = summary(run)
    assert told["reply_days_file"] == told["reply_days_recorded"] == {"median": 8.61, "p90": 13.9}


def test_a_second_run_changes_nothing(run: Any) -> None:
    first = summary(run)
    before = sql.fetch(sql.WRITER, "SELECT id, commitment FROM entry ORDER BY id")
    again = summary(run)
    assert (again["filed"], again["answered"], again["present"]) == (0, 0, 5)
    assert again["skipped"] == first["skipped"]
    assert again["reply_days_recorded"] == first["reply_days_recorded"]
    assert sql.fetch(sql.WRITER, "SELECT id, commitment FROM entry ORDER BY id") == before


def test_a_run_broken_off_between_message_and_reply_goes_on(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute_many = door.execute_many

    def broken(commands: Any, **options: Any) -> Any:
        if commands and type(commands[0]).__name__ == "ImportAnswer":
            raise KeyboardInterrupt
        return execute_many(commands, **options)

    with monkeypatch.context() as cut:
        cut.setattr(bringing.door, "execute_many", broken)
        with pytest.raises((KeyboardInterrupt, click.Abort)):
            summary(run)
    assert {one["state"] for one in petitions()} == {"transferred"}
    told = summary(run)
    assert (told["filed"], told["answered"]) == (0, 2)
    answered = next(one for one in petitions() if one["state"] == "answered")
    document = sql.fetch_one(sql.WRITER, "SELECT id FROM document WHERE petition = %s", (answered["id"],))
    assert document is not None
    paper = own_paper(answered["id"], document["id"])
    assert paper is not None
    assert paper.content["answer"] == "您好，您反映的问题已查处。"
    assert print_paper(paper).startswith(b"%PDF")


def test_the_petitioner_would_see_the_reply_and_no_clock_running(run: Any, at: datetime) -> None:
    summary(run)
    seen = following(petitions()[0]["id"], at=at)
    assert seen is not None
    assert [str(one.served_on) for one in seen.documents] == ["2019-05-10"]
    assert {one.state.value for one in seen.clocks} <= {"met", "met_late", "exempt", "lapsed", "ended"}


def test_messages_are_spread_over_all_counties_of_the_named_prefectures() -> None:
    counties = import_messages._counties(None, None, "Chengdu,绵阳市")  # type: ignore[arg-type]
    spread = Counter(bringing.importing.county_of(str(number), counties) for number in range(3000))
    assert set(spread) == set(counties)
    assert max(spread.values()) < 2 * min(spread.values())
    assert builders.JINJIANG in spread


def test_an_unknown_prefecture_is_refused_with_those_there_are(run: Any) -> None:
    with pytest.raises(click.BadParameter, match="Mianyang"):
        run(command, "messages", FILE, "--to", "Beijing")


def test_the_summary_speaks_both_languages(run: Any) -> None:
    english = run(command, "messages", FILE, "--to", "Chengdu").out
    chinese = run(command, "messages", FILE, "--to", "Chengdu", language=Language.ZH).out
    assert "4 messages were filed, 2 replies recorded" in english
    assert "1 left out: the message is older than the first rules that can apply." in english
    assert "8.61 / 13.90 in the file, 8.61 / 13.90 as recorded" in english
    assert "此前已导入" in chinese


def test_a_message_without_any_reply_has_no_reply_times(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    plain = {"id": "9", "title": "题" * 150 + "污水", "text": "", "time": "2022-06-01T08:00:00"}
    file.write_text(json.dumps(plain), "utf-8")
    told = summary(run, file)
    assert (told["filed"], told["reply_days_file"]) == (1, {})
    assert "Days until" not in run(command, "messages", file, "--to", "Chengdu").out
