"""The settings of oversight as they stand: those an administrator set, or those shipped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.kernel.command import Change, insert, update
from huiyin.records import sql
from huiyin.rules.oversight.watch import Watch, read_watch, shipped_watch

WATCH = "watch"
_WATCH = "SELECT value FROM oversight_setting WHERE id = %s"


def watch_in_force() -> Watch:
    """Return the stages of reminders and the days after which nobody's supervision is missed: one read."""
    row = sql.fetch_one(sql.WRITER, _WATCH, (WATCH,))
    return shipped_watch() if row is None else read_watch(row["value"])


def is_set(setting: str) -> bool:
    """Return whether somebody set it: then it is replaced, else it is new. The stream is locked before."""
    return bool(sql.fetch(sql.WRITER, "SELECT 1 FROM oversight_setting WHERE id = %s", (setting,)))


def set_to(setting: str, value: Mapping[str, Any], *, stands: bool, at: datetime) -> Change:
    """Return the change that puts a setting of this installation, as a whole."""
    change = update if stands else insert
    return change("oversight_setting", id=setting, kind=setting, name="", checks=(), value=value, at=at)
