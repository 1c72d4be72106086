"""The settings of the record of non-response as they stand: what an administrator set, or what is shipped."""

from huiyin.records import sql
from huiyin.rules.nonresponse.transit import Transit, read_transit, shipped_transit

TRANSIT = "transit"
_TRANSIT = "SELECT value FROM oversight_setting WHERE id = %s"


def transit_in_force() -> Transit:
    """Return how long an unserved document counts as on its way: one read, on the writer's sight."""
    found = sql.fetch(sql.WRITER, _TRANSIT, (TRANSIT,))
    return read_transit(found[0]["value"]) if found else shipped_transit()
