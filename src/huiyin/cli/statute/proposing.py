"""`huiyin statute calendar | pack propose`: shows what a file would move, and proposes it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from huiyin.cli import identity, serving
from huiyin.cli.screen import Screen, screen
from huiyin.cli.statute.previewing import FIRST_SHOWN, Preview, preview, tell, write_csv
from huiyin.cli.statute.words import moment
from huiyin.commands.learning.propose_rules import ProposeRules
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import new_id
from huiyin.prepare.moving import would_move
from huiyin.queries.learning.proposals import standing
from huiyin.rules.access.permissions import Permission
from huiyin.rules.statute.law import RuleFile
from huiyin.rules.statute.packs import pack_bytes, pack_ids
from huiyin.rules.statute.proposed import CALENDAR, PACK, what_is

_effective = click.option(
    "--effective", metavar="DATE", callback=lambda _, __, text: _day(text), help="From which day on; today."
)
_reason = click.option("--reason", metavar="TEXT", help="Why: the notice or the law, in a few words.")
_account = click.option("--as", "account", metavar="ACCOUNT", help="Propose it as this official.")
_first = click.option("--first", default=FIRST_SHOWN, show_default=True, help="How many clocks are listed.")
_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
_csv = click.option("--csv", "as_csv", is_flag=True, help="Print every clock that would move as CSV.")


def _day(text: str | None) -> date | None:
    found = moment(text) if text else None
    if found is not None and (type(found) is not date):
        raise click.BadParameter(f"{text}: give a day, such as 2027-01-01")
    return found


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What was asked for beside the file."""

    effective: date | None
    reason: str | None
    account: str | None
    first: int
    as_json: bool
    as_csv: bool


@click.group(name="calendar")
def calendar() -> None:
    """Put a year of a calendar in force: the days off of the country, or of a place."""


@click.group(name="pack")
def pack() -> None:
    """Put a rule pack in force."""


@calendar.command(name="propose")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_effective
@_reason
@_account
@_first
@_json
@_csv
def propose_calendar(file: Path, **wishes: Any) -> int:
    """Show which running clocks a year in FILE would move, and with --as propose it.

    Nothing changes until another official confirms it with `huiyin statute adopt`. Without --as nothing is
    proposed either.

    \b
    Examples:
      huiyin statute calendar propose 2027.toml --effective 2026-11-22
      huiyin statute calendar propose 2027.toml --as lin.zhiyuan --reason "国办发明电〔2026〕7号"
    """
    return _propose(CALENDAR, file.read_bytes(), file.name, Wishes(**wishes))


@pack.command(name="propose")
@click.argument("file", metavar="FILE|PACK")
@_effective
@_reason
@_account
@_first
@_json
@_csv
def propose_pack(file: str, **wishes: Any) -> int:
    """Show which running clocks a rule pack would touch, and with --as propose it.

    FILE is a TOML file, or the id of a pack that ships and is off. One that did not apply before starts
    clocks for what happens from its effective day on; a new version of one that applies corrects it.

    \b
    Examples:
      huiyin statute pack propose cn-internal-2014
      huiyin statute pack propose cn-51-own.toml --effective 2027-01-01 --as lin.zhiyuan --reason "…"
    """
    if file in pack_ids():
        return _propose(PACK, pack_bytes(file), f"{file}.toml", Wishes(**wishes))
    if not Path(file).is_file():
        raise click.BadParameter(f"{file}: no such file, and no such pack; there are {', '.join(pack_ids())}")
    return _propose(PACK, Path(file).read_bytes(), Path(file).name, Wishes(**wishes))


def _propose(kind: str, content: bytes, name: str, wishes: Wishes) -> int:
    say, at = screen(), clock.now()
    digest = hashlib.sha256(content).digest()
    found = what_is(kind, content, digest=digest, file=name)
    effective_on = wishes.effective or local_date(at)
    file = RuleFile(
        id=f"{found.kind}:{found.name}:{found.version}",
        kind=found.kind,
        name=found.name,
        effective_on=max(effective_on, local_date(at)),
        content=content,
    )
    with serving.reachable_database(say):
        if wishes.as_csv:
            write_csv(would_move(file, at=at))
            return 0
        shown = preview(would_move(file, at=at), first=wishes.first)
        proposal = None
        if wishes.account is not None:
            reason = wishes.reason or click.prompt("reason", err=True)
            actor = identity.official(wishes.account, Permission.LEARNING_RULES_PROPOSE, standing())
            proposal = ProposeRules(
                id=new_id(at),
                **vars(found),
                content=content,
                digest=digest,
                effective_on=effective_on,
                reason=reason,
            )
            door.execute(proposal, actor=actor, at=clock.now())
    plain = {"id": file.id, "digest": digest.hex(), "effective_on": file.effective_on.isoformat()}
    _show(say, plain, shown, str(proposal.id) if proposal else None, as_json=wishes.as_json)
    return 0


def _show(say: Screen, file: dict[str, str], shown: Preview, proposal: str | None, *, as_json: bool) -> None:
    if as_json:
        told = {**file, **shown.plain(), "proposal": proposal}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    tell(say, file, shown)
    if proposal is None:
        say.result("rules.only_shown")
    else:
        say.result("rules.proposed", proposal=proposal)
