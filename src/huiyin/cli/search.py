"""`huiyin search`: the index of words compared with the texts, made anew, put under another key."""

import json

import click

from huiyin.cli import serving
from huiyin.cli.progress import Progress
from huiyin.cli.screen import Screen, screen
from huiyin.cli.verifying import telling
from huiyin.cli.verifying.indexed import index_differences
from huiyin.prepare.searching import renewing
from huiyin.queries.handling.indexed import matters_after, standing

_json = click.option("--json", "as_json", is_flag=True, help="Print what was found or done as JSON.")


@click.group()
def command() -> None:
    """Compare the index of words with the texts; make it anew; put it under another key.

    The index holds words as keyed hashes. It is derived: what is lost or altered in it is made again from the
    sealed texts, and nothing of it stands in the ledger.
    """


@command.command(name="verify")
@_json
def verify_command(*, as_json: bool) -> int:
    """Cut every text again and compare: each row of the index altered, removed or added is named.

    Reads only; it may run beside `huiyin up`. Exit code 0 when all is well, 1 when something differs.

    \b
    Examples:
      huiyin search verify
      huiyin search verify --json | jq -r '.differences[].subject'
    """
    say = screen()
    with serving.reachable_database(say):
        found = [telling.told(one, say) for one in index_differences()]
        matters = matters_after()
    if as_json:
        telling.print_json({"well": not found, "matters": matters}, found)
        return 1 if found else 0
    for one in found:
        telling.show(one, say)
    if found:
        say.result("search.differs", number=f"{len(found):,}", matters=f"{matters:,}")
        return 1
    say.result("search.well", matters=f"{matters:,}")
    return 0


@command.command(name="rebuild")
@_json
def rebuild_command(*, as_json: bool) -> int:
    """Make the index anew from the texts, matter by matter, and count its words again.

    It may run beside `huiyin up`; searches go on and find the same. Killed at any moment, it goes on where it
    was when it is called again.

    \b
    Examples:
      huiyin search rebuild
    """
    return _renew(rotate=False, as_json=as_json)


@command.command(name="rotate")
@_json
def rotate_command(*, as_json: bool) -> int:
    """Put the index under another key, matter by matter. Old copies of it say nothing about the new one.

    After a theft of the database, say. The key is derived from the key file: a key file that was stolen is
    not mended by this. It may run beside `huiyin up`: until the end searches ask under both keys and find the
    same. Killed at any moment, it goes on where it was when it is called again.

    \b
    Examples:
      huiyin search rotate
    """
    return _renew(rotate=True, as_json=as_json)


def _renew(*, rotate: bool, as_json: bool) -> int:
    say = screen()
    with serving.reachable_database(say):
        resumed = standing().renewed is not None
        now = renewing.begin(rotate=rotate)
        changing = now.version != now.oldest
        if resumed:
            say("search.resumed_rotation" if changing else "search.resumed")
        with Progress(total=renewing.left(), what="matters") as progress:
            for done in renewing.renew():
                progress.reach(done)
    _tell(say, matters=progress.done, version=now.version, changed=changing, as_json=as_json)
    return 0


def _tell(say: Screen, *, matters: int, version: int, changed: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"matters": matters, "version": version, "changed": changed}, indent=2))
    else:
        say.result("search.rotated" if changed else "search.rebuilt", matters=f"{matters:,}", version=version)
