"""The whole index made anew: from the texts as they are, or under a new version of the key.

Matter by matter in the order of their ids, noting how far it is: whoever was killed goes on there. While the
key is changed, rows stand under two versions, and a search asks for both (`asking`).
"""

import time
from collections.abc import Iterator

from huiyin.door import searching
from huiyin.kernel.errors import Conflict
from huiyin.prepare.searching.indexing import BATCH, reindex
from huiyin.queries.handling.indexed import Standing, matters_after, pages_of_index, standing

SETTLING = 3.0  # seconds: searches that began before the change of the key end first


def begin(*, rotate: bool) -> Standing:
    """Begin a renewal, or return the one that has begun and not ended; it goes on as it was begun.

    Raises Conflict ``search.renewing`` when a change of the key is asked for while a mere rebuild goes on.
    """
    now = standing()
    if now.renewed is None:
        searching.begin_renewal(rotate=rotate)
        if rotate:
            time.sleep(SETTLING)
    elif rotate and now.oldest == now.version:
        raise Conflict("search.renewing")
    return standing()


def left() -> int:
    """Return how many matters a renewal still has before it."""
    now = standing()
    return 0 if now.renewed is None else matters_after(now.renewed)


def renew() -> Iterator[int]:
    """Carry on the renewal that has begun, to its end; yield how many matters were looked at, by and by."""
    now = standing()
    looked_at = 0
    if now.renewed is None:
        return
    for page in pages_of_index(BATCH, after=now.renewed):
        reindex(page)
        searching.renewed(page[-1])
        looked_at += len(page)
        yield looked_at
    searching.end_renewal()
