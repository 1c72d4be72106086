"""`huiyin witness log`: how far each log was seen, and every contradiction."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from huiyin.adapters.witnessing import witness as witnessing
from huiyin.adapters.witnessing.state import TrustedLog
from huiyin.cli.screen import screen
from huiyin.cli.witness.options import folder_option
from huiyin.kernel.clock import LOCAL_ZONE


@click.command(name="log")
@folder_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, for monitoring programs.")
def log_command(folder: Path, as_json: bool) -> int:  # noqa: FBT001  click gives it so
    """Say how far each log was seen, and name the evidence of every contradiction.

    Exit code 0 when nothing contradicts what was seen; 1 when there is evidence, until you move its file
    away. A file ``split-….json`` proves by itself that the log signed two different trees: publish it. A file
    ``suspicion-….json`` says that a checkpoint signed by the log came with a proof that did not fit, which
    anybody could have sent; it goes away by itself once the log proves that checkpoint.

    \b
    Examples:
      huiyin witness log
      huiyin witness log --json | jq '.evidence'
    """
    found = witnessing.open_witness(folder, tell=lambda _: None)
    logs, files = found.state.logs(), found.evidence.files()
    if as_json:
        told = {
            "witness": str(found.key.public),
            "logs": [_plain(one) for one in logs],
            "evidence": [*map(str, files)],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for one in logs:
            _tell(one)
        for file in files:
            code = "witness.split_in" if file.name.startswith("split-") else "witness.suspicion_in"
            click.echo(f"✗ {screen().words(code, file=file)}")
    return 1 if files else 0


def _tell(log: TrustedLog) -> None:
    say = screen()
    if log.latest is None:
        say.result("witness.nothing_seen", origin=log.origin)
        return
    at = datetime.fromtimestamp(log.latest.at, LOCAL_ZONE)
    code = "witness.seen" if log.keys else "witness.seen_before"
    say.result(code, origin=log.origin, size=f"{log.latest.size:,}", at=f"{at:%Y-%m-%d %H:%M:%S}")


def _plain(log: TrustedLog) -> dict[str, Any]:
    latest = log.latest
    return {
        "origin": log.origin,
        "keys": list(log.keys),
        "size": latest.size if latest else None,
        "at": datetime.fromtimestamp(latest.at, UTC).isoformat() if latest else None,
        "checkpoint": latest.note + latest.line if latest else None,
    }
