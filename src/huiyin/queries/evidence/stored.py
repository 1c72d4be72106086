"""Which sealed files a matter knows whose content stands: asked by the sweep of the store, a system job."""

from huiyin.records import sql

_OF_MATTER = """
    SELECT 1 FROM {table} AS f JOIN petition AS p ON p.id = f.petition
    WHERE f.address = %s AND p.erased_at IS NULL
"""
TABLES = ("evidence", "redaction", "page_picture")  # whatever names an address of the store
_KNOWN = f"SELECT {' OR '.join(f'EXISTS ({_OF_MATTER.format(table=one)})' for one in TABLES)} AS known"


def is_evidence(address: str) -> bool:
    """Return whether a matter that was not erased has a file, copy or picture at this address."""
    row = sql.fetch_one(sql.WRITER, _KNOWN, (address,) * len(TABLES))
    return row is not None and bool(row["known"])
