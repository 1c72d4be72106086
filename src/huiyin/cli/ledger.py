"""`huiyin ledger`: the log folded anew and compared with the tables."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

import click

from huiyin.cli import rebuilding, serving
from huiyin.cli.auditing import audit_command
from huiyin.cli.integrating import integrate_command, status_command
from huiyin.cli.progress import Progress
from huiyin.cli.reopening import reopen_command
from huiyin.cli.rotating import rotate_command
from huiyin.cli.screen import Screen, screen
from huiyin.cli.verifying.checking import signers
from huiyin.cli.verifying.command import verify_deep
from huiyin.cli.verifying.indexed import index_differences
from huiyin.cli.verifying.telling import told
from huiyin.cli.verifying.whole import published_files
from huiyin.prepare.promises import is_promised
from huiyin.queries.ledger.chains import Difference
from huiyin.queries.ledger.leaves import ReadFile
from huiyin.queries.ledger.verify import Count, verify
from huiyin.vault.current import vault


@click.group()
def command() -> None:
    """Check the ledger; report on a quarter; bring the public log forward; make the tables again from it."""


command.add_command(integrate_command, "integrate")
command.add_command(status_command, "status")
command.add_command(reopen_command, "reopen")
command.add_command(rotate_command, "rotate-key")
command.add_command(audit_command, "audit")


@command.command(name="verify")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--deep", "deeply", is_flag=True, help="Verify everything, by several processes.")
@click.option("--since", default="", metavar="SIZE|DAY", help="With --deep: only what is younger.")
@click.option("--restart", is_flag=True, help="With --deep: begin anew, forget a run that was ended.")
@click.option("--processes", default=0, help="With --deep: how many; as many as there are processors.")
def verify_command(*, as_json: bool, deeply: bool, since: str, restart: bool, processes: int) -> int:
    """Replay every entry and compare: commitments, chains, promises, every row of every table, the tree.

    And cut every text again and compare the index of words with it, as `huiyin search verify` does.

    Names each row that was altered, removed or added behind the door. Reads only; it may run beside
    `huiyin up`. Exit code 0 when all is well, 1 when something differs.

    With --deep also: the log's signature under every checkpoint and the cosignatures of the witnesses in
    HUIYIN_WITNESSES; data keys; the bytes of every stored file; and tables, triggers, policies, functions
    and rights, against those that this version makes. Each difference comes with what should stand and what
    does (sealed and written things as digests), and the first entry that says otherwise.

    A deep run that was ended, even killed, goes on where it was when it is called again. What it had
    verified by then counts as of then. --since verifies the histories with an entry that a checkpoint of
    SIZE did not hold yet, or none signed before DAY; walls and tree are always verified whole, the index of
    words only without it.

    \b
    Examples:
      huiyin ledger verify
      huiyin ledger verify --json | jq '.differences[] | {table, row, fields}'
      huiyin ledger verify --deep
      huiyin ledger verify --deep --since 2026-07-01 --json
    """
    say = screen()
    if deeply:
        return verify_deep(say, since=since, restart=restart, processes=processes, as_json=as_json)
    if since or restart or processes:
        raise click.UsageError("--since, --restart and --processes go with --deep")
    count = Count()
    with serving.reachable_database(say):
        every = chain(differences(count, published_files()), index_differences())
        found = [_told(one, say, as_json=as_json) for one in every]
    well = not found
    if as_json:
        result = {"well": well, "entries": count.entries, "subjects": count.subjects, "differences": found}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    elif well:
        say.result("ledger.well", entries=f"{count.entries:,}", subjects=f"{count.subjects:,}")
    else:
        say.result("ledger.differs", number=f"{len(found):,}", entries=f"{count.entries:,}")
    return 0 if well else 1


@command.command(name="rebuild")
@click.option("--check", is_flag=True, help="Only compare; changes nothing, and may run beside `huiyin up`.")
def rebuild_command(check: bool) -> int:  # noqa: FBT001  click gives it so
    """Make every table again from the ledger alone, identical row for row.

    For tables that were damaged or altered behind the door while the ledger is sound. The ledger is checked
    first, as by `huiyin ledger verify`; rows are never made of entries that are not what was committed. Then
    every entry is applied, in the order of the public log, to empty tables aside; rows that differ are named;
    and all tables are replaced in one transaction. Killed at any moment, it leaves the installation as it
    was, or finished: simply run it again. Accounts, drafts and files are no part of it and stay.

    Stop `huiyin up` first. It needs room for the tables once more.

    \b
    Examples:
      huiyin ledger rebuild --check    which rows would change; exit code 1 when some would
      huiyin ledger rebuild
    """
    if check:
        return rebuilding.check(screen())
    return rebuilding.rebuild(screen(), lambda: differences(Count()))


def differences(count: Count, read_file: ReadFile | None = None) -> Iterator[Difference]:
    """Yield every difference of ledger, tables and tree, showing progress; `count` says how far it came."""
    with Progress(total=0, what="entries") as progress:

        def show(reached: Count) -> None:
            count.entries, count.subjects, count.total = reached.entries, reached.subjects, reached.total
            progress.total = reached.total
            progress.reach(reached.entries)

        yield from verify(
            open_salt=vault().sealer.open_salt,
            promise_holds=is_promised,
            progress=show,
            read_file=read_file,
            signers=signers(),
        )


def _told(one: Difference, say: Screen, *, as_json: bool) -> dict[str, Any]:
    plain = told(one, say)
    if not as_json:
        click.echo(f"✗ {plain['says']}")
    return plain
