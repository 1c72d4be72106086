"""Which sealed files the evidence knows: asked by the sweep of the store, a system job."""

from huiyin.records import sql

_KNOWN = "SELECT EXISTS (SELECT 1 FROM evidence WHERE address = %s) AS known"


def is_evidence(address: str) -> bool:
    """Return whether some matter has a file at this address of the store."""
    row = sql.fetch_one(sql.WRITER, _KNOWN, (address,))
    return row is not None and bool(row["known"])
