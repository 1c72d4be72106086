"""`huiyin ledger integrate` and `huiyin ledger status`: the public log, brought forward and told about."""

import json
import threading
import time
from typing import Any

import click
from django.conf import settings

from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.witnesses import Witnesses
from huiyin.cli import serving
from huiyin.cli.mirroring import Copying, copying_of
from huiyin.cli.screen import Screen, screen
from huiyin.cli.supervisor import Stop
from huiyin.kernel import clock
from huiyin.prepare.cosigning import Cosigning
from huiyin.prepare.integrating import Integrator
from huiyin.queries.ledger import heads
from huiyin.queries.ledger.published import published_head
from huiyin.vault.current import vault

PAUSE = 1.0  # seconds from one turn to the next, unless one takes longer
BY_HAND_SECONDS = 10.0  # how long witnesses are waited for


@click.command()
@click.option("--keep-on", is_flag=True, help="Go on, once a second, until stopped: `huiyin up` does so.")
def integrate_command(keep_on: bool) -> int:  # noqa: FBT001  click gives it so
    """Give every committed entry its index, publish the tiles, sign and publish the checkpoint.

    Safe at any time and beside `huiyin up`: one integrates at a time. What would break the log is refused,
    with nothing published: a published checkpoint that the database does not know (an older backup was
    restored over a newer log), leaves that are not those of the last checkpoint, a smaller tree.

    With HUIYIN_LOG_STORE_URL=s3://BUCKET/PREFIX?endpoint=URL the log is laid in that bucket as well, tiles
    first, below PREFIX and its own name (HUIYIN_STORE_KEY and HUIYIN_STORE_SECRET open it).

    \b
    Examples:
      huiyin ledger integrate
      huiyin ledger status --json
    """
    say = screen()
    with serving.reachable_database(say):
        integrator, cosigning = Integrator(vault().signer, log_folder()), cosigning_of(say)
        copying = copying_of(say)
        if keep_on:
            _keep_on(integrator, cosigning, copying)
        else:
            _to_the_end(integrator, cosigning, say)
            if copying is not None:
                _tell_laid(copying, say)
    return 0


def cosigning_of(say: Screen) -> Cosigning:
    """Return what asks the configured witnesses for the log in use."""
    witnesses = Witnesses(settings.HUIYIN_ENV.witnesses, tell=say)
    return Cosigning(vault().signer.origin, log_folder(), witnesses, tell=say)


def _keep_on(integrator: Integrator, cosigning: Cosigning, copying: Copying | None) -> None:
    stop, pause = Stop(), threading.Event()
    while not stop.asked:
        due = time.monotonic() + PAUSE
        done = integrator.turn(at=clock.now())
        if not done.more:
            if not done.busy:
                cosigning.turn(at=clock.now(), seconds=PAUSE)
                if copying is not None:
                    copying.turn()
            pause.wait(max(0.0, due - time.monotonic()))


def _to_the_end(integrator: Integrator, cosigning: Cosigning, say: Screen) -> None:
    numbered, busy, more = 0, False, True
    while more:
        done = integrator.turn(at=clock.now())
        numbered, busy, more = numbered + done.numbered, done.busy, done.more
    if busy:
        say.result("log.busy")
    else:
        say.result("log.integrated", numbered=f"{numbered:,}", size=f"{done.size:,}")
        cosigning.turn(at=clock.now(), seconds=BY_HAND_SECONDS)


def _tell_laid(copying: Copying, say: Screen) -> None:
    size = copying.copy()
    if size:
        say.result("mirror.laid", size=f"{size:,}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status_command(as_json: bool) -> int:  # noqa: FBT001  click gives it so
    """Say how large the public log is, what waits, and by which key its checkpoints are signed.

    \b
    Examples:
      huiyin ledger status
      huiyin ledger status --json | jq .waiting
    """
    say = screen()
    with serving.reachable_database(say):
        told = _status()
    if as_json:
        click.echo(json.dumps(told, default=str, ensure_ascii=False, indent=2))
        return 0
    say.result("log.of", origin=told["origin"], key=told["key"])
    say.result(
        "log.size", **{name: f"{told[name]:,}" for name in ("leaves", "signed", "published", "waiting")}
    )
    if told["signs_beside"]:
        say.result("log.signs_beside", key=told["signs_beside"])
    for key in told["ended"]:
        say.result("log.ended", key=key)
    if told["waiting_since"]:
        say.result("log.waiting_since", since=told["waiting_since"])
    return 0


def _status() -> dict[str, Any]:
    signer = vault().signer
    latest, waits, seen = heads.latest_head(signer.origin), heads.waiting(), published_head()
    return {
        "origin": signer.origin,
        "key": signer.verifier_key,
        "signs_beside": None if signer.ending_key is None else str(signer.ending_key),
        "leaves": heads.leaves() - heads.first_leaf(signer.origin),
        "ended": [str(one.key) for one in vault().house_keys if one.until],
        "signed": latest.size if latest else 0,
        "signed_at": latest.at if latest else None,
        "root": latest.root.hex() if latest else None,
        "cosigned_by": len(latest.lines) if latest else 0,
        "published": seen.size if seen else 0,
        "waiting": waits.number,
        "waiting_since": waits.since,
    }
