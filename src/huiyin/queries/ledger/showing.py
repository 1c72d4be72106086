"""How a field's value is shown to whoever verifies: never what is sealed, and nothing that somebody wrote."""

import hashlib
import json
import re
from typing import Any

from huiyin.records.catalogue import DOMAIN, Sight
from huiyin.records.columns import Column

LONGEST = 200  # characters of what stands in the open

# States, kinds, days, numbers, ids: what programs write. Words of people have other characters, or spaces.
_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,64}")


def as_shown(table: str, column: Column, value: Any) -> str | None:
    """Return a value of JSON as text: itself when it is open or a code, otherwise the digest of it.

    Equal values have equal digests, so that somebody who holds the right one can tell.
    """
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    if column.type == "bytea":
        return _digest(bytes.fromhex(text.removeprefix("\\x")))
    if DOMAIN[table] is Sight.OPEN and column.type != "jsonb":
        return text[:LONGEST]
    if isinstance(value, bool | int) or _CODE.fullmatch(text):
        return text
    return text if column.type.endswith("[]") else _digest(text.encode())


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
