"""Which sealed files a matter knows whose content stands: asked by the sweep of the store, a system job."""

from huiyin.records import sql

_KNOWN = """
    SELECT EXISTS (
        SELECT 1 FROM evidence AS e JOIN petition AS p ON p.id = e.petition
        WHERE e.address = %s AND p.erased_at IS NULL
    ) AS known
"""


def is_evidence(address: str) -> bool:
    """Return whether some matter that was not erased has a file at this address of the store."""
    row = sql.fetch_one(sql.WRITER, _KNOWN, (address,))
    return row is not None and bool(row["known"])
