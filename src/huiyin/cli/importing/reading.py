"""Messages read from JSON lines: one object a line, with id, title, text, time, reply, reply_time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.prepare.importing import Message


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A line that holds no message, and why."""

    line: int
    reason: str


def messages(path: Path) -> Iterator[Message | Unread]:
    """Yield the message of each line, or why there is none; empty lines are passed over."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _read(line, number)


def _read(line: str, number: int) -> Message | Unread:
    try:
        plain = json.loads(line)
        return _message(plain)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Unread(line=number, reason="import.not_a_message")


def _message(plain: dict[str, Any]) -> Message:
    reply = str(plain.get("reply") or "").strip()
    reply_time = plain.get("reply_time")
    return Message(
        id=str(plain["id"]),
        title=str(plain.get("title") or "").strip(),
        text=str(plain.get("text") or "").strip(),
        at=_instant(plain["time"]),
        reply=reply if reply_time else "",
        reply_at=_instant(reply_time) if reply and reply_time else None,
    )


def _instant(text: str) -> datetime:
    """Return an instant; one without a zone is Chinese legal time."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=LOCAL_ZONE)
