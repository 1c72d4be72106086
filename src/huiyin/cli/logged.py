"""What a receipt proves beyond its promise, told on the command line: public log, witnesses, acts since."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiyin.cli.screen import Screen
from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.rules.receipt.history import Act
from huiyin.rules.receipt.logged import Logged


def tell_log(log: Logged | None, say: Screen) -> None:
    """Print where the filing stands in the public log and who has seen it, or that this is not proved."""
    if log is None:
        say.result("receipt.not_in_log")
        return
    say.result("receipt.in_log", index=f"{log.index + 1:,}", size=f"{log.checkpoint.size:,}")
    for one in log.witnesses:
        say.result("receipt.witness", at=_local(one.at), key=one.key)
    if not log.witnesses:
        say.result("receipt.no_witness")


def tell_history(history: Sequence[Act] | None, say: Screen) -> None:
    """Print how many acts followed in unbroken order, and what no file can prove."""
    if history is None:
        say.result("receipt.no_history")
        return
    if history:
        say.result("receipt.acts", number=len(history), at=_local(max(one.at for one in history)))
    else:
        say.result("receipt.no_acts")
    waiting = sum(one.index is None for one in history)
    if waiting:
        say.result("receipt.acts_waiting", number=waiting)
    say.result("receipt.acts_until")


def plain_log(log: Logged | None) -> dict[str, Any] | None:
    """Return the place in the public log as plain data."""
    if log is None:
        return None
    return {
        "size": log.checkpoint.size,
        "root": base64.b64encode(log.checkpoint.root).decode(),
        "index": log.index,
        "witnesses": [{"key": one.key, "at": one.at.isoformat()} for one in log.witnesses],
    }


def plain_history(history: Sequence[Act] | None) -> list[dict[str, Any]] | None:
    """Return the acts as plain data."""
    if history is None:
        return None
    return [
        {
            "at": one.at.isoformat(),
            "shown": dict(one.shown),
            "own": one.body is not None,
            "commitment": base64.b64encode(one.commitment).decode(),
            "index": one.index,
        }
        for one in history
    ]


def _local(at: datetime) -> str:
    return f"{at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M:%S}"
