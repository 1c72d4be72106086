"""`huiyin bench`: figures of this machine, in a table and as JSON."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from huiyin.cli.bench import (
    baselines,
    clocks,
    costing,
    figures,
    filing,
    generate,
    ground,
    integrating,
    leaks,
    life,
    machine,
    pages,
    recompute,
    rewrapping,
    searching,
    sweeping,
    vault,
    verifying,
)
from huiyin.cli.bench.ground import Ground
from huiyin.cli.screen import screen
from huiyin.kernel.clock import Clock


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What was asked for."""

    seconds: float
    clients: tuple[int, ...]
    petitions: int
    all_open: bool
    folder: Path | None = None


Measure = Callable[[Ground, Wishes], Any]


def _filing(place: Ground, wishes: Wishes) -> Any:
    return filing.measure(place, clients=wishes.clients, seconds=wishes.seconds)


def _clocks(_: Ground, wishes: Wishes) -> Any:
    return clocks.measure(seconds=wishes.seconds)


def _pages(place: Ground, wishes: Wishes) -> Any:
    return pages.measure(place, seconds=wishes.seconds)


def _life(place: Ground, wishes: Wishes) -> Any:
    return life.measure(place, seconds=wishes.seconds)


def _sweep(place: Ground, _: Wishes) -> Any:
    return sweeping.measure(place)


def _ledger(place: Ground, _: Wishes) -> Any:
    return verifying.measure(place)


def _search(_: Ground, wishes: Wishes) -> Any:
    kept = wishes.folder / "search" if wishes.folder else None
    with ground.running(folder=kept) as place:  # one of its own: its matters have no entries
        return searching.measure(place, petitions=wishes.petitions, seconds=wishes.seconds / 8)


def _leaks(_: Ground, __: Wishes) -> Any:
    return leaks.measure()


def _log(_: Ground, __: Wishes) -> Any:
    with ground.running() as place:  # its leaves have no entries: verification would say so ever after
        return integrating.measure(place)


def _cost(_: Ground, wishes: Wishes) -> Any:
    with ground.running() as place:  # rows without entries: verification would say so ever after
        return costing.measure(place, seconds=wishes.seconds, petitions=wishes.petitions)


def _vault(place: Ground, wishes: Wishes) -> Any:
    return vault.measure(place, seconds=wishes.seconds)


def _rewrap(_: Ground, wishes: Wishes) -> Any:
    with ground.running() as place:  # keys of no matter, which verification would name ever after
        return rewrapping.measure(place, petitions=wishes.petitions)


def _recompute(place: Ground, _: Wishes) -> Any:
    return recompute.measure(place)


MEASURES: dict[str, Measure] = {
    "filing": _filing,
    "vault": _vault,
    "rewrap": _rewrap,
    "clocks": _clocks,
    "pages": _pages,
    "life": _life,
    "sweep": _sweep,
    "ledger": _ledger,
    "log": _log,
    "cost": _cost,
    "search": _search,
    "leaks": _leaks,
    "recompute": _recompute,  # the last: it changes the dates of the population
}
ON_A_POPULATION = {"pages", "life", "sweep", "ledger", "recompute"}


def _numbers(_: click.Context, __: click.Parameter, text: str) -> tuple[int, ...]:
    try:
        return tuple(int(word) for word in text.split(","))
    except ValueError:
        raise click.BadParameter("numbers with commas, such as 1,4,16") from None


class Defaulting(click.Group):
    """`huiyin bench` alone measures everything; what is measured stands behind it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take `measure` for what is no command of its own."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["measure", *args]
        return super().parse_args(ctx, args)


_all_open = click.option("--all-open", is_flag=True, help="Of those made, none is answered yet.")


@click.group(cls=Defaulting)
def command() -> None:
    """Measure this machine with Huiyin on it; make populations to measure with.

    \b
    Examples:
      huiyin bench
      huiyin bench filing --clients 16 --seconds 20
      huiyin bench generate --petitions 100000
    """


@command.command(name="generate")
@click.option("--petitions", default=10_000, show_default=True, help="How many petitions there shall be.")
@click.option("--processes", default=0, help="How many make them at once; as many as there are processors.")
@_all_open
def generate_command(petitions: int, processes: int, *, all_open: bool) -> int:
    """Make a population in the installation of HUIYIN_DATA, by commands like a real one.

    Varied places, topics, states and dates, marked as made. Goes on where an earlier run stopped.
    """
    say = screen()
    new = generate.generate(petitions, say, processes=processes, all_open=all_open)
    say.result("bench.generated", petitions=f"{new:,}")
    return 0


@command.command(name="measure")
@click.argument("what", type=click.Choice([*MEASURES, "all"]), default="all")
@click.option("--seconds", default=8.0, show_default=True, help="How long each figure is measured.")
@click.option("--clients", default="1,4,16", show_default=True, callback=_numbers, help="Clients at once.")
@click.option("--petitions", default=10_000, show_default=True, help="How many petitions stand beforehand.")
@_all_open
@click.option("--folder", type=click.Path(path_type=Path), help="Measure in this folder and keep it.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON only.")
def measure_command(**options: Any) -> int:
    """Measure WHAT (all when left out) on an installation of its own, and write bench-results/<date>.json.

    The client runs on the same machine. The database runs with its durable settings: every filing that was
    answered is on the disk.

    \b
    Examples:
      huiyin bench
      huiyin bench filing --clients 16 --seconds 20
      huiyin bench pages --petitions 100000 --folder /tmp/measured
      huiyin bench recompute --petitions 1000000 --all-open
    """
    say = screen()
    what, as_json = options["what"], options["as_json"]
    names = ("seconds", "clients", "petitions", "all_open", "folder")
    wishes = Wishes(**{name: options[name] for name in names})
    chosen = MEASURES if what == "all" else {what: MEASURES[what]}
    at = Clock().now()
    results: dict[str, Any] = {"at": at.isoformat(), "machine": machine.facts()}
    say("bench.starting")
    with ground.running(folder=options["folder"]) as place:
        say("bench.baselines")
        results["baselines"] = baselines.measure(place, clients=wishes.clients)
        for name, measure in chosen.items():
            if name in ON_A_POPULATION:
                place.populate(wishes.petitions, all_open=wishes.all_open)
                results["petitions"] = wishes.petitions
            say("bench.measuring", what=name)
            results[name] = measure(place, wishes)
            if not as_json:
                click.echo(f"\n{name}\n{figures.table(results[name])}")
        results["memory"] = machine.memory(place.pid)
    path = figures.keep(results, at)
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        click.echo(f"\nbaselines\n{figures.table([results['baselines']])}")
        click.echo(f"\nmemory\n{figures.table(results['memory'])}\n")
    say("bench.written", path=str(path))
    return 0
