"""Which wrapping key followed which, and whether the key file is of the same time as the database."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.records import sql

_ALL = "SELECT key, former, since, at, data_keys, retired_at FROM wrap_change ORDER BY since, at"


@dataclass(frozen=True, kw_only=True)
class WrapChange:
    """Since then `key` wraps; see `commands.ledger.change_wrap_key`."""

    key: str
    former: list[str]
    since: datetime
    at: datetime
    data_keys: int
    retired_at: datetime | None


def wrap_changes() -> list[WrapChange]:
    """Return every change of the wrapping key, oldest first."""
    return [WrapChange(**row) for row in sql.fetch(sql.WRITER, _ALL)]
