"""`huiyin witness serve`: answers logs until it is stopped, and says loudly what contradicts what it saw."""

import errno
import shlex
import signal
import subprocess
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from threading import Thread
from typing import Any

import click

from huiyin.adapters.witnessing import witness as witnessing
from huiyin.adapters.witnessing.witness import Answer, Found, Witness
from huiyin.cli.screen import Screen, screen
from huiyin.cli.witness.options import folder_option
from huiyin.cli.witness.server import WitnessServer
from huiyin.kernel.errors import Misconfigured

QUIET = {HTTPStatus.OK, HTTPStatus.CONFLICT}  # as each day brings
HOOK_SECONDS = 60


@click.command(name="serve")
@folder_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8100, show_default=True, help="Port to listen at."
)
@click.option("--on-evidence", metavar="COMMAND", help="Run COMMAND FILE for each new file of evidence.")
def serve_command(folder: Path, host: str, port: int, on_evidence: str | None) -> int:
    """Answer the logs that this witness trusts, until Ctrl-C or SIGTERM.

    It speaks plain HTTP at one port; on the open network let a web server with a certificate pass
    /add-checkpoint and /<hash>/checkpoint on to it. The log's keeper needs this witness's verifier key
    (`huiyin witness keys`) and its address.

    \b
    Examples:
      huiyin witness serve --dir /var/lib/huiyin-witness --port 8100
      huiyin witness serve --on-evidence 'mail -s "Two trees" board@example.org -A'
    """
    say = screen()
    found = witnessing.open_witness(folder, tell=_teller(say, shlex.split(on_evidence or "")))
    with _bound(host, port, found, say) as server:
        signal.signal(signal.SIGTERM, lambda *_: _stop(server))
        say.result("witness.serving", name=found.key.public.name, url=_url(host, server.server_port))
        with suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.2)
    return 0


def _bound(host: str, port: int, witness: Witness, say: Screen) -> WitnessServer:
    try:
        return WitnessServer((host, port), witness, report=_reporter(say))
    except OSError as fault:
        if fault.errno != errno.EADDRINUSE:
            raise
        raise Misconfigured("witness.port_taken", host=host, port=port) from fault


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _stop(server: WitnessServer) -> None:
    Thread(target=server.shutdown, daemon=True).start()  # `shutdown` waits for the loop that this interrupts


def _reporter(say: Screen) -> Any:
    def report(answer: Answer) -> None:
        if answer.status not in QUIET:
            say("witness.refused", status=int(answer.status), why=say.words(answer.code))

    return report


def _teller(say: Screen, hook: list[str]) -> Any:
    def tell(found: Found) -> None:
        code = "witness.split_view" if found.verdict.proves else "witness.unproved"
        say(code, origin=found.origin, held=found.held, shown=found.shown, file=found.file or "-")
        if found.file is None:
            say("witness.evidence_unwritten")
        elif hook:
            Thread(target=_run, args=([*hook, str(found.file)], say)).start()

    return tell


def _run(command: list[str], say: Screen) -> None:
    try:
        subprocess.run(command, timeout=HOOK_SECONDS, check=True, stdin=subprocess.DEVNULL)  # noqa: S603  the operator's own
    except (OSError, subprocess.SubprocessError):
        say("witness.hook_failed", command=command[0])
