"""Whether story, identity and files of a petition are open to somebody today."""

from datetime import date

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import PetitionId
from huiyin.queries.reading import Reading

_GRANTED = 'SELECT true AS granted FROM story_grant WHERE petition = %s AND account = %s AND "on" = %s'


def granted(rows: Reading, petition: PetitionId, reader: Reader, *, on: date) -> bool:
    """Return whether this reader's account holds a grant for the day (see `OpenStory`)."""
    return rows.one(_GRANTED, (petition, reader.account, on)) is not None
