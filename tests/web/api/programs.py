"""Where programs file, and what then stands."""

from huiyin.prepare import house
from support.state import rows

PATH = "/api/v1/petitions"


def petitions() -> int:
    """Return how many petitions stand."""
    return len(rows("petition"))


def stored() -> int:
    """Return how many sealed files lie in the store."""
    return len(list(house.store().list()))
