"""What an office records of carrying out its opinion, opened for the petitioner: it is the own matter."""

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import PetitionId
from huiyin.queries.handling.story import EXECUTIONS, CarriedOut, carried_out
from huiyin.queries.reading import reading
from huiyin.vault.current import vault

_KEY = "SELECT wrapped FROM data_key WHERE petition = %s"


def own_executions(petition: PetitionId) -> tuple[CarriedOut, ...]:
    """Return the records, the oldest first; none when the matter's key was erased."""
    with reading(Reader(petition=petition)) as rows:
        found, row = rows.all(EXECUTIONS, (petition,)), rows.one(_KEY, (petition,))
    if not found or row is None:
        return ()
    key = vault().open_data_key(row["wrapped"], petition)
    return tuple(carried_out(one, key) for one in found)
