"""`huiyin ledger reopen`: after a restoration the log gets a new name; its first entry tells of the gap."""

from datetime import datetime
from pathlib import Path

import click
from django.conf import settings

from huiyin.adapters.publishing import current as publishing
from huiyin.adapters.publishing.fetching import fetched
from huiyin.cli import lock, serving
from huiyin.cli.screen import screen
from huiyin.cli.setting_up.keys import require_own
from huiyin.kernel import clock
from huiyin.kernel.errors import Misconfigured
from huiyin.prepare.reopening import reopen
from huiyin.vault import current


@click.command()
@click.option(
    "--after",
    "kept",
    metavar="FILE|URL",
    multiple=True,
    help="A public checkpoint that somebody kept: a file, or an address; may be given several times.",
)
@click.option("--none", "nobody", is_flag=True, help="Nobody has a newer checkpoint than this machine.")
def reopen_command(kept: tuple[str, ...], nobody: bool) -> int:  # noqa: FBT001  click gives it so
    """Open the public log under a new name after a backup was restored. Stop `huiyin up` first.

    Entries made after the backup are gone, but others have seen the log that held them. So that log ends: the
    key file gets a new log key, and the first entry of the new log says which checkpoint of the old one was
    the last that is known, how many entries of it are still here, and how many are missing. The page /log/
    says it too. Ask for the newest checkpoint where copies are kept, such as a witness, a proxy, a mirror of
    /log/checkpoint, or the disk of the old machine; checkpoints that lie on this machine are found by
    themselves. An interrupted reopening can be repeated. Afterwards take a copy of the key file again.

    \b
    Examples:
      huiyin ledger reopen --after /mnt/old-disk/huiyin/log/example.cn%2F1a2b3c4d/checkpoint
      huiyin ledger reopen --after https://mirror.example/log/checkpoint
      huiyin ledger reopen --none
    """
    if bool(kept) == nobody:
        raise click.UsageError("Give either --after with the newest checkpoint that anybody has, or --none.")
    say, env = screen(), settings.HUIYIN_ENV
    given = [_read(one) for one in kept]
    with lock.holding(env.data), serving.database(say):
        require_own()
        done = reopen(given, change_keys=_change_keys, at=clock.now())
    for one in done.after:
        say.result("reopen.after", origin=one["origin"], size=f"{one['size']:,}", held=f"{one['held']:,}")
    say.result("reopen.done", origin=done.origin, missing=f"{done.missing:,}")
    say.result("reopen.key", key=done.key, folder=str(env.keys))
    return 0


def _read(text: str) -> bytes:
    if text.startswith(("http://", "https://")):
        return fetched(text)
    try:
        return Path(text).read_bytes()
    except OSError as fault:
        raise Misconfigured("reopen.unreachable", url=text, reason=fault.strerror) from fault


def _change_keys(at: datetime) -> None:
    settings.HUIYIN_ENV.key_home.succeed(at)
    current.open_again()
    publishing.look_again()
