"""`huiyin statute adoptions`, `adopt`, `turn-down`, `move`: a second person decides, then clocks move."""

import json
from typing import Any

import click

from huiyin.cli import identity, serving
from huiyin.cli.screen import screen
from huiyin.cli.statute import moving as mover
from huiyin.cli.statute.previewing import FIRST_SHOWN, preview, tell
from huiyin.cli.statute.proposing import calendar, pack
from huiyin.commands.learning.confirm_rules import ConfirmRules
from huiyin.commands.learning.turn_down_rules import TurnDownRules
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.prepare.moving import would_move
from huiyin.queries.learning.moving import refresh
from huiyin.queries.learning.proposals import ProposalLine, file_of, proposal_named, proposals, standing
from huiyin.rules.access.permissions import Permission

_first = click.option("--first", default=FIRST_SHOWN, show_default=True, help="How many clocks are listed.")
_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
_processes = click.option("--processes", default=0, help="How many move clocks; one for each processor.")
_confirmer = click.option("--as", "account", required=True, metavar="ACCOUNT", help="Who confirms it.")
_decider = click.option("--as", "account", required=True, metavar="ACCOUNT", help="Who turns it down.")


@click.command(name="adoptions")
@_json
def adoptions(*, as_json: bool) -> int:
    """List what was proposed, what two people put in force, and what was turned down."""
    say = screen()
    with serving.reachable_database(say):
        found = proposals()
        people = {one.proposed_by for one in found} | {one.decided_by for one in found if one.decided_by}
        names = identity.names_of({int(one) for one in people})
    rows = [_plain(one, names) for one in found]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in [] if as_json else rows:
        day = row["in_force_on"] or row["effective_on"]
        click.echo(
            "\t".join([row["proposal"], row["state"], row["id"], day, row["proposed_by"], row["reason"]])
        )
    return 0


def _plain(one: ProposalLine, names: dict[int, str]) -> dict[str, Any]:
    return {
        "proposal": str(one.id),
        "state": one.state,
        "id": one.key,
        "digest": one.digest.hex(),
        "effective_on": one.effective_on.isoformat(),
        "in_force_on": one.in_force_on and one.in_force_on.isoformat(),
        "reason": one.reason,
        "proposed_by": names.get(int(one.proposed_by), ""),
        "proposed_at": one.proposed_at.isoformat(),
        "decided_by": names.get(int(one.decided_by), "") if one.decided_by else None,
        "decided_at": one.decided_at and one.decided_at.isoformat(),
        "decided_because": one.decided_because,
    }


@click.command(name="adopt")
@click.argument("proposal")
@_confirmer
@click.option("--yes", is_flag=True, help="Do not ask once more.")
@_processes
@_first
def adopt(proposal: str, account: str, *, yes: bool, processes: int, first: int) -> int:
    """Confirm a PROPOSAL (its id, or how it begins), and move the clocks that it moves.

    Shows first what it is and what would move. Whoever proposed it cannot confirm it. Interrupted while
    clocks are moved, it goes on with `huiyin statute move`, or by itself while `huiyin up` runs.
    """
    say = screen()
    with serving.reachable_database(say):
        line = proposal_named(proposal)
        today = local_date(clock.now())
        file = file_of(line, today=today)
        shown = preview(would_move(file, at=clock.now()), first=first)
        plain = {"id": line.key, "digest": line.digest.hex(), "effective_on": file.effective_on.isoformat()}
        tell(say, plain, shown)
        actor = identity.official(account, Permission.LEARNING_RULES_CONFIRM, standing())
        if not yes:
            click.confirm(say.words("rules.really"), abort=True, err=True)
        door.execute(ConfirmRules(proposal=line.id, digest=line.digest), actor=actor, at=clock.now())
        say.result("rules.adopted", id=line.key, effective_on=file.effective_on.isoformat())
        if file.effective_on > today:
            return 0
        refresh()
        say.result("rules.moved", petitions=f"{mover.carry_out(processes=processes):,}")
    return 0


@click.command(name="turn-down")
@click.argument("proposal")
@_decider
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
def turn_down(proposal: str, account: str, reason: str) -> int:
    """Withdraw one's own PROPOSAL, or reject that of another."""
    say = screen()
    with serving.reachable_database(say):
        line = proposal_named(proposal)
        actor = identity.official(account, Permission.LEARNING_RULES_PROPOSE, standing())
        door.execute(TurnDownRules(proposal=line.id, reason=reason), actor=actor, at=clock.now())
    say.result("rules.turned_down", id=line.key)
    return 0


@click.command(name="move")
@_processes
def move(processes: int) -> int:
    """Move the clocks that what was adopted still has to move; goes on where it was interrupted."""
    say = screen()
    with serving.reachable_database(say):
        say.result("rules.moved", petitions=f"{mover.carry_out(processes=processes):,}")
    return 0


COMMANDS: dict[str, click.Command] = {
    str(one.name): one for one in (calendar, pack, adoptions, adopt, turn_down, move)
}
