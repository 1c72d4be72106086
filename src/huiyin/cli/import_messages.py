"""`huiyin import`: what was said and answered elsewhere, brought in with its own dates."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Any

import click

from huiyin.cli import later, serving
from huiyin.cli.importing.bringing import Tally, bring
from huiyin.cli.importing.reading import Unread, messages
from huiyin.cli.progress import Progress
from huiyin.cli.screen import Screen, screen
from huiyin.prepare.importing import Message
from huiyin.queries.intake.imported import standing
from huiyin.rules.routing.divisions import PROVINCE, children

BATCH = 200
SOURCE = "网络问政平台"
DAY = timedelta(days=1)


def _counties(_: click.Context, __: click.Parameter, text: str) -> tuple[int, ...]:
    """Return the counties of the prefectures that are named, in Chinese or English, with commas between."""
    known = {name: one for one in children(PROVINCE) for name in (one.name, one.name_en)}
    found: list[int] = []
    for name in (word.strip() for word in text.split(",")):
        if name not in known:
            names = ", ".join(one.name_en for one in children(PROVINCE))
            raise click.BadParameter(f"{name!r} is no prefecture of the province; there are: {names}")
        found += [int(county.code) for county in children(known[name].code)]
    return tuple(found)


@click.group()
def command() -> None:
    """Bring in what was said and answered elsewhere."""


@command.command(name="messages")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to", "counties", required=True, callback=_counties, help="Prefectures, such as Chengdu,Mianyang."
)
@click.option("--source", default=SOURCE, show_default=True, help="Name of the platform they come from.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def messages_command(file: Path, counties: tuple[int, ...], source: str, as_json: bool) -> int:  # noqa: FBT001
    """Import messages with their replies from FILE: JSON lines of id, title, text, time, reply, reply_time.

    Each becomes a petition that is filed now and dated by its time; rules and calendar are those of that
    day. No receipt is given: nothing is promised about the past. The messages are spread over the counties
    of the named prefectures, each to the same county at every run. Safe to run twice, and goes on where it
    stopped.

    \b
    Example:
      huiyin import messages replies.jsonl --to Chengdu,Mianyang
    """
    say = screen()
    tally = Tally()
    with serving.reachable_database(say), Progress(total=_lines(file), what="messages") as progress:
        for batch in _batches(file, tally):
            bring(batch, tally, source=source, counties=counties)
            progress.reach(tally.filed + tally.present + tally.skipped.total())
        recorded = _recorded(tally)
        later.publish_figures()
    summary = {
        "filed": tally.filed,
        "answered": tally.answered,
        "present": tally.present,
        "skipped": dict(tally.skipped),
        "reply_days_file": _days(list(tally.reply_times.values())),
        "reply_days_recorded": _days(recorded),
    }
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
        return 0
    say.result("import.done", **{name: summary[name] for name in ("filed", "answered", "present")})
    for code, number in sorted(tally.skipped.items()):
        say.result("import.skipped", number=number, reason=_reason(code, say))
    if tally.reply_times:
        told = {name: _told(summary[f"reply_days_{name}"]) for name in ("file", "recorded")}
        say.result("import.reply_days", **told)
    return 0


def _reason(code: str, say: Screen) -> str:
    return say.words(code if code.startswith("import.") else f"import.left_out.{code}")


def _lines(file: Path) -> int:
    with file.open("rb") as opened:
        return sum(1 for line in opened if line.strip())


def _batches(file: Path, tally: Tally) -> Iterator[Sequence[Message]]:
    read = _read(file, tally)
    while batch := list(islice(read, BATCH)):
        yield batch


def _read(file: Path, tally: Tally) -> Iterator[Message]:
    for one in messages(file):
        if isinstance(one, Unread):
            tally.skipped[one.reason] += 1
        else:
            yield one


def _recorded(tally: Tally) -> list[timedelta]:
    found = standing(list(tally.reply_times))
    return [one.answered_after for one in found.values() if one.answered_after is not None]


def _days(times: Sequence[timedelta]) -> dict[str, float]:
    """Return median and 90th percentile in days, to the hundredth."""
    if len(times) < 2:  # noqa: PLR2004  percentiles need two
        return {}
    cuts = quantiles([time / DAY for time in times], n=10, method="inclusive")
    return {"median": round(cuts[4], 2), "p90": round(cuts[8], 2)}


def _told(days: Any) -> str:
    return " / ".join(f"{number:.2f}" for number in days.values())
