"""`huiyin vault`: another wrapping key for all petitions; the key file moved onto a token and back."""

import json
from typing import Any

import click
from django.conf import settings

from huiyin.cli import lock, serving
from huiyin.cli.progress import Progress
from huiyin.cli.screen import Screen, screen
from huiyin.cli.setting_up.keys import require_own
from huiyin.kernel import clock
from huiyin.kernel.canonical import instant
from huiyin.kernel.errors import Misconfigured
from huiyin.prepare import rewrapping
from huiyin.queries.ledger.wrap_changes import WrapChange
from huiyin.vault.covers import Plain
from huiyin.vault.homes import cover, home, make_token_key
from huiyin.vault.key_uri import TokenPlace


@click.group()
def command() -> None:
    """Look after the keys: wrap by another key, move the key file onto a token.

    \b
    Examples:
      huiyin vault rotate
      huiyin vault token-make && huiyin vault move-to-token
    """


@command.command(name="rotate")
@click.option("--prepare", is_flag=True, help="Only lay the next key beside, for several hosts.")
@click.option("--retire", is_flag=True, help="Destroy the keys before the one in use.")
@click.option("--older-backups-unreadable", "agreed", is_flag=True, help="With --retire: yes, that is meant.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def rotate_command(*, prepare: bool, retire: bool, agreed: bool, as_json: bool) -> int:
    """Have another key wrap the data keys of all petitions. Works while Huiyin runs; nothing is sealed anew.

    The new key goes into the key file, every process uses it at once, and then each petition's data key is
    wrapped by it. A rotation that was ended, even killed, is finished by the next call. It is one entry in
    the ledger. With several hosts: --prepare first, bring the key file to all of them, then rotate.

    The keys before stay in the key file: backups made before need them. --retire takes them out, after it
    has made sure that nothing here is wrapped by them; stop `huiyin up` first. Afterwards take a copy of
    the key file.

    Exit code 1 when data keys were found that do not open.

    \b
    Examples:
      huiyin vault rotate
      huiyin vault rotate --retire --older-backups-unreadable
      huiyin vault rotate --json | jq .data_keys
    """
    if prepare and retire:
        raise click.UsageError("Give either --prepare or --retire.")
    say = screen()
    if prepare:
        _prepare(say)
        return 0
    return _retire(say, agreed=agreed, as_json=as_json) if retire else _rotate(say, as_json=as_json)


@command.command(name="token-make")
def token_make_command() -> int:
    """Make the AES-256 key on the token that HUIYIN_KEY_URI names, unless it is there. It cannot leave it.

    The token itself is initialised with the software of its maker: label, PIN, and a second token.

    \b
    Examples:
      export HUIYIN_KEY_URI='pkcs11:token=huiyin;object=keys?module-path=/lib/p11.so&pin-source=file:/etc/pin'
      huiyin vault token-make
    """
    say, place = screen(), _token()
    made = make_token_key(place)
    say.result("token.made" if made else "token.made_before", token=place.token, key=place.object)
    return 0


@command.command(name="move-to-token")
def move_to_token_command() -> int:
    """Wrap the key file by the key on the token of HUIYIN_KEY_URI: from then on it opens only with it.

    Stop `huiyin up` first. Interrupted at any moment, the file is the old or the new one; call it again.
    """
    say, env, place = screen(), settings.HUIYIN_ENV, _token()
    with lock.holding(env.data):
        moved = home(env.keys, None).move(cover(place))
    code = "token.moved" if moved else "token.moved_before"
    say.result(code, path=str(env.key_home.path), token=place.token)
    if moved:
        say.result("vault.copy", path=str(env.key_home.path))
    return 0


@command.command(name="move-to-file")
def move_to_file_command() -> int:
    """Have the key file open without the token again, as before `move-to-token`. Stop `huiyin up` first.

    HUIYIN_KEY_URI still names the token, which must be there; unset it afterwards.
    """
    say, env = screen(), settings.HUIYIN_ENV
    with lock.holding(env.data):
        moved = home(env.keys, _token()).move(Plain())
    say.result("token.moved_back" if moved else "token.moved_back_before", path=str(env.key_home.path))
    if moved:
        say.result("vault.copy", path=str(env.key_home.path))
    return 0


def _token() -> TokenPlace:
    place: TokenPlace | None = settings.HUIYIN_ENV.key_place
    if place is None:
        raise Misconfigured("token.none")
    return place


def _prepare(say: Screen) -> None:
    found = settings.HUIYIN_ENV.key_home
    found.prepare_wrap()
    say.result("vault.prepared", path=str(found.path))


def _rotate(say: Screen, *, as_json: bool) -> int:
    found = settings.HUIYIN_ENV.key_home
    with serving.reachable_database(say), Progress(total=0, what="data keys") as progress:
        done = rewrapping.rotate(found, progress=_showing(progress), at=clock.now())
    if as_json:
        click.echo(json.dumps({**_plain(done.change), "damaged": done.damaged}, indent=2))
    else:
        say.result(
            "vault.rotated",
            key=done.change.key,
            data_keys=f"{done.change.data_keys:,}",
            since=instant(done.change.since),
        )
        say.result("vault.copy", path=str(found.path))
        if done.damaged:
            say.result("vault.rotated_damaged", number=done.damaged)
    return 1 if done.damaged else 0


def _retire(say: Screen, *, agreed: bool, as_json: bool) -> int:
    if not agreed:
        raise Misconfigured("vault.say_so")
    env = settings.HUIYIN_ENV
    with (
        lock.holding(env.data),
        serving.database(say),
        Progress(total=0, what="data keys") as progress,
    ):
        require_own()
        change = rewrapping.retire(env.key_home, progress=_showing(progress), at=clock.now())
    if as_json:
        click.echo(json.dumps(_plain(change), indent=2))
    else:
        say.result("vault.retired", key=change.key, path=str(env.key_home.path))
        say.result("vault.copy", path=str(env.key_home.path))
    return 0


def _showing(progress: Progress) -> rewrapping.Progress:
    def show(done: int, total: int) -> None:
        progress.total = total
        progress.reach(done)

    return show


def _plain(change: WrapChange) -> dict[str, Any]:
    return {
        "key": change.key,
        "former": change.former,
        "since": instant(change.since),
        "at": instant(change.at),
        "data_keys": change.data_keys,
        "retired_at": None if change.retired_at is None else instant(change.retired_at),
    }
