"""`huiyin ledger`: the log folded anew and compared with the tables."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from huiyin.adapters.publishing.current import log_folder
from huiyin.cli import serving
from huiyin.cli.integrating import integrate_command, status_command
from huiyin.cli.progress import Progress
from huiyin.cli.screen import Screen, screen
from huiyin.prepare.integrating import checkpoint_holds
from huiyin.prepare.receipts import signature_holds
from huiyin.queries.ledger.chains import Difference
from huiyin.queries.ledger.leaves import ReadFile
from huiyin.queries.ledger.verify import Count, verify
from huiyin.rules.receipt.promise import promise_message
from huiyin.vault.current import vault


@click.group()
def command() -> None:
    """Check the ledger; bring the public log forward."""


command.add_command(integrate_command, "integrate")
command.add_command(status_command, "status")


@command.command(name="verify")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def verify_command(as_json: bool) -> int:  # noqa: FBT001  click gives it so
    """Replay every entry and compare: commitments, chains, promises, every row of every table, the tree.

    Names each row that was altered, removed or added behind the door. Reads only; it may run beside
    `huiyin up`. Exit code 0 when all is well, 1 when something differs.

    \b
    Examples:
      huiyin ledger verify
      huiyin ledger verify --json | jq '.differences[] | {table, row, fields}'
    """
    say = screen()
    count = Count()
    with serving.reachable_database(say):
        found = [_told(one, say, as_json=as_json) for one in differences(count, _published_files())]
    well = not found
    if as_json:
        result = {"well": well, "entries": count.entries, "subjects": count.subjects, "differences": found}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    elif well:
        say.result("ledger.well", entries=f"{count.entries:,}", subjects=f"{count.subjects:,}")
    else:
        say.result("ledger.differs", number=f"{len(found):,}", entries=f"{count.entries:,}")
    return 0 if well else 1


def differences(count: Count, read_file: ReadFile | None = None) -> Iterator[Difference]:
    """Yield every difference of ledger, tables and tree, showing progress; `count` says how far it came."""
    with Progress(total=0, what="entries") as progress:

        def show(reached: Count) -> None:
            count.entries, count.subjects, count.total = reached.entries, reached.subjects, reached.total
            progress.total = reached.total
            progress.reach(reached.entries)

        yield from verify(
            open_salt=vault().sealer.open_salt,
            promise_holds=promise_holds(),
            progress=show,
            read_file=read_file,
            note_holds=checkpoint_holds,
        )


def _published_files() -> ReadFile | None:
    """Return how to read the published files; None when nothing is published from this machine."""
    folder = log_folder()
    return folder.read if folder.checkpoint() is not None else None


def promise_holds() -> Any:
    """Return the check of a promise by this installation's log key."""
    signer = vault().signer
    key, origin = signer.public_key, signer.origin

    def holds(commitment: bytes, promise: bytes, at: datetime) -> bool:
        return signature_holds(key, promise, promise_message(origin=origin, commitment=commitment, at=at))

    return holds


def _told(one: Difference, say: Screen, *, as_json: bool) -> dict[str, Any]:
    sentence = say.words(
        one.code, table=one.table, row=one.row, subject=one.subject, fields=", ".join(one.fields)
    )
    if not as_json:
        click.echo(f"✗ {sentence}")
    return {**vars(one), "fields": list(one.fields), "says": sentence}
