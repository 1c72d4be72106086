"""Load a matter's facts under lock: the subject of every command about a petition."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.records import heads, sql
from huiyin.records.petitions.matter import read_matter, read_matters
from huiyin.rules.lifecycle.matter import Matter

# Order: always by id, so that two commands over the same matters cannot block each other for ever. Read in
# statements of their own: in that of the lock they would be seen as they were before it was taken.
_LOCK = """
    SELECT lock_petition(id) AS locked FROM (SELECT id FROM unnest(%s::uuid[]) AS id ORDER BY id) AS wanted
"""


class OnPetition(Protocol):
    """A command about one petition."""

    @property
    def petition(self) -> PetitionId:
        """Which one."""


def load_matters(commands: Sequence[OnPetition]) -> list[Matter]:
    """Lock the petitions of the commands in the order of their ids, then read them; raise Unknown."""
    wanted = [command.petition for command in commands]
    found = _locked_and_read(list(dict.fromkeys(wanted)))
    if any(petition not in found for petition in wanted):
        raise Unknown("petition.unknown")
    return [found[petition] for petition in wanted]


def load_matter(petition: PetitionId) -> Matter:
    """Read a matter as it stands (in the door's transaction, after its lock)."""
    matter = read_matter(partial(sql.fetch, sql.WRITER), petition)
    if matter is None:
        raise Unknown("petition.unknown")
    return matter


def _locked_and_read(petitions: list[PetitionId]) -> dict[PetitionId, Matter]:
    # The lock is sent first and so is taken first; what is read after it is read in one round trip.
    def fetch_all(asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[sql.Row]]:
        _, last, *answers = sql.fetch_all(
            sql.WRITER, [(_LOCK, (petitions,)), heads.question(petitions), *asked]
        )
        heads.note(last)
        return answers

    return read_matters(fetch_all, petitions)
