"""The settings of oversight as they stand: those an administrator set, or those shipped."""

from huiyin.records import sql
from huiyin.rules.oversight.watch import Watch, read_watch, shipped_watch

WATCH = "watch"
_WATCH = "SELECT value FROM oversight_setting WHERE id = %s"


def watch_in_force() -> Watch:
    """Return the stages of reminders and the days after which nobody's supervision is missed: one read."""
    row = sql.fetch_one(sql.WRITER, _WATCH, (WATCH,))
    return shipped_watch() if row is None else read_watch(row["value"])
