"""How far each witness has cosigned the public log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huiyin.records import sql

_SIGNED = "SELECT COALESCE(max(size), 0) AS size FROM checkpoint WHERE origin = %s AND at <= %s"
_BY_WITNESS = "SELECT witness, max(size) AS size FROM cosignature WHERE origin = %s GROUP BY witness"


@dataclass(frozen=True, kw_only=True)
class CosignedSizes:
    """The size that was signed by a certain time, and the largest that each witness has cosigned."""

    signed: int
    by_witness: Mapping[str, int]


def cosigned_sizes(origin: str, *, until: datetime) -> CosignedSizes:
    """Return what the log of this name had signed by `until`, and what its witnesses have cosigned by now."""
    [signed] = sql.fetch(sql.WRITER, _SIGNED, (origin, until))
    rows = sql.fetch(sql.WRITER, _BY_WITNESS, (origin,))
    return CosignedSizes(signed=signed["size"], by_witness={row["witness"]: row["size"] for row in rows})
