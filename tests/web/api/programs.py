"""Where programs file, and what then stands."""

from huiyin.prepare import house
from huiyin.records import sql

PATH = "/api/v1/petitions"


def petitions() -> int:
    """Return how many petitions stand."""
    row = sql.fetch_one(sql.OWNER, "SELECT count(*) AS n FROM petition")
    assert row is not None
    return int(row["n"])


def stored() -> int:
    """Return how many sealed files lie in the store."""
    return len(list(house.store().list()))
