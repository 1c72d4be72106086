"""`huiyin ledger rotate-key`: another key signs the public log, under the same name, over the same tree."""

import json
from datetime import datetime

import click
from django.conf import settings

from huiyin.adapters.publishing import current as publishing
from huiyin.cli import lock, serving
from huiyin.cli.integrating import BY_HAND_SECONDS, cosigning_of
from huiyin.cli.screen import Screen, screen
from huiyin.cli.setting_up.keys import require_own
from huiyin.kernel import clock
from huiyin.kernel.canonical import instant
from huiyin.prepare.rotating import Keyring, Rotated, rotate
from huiyin.vault import current


@click.command()
@click.option(
    "--overlap", is_flag=True, help="Let the old key sign checkpoints beside the new one for a while."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def rotate_command(*, overlap: bool, as_json: bool) -> int:
    """Have another key sign the public log. Its name and its tree stay. Stop `huiyin up` first.

    A new key promises and signs from now on. The old one signs its successor, and one checkpoint that holds
    the entry of the change and bears both signatures; then its private key is taken out of the key file.
    Receipts and checkpoints that it signed before hold as ever, and receipts carry both signatures of the
    change: whoever knows only the old key, or only the new one, can follow.

    Witnesses refuse checkpoints of a key that they were not told to trust (`huiyin witness trust KEY`). With
    --overlap both keys sign every checkpoint while `huiyin up` runs, so that there is time to tell them; run
    the command again without it to end the old key. An interrupted change is finished in the same way.

    Afterwards take a copy of the key file, and destroy the older ones: they still hold the old private key. A
    key file that somebody stole is not mended by this: what else is in it stays.

    \b
    Examples:
      huiyin ledger rotate-key
      huiyin ledger rotate-key --overlap    then tell the witnesses; then once more without it
      huiyin ledger rotate-key --json | jq -r .key
    """
    say, env = screen(), settings.HUIYIN_ENV
    with lock.holding(env.data), serving.database(say):
        require_own()
        done = rotate(Keyring(rotate=_rotate, retire=_retire), overlap=overlap, at=clock.now())
        cosigning_of(say).turn(at=clock.now(), seconds=BY_HAND_SECONDS)
    if as_json:
        click.echo(json.dumps(_plain(done), ensure_ascii=False, indent=2))
    else:
        _tell(done, say)
    return 0


def _tell(done: Rotated, say: Screen) -> None:
    change = done.change
    say.result("rotate.done", origin=change.origin, until=instant(change.until), size=f"{done.size:,}")
    say.result("rotate.key", key=change.key)
    say.result("rotate.ended" if done.ended else "rotate.overlaps", key=change.former)
    say.result("rotate.copy", folder=str(settings.HUIYIN_ENV.keys))


def _plain(done: Rotated) -> dict[str, object]:
    change = done.change
    return {
        "origin": change.origin,
        "key": change.key,
        "former": change.former,
        "until": instant(change.until),
        "size": done.size,
        "checkpoint": done.note,
        "ended": done.ended,
    }


def _rotate(at: datetime) -> None:
    settings.HUIYIN_ENV.key_home.rotate(at)
    _open_again()


def _retire() -> None:
    settings.HUIYIN_ENV.key_home.retire()
    _open_again()


def _open_again() -> None:
    current.open_again()
    publishing.look_again()
