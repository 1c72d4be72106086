"""`huiyin sweep`: what is due today, done at once; what belongs to nothing; and when whom to remind."""

import json
import tomllib
from pathlib import Path

import click

from huiyin.cli import serving
from huiyin.cli.progress import Progress
from huiyin.cli.screen import screen
from huiyin.commands.oversight.set_transit import SetTransit
from huiyin.commands.oversight.set_watch import SetWatch
from huiyin.door import door, waiting
from huiyin.kernel import clock
from huiyin.kernel.clock import Clock
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Invalid
from huiyin.prepare import destroying
from huiyin.prepare.sweeping import sweep_store
from huiyin.prepare.watching import sweep_deadlines
from huiyin.queries.evidence import destructions
from huiyin.queries.oversight.due import watch_in_force
from huiyin.records.oversight.settings import transit_in_force
from huiyin.rules.access.roles import Role
from huiyin.rules.nonresponse.transit import Transit, about_transit, shipped_transit

INSTALLER = Actor(kind=ActorKind.INSTALLER, role=Role.INSTALLER.value)


@click.group()
def command() -> None:
    """Remind, raise what was not done in time, close what was cured.

    \b
    Examples:
      huiyin sweep deadlines --json
      huiyin sweep files
      huiyin sweep destructions
      huiyin sweep settings > watch.json
      huiyin sweep settings watch.json
      huiyin sweep transit 20
    """


@command.command(name="deadlines")
@click.option("--json", "as_json", is_flag=True, help="Print how much was done as JSON.")
def deadlines_command(as_json: bool) -> int:  # noqa: FBT001  click gives it so
    """Do what is due now. The worker does the same every hour; it may run late, or twice."""
    say = screen()
    with serving.reachable_database(say):
        swept = sweep_deadlines(at=clock.now())
    if as_json:
        click.echo(json.dumps(vars(swept)))
    else:
        say.result("sweep.done", **vars(swept))
    return 0


@command.command(name="files")
@click.option("--json", "as_json", is_flag=True, help="Print what was removed as JSON.")
def files_command(as_json: bool) -> int:  # noqa: FBT001  click gives it so
    """Forget drafts and uploads that have expired, and remove sealed files that belong to nothing.

    The worker does the same every night. A file is removed when neither a matter nor a draft nor an upload
    knows it, and nothing was written to it for two days.
    """
    say = screen()
    with serving.reachable_database(say):
        at = clock.now()
        expired = waiting.sweep(at=at)
        removed = {"expired": expired, **vars(sweep_store(at=at, really=Clock().now()))}
    if as_json:
        click.echo(json.dumps(removed))
    else:
        say.result("sweep.files", **{**removed, "mib": removed["bytes"] >> 20})
    return 0


@command.command(name="destructions")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def destructions_command(as_json: bool) -> int:  # noqa: FBT001  click gives it so
    """Carry out the destruction lists that were ordered at the desk.

    The worker does the same every minute. What was killed goes on where it stood; a matter that may not go
    any more is left out, and its list says why.
    """
    say = screen()
    with serving.reachable_database(say):
        waiting_now = destructions.waiting_in_all()
        with Progress(total=waiting_now, what="matters") as progress:
            done = destroying.carry_out(
                clock.now, tell=lambda so_far: progress.reach(so_far.destroyed + so_far.left_out)
            )
    if as_json:
        click.echo(json.dumps(vars(done)))
    else:
        say.result("sweep.destructions", **vars(done))
    return 0


@command.command(name="settings")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
def settings_command(file: Path | None) -> int:
    """Show when whom to remind, as JSON; with a FILE (TOML or JSON) set it anew.

    These are settings of this installation, not law. Stages stand with the farthest first; the last one is
    the day after the binding day (-1), on which supervision begins.
    """
    say = screen()
    with serving.reachable_database(say):
        if file is not None:
            door.execute(SetWatch(settings=_read(file)), actor=INSTALLER, at=clock.now())
            say("sweep.set")
        click.echo(json.dumps(watch_in_force().plain, indent=2))
    return 0


@command.command(name="transit")
@click.argument("days", type=int, required=False)
def transit_command(days: int | None) -> int:
    """Show for how many days an unserved document counts as on its way, as JSON; with DAYS set it anew.

    While it does, no record of non-response is made against the office that issued it. It is a setting of
    this installation, not law.
    """
    say = screen()
    with serving.reachable_database(say):
        if days is not None:
            wanted = SetTransit(settings=Transit(on_its_way_days=days).plain)
            door.execute(wanted, actor=INSTALLER, at=clock.now())
            say("sweep.transit_set")
        stands = transit_in_force()
    shipped = shipped_transit()
    told = {name: {"zh": words.zh, "en": words.en} for name, words in about_transit().items()}
    known = told if stands == shipped else {"source": told["source"], "reason": told["reason"]}
    click.echo(json.dumps({**stands.plain, **known}, ensure_ascii=False, indent=2))
    return 0


def _read(file: Path) -> dict[str, object]:
    try:
        text = file.read_text("utf-8")
        found = tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)
    except ValueError:  # of both readers, and of bytes that are no text
        raise Invalid("watch.unreadable", field="file", file=str(file)) from None
    if not isinstance(found, dict):
        raise Invalid("watch.unreadable", field="file", file=str(file))
    return found
