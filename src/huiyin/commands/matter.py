"""Load a matter's facts under lock: the subject of every command about a petition."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.records import sql
from huiyin.records.petitions.matter import read_matter
from huiyin.rules.lifecycle.matter import Matter

_LOCK = "SELECT lock_petition(%s)"


class OnPetition(Protocol):
    """A command about one petition."""

    @property
    def petition(self) -> PetitionId:
        """Which one."""


def load_matters(commands: Sequence[OnPetition]) -> list[Matter]:
    """Lock the petitions of the commands in the order of their ids, then read them; raise Unknown."""
    # Order: always by id, so that two commands over the same matters cannot block each other for ever.
    for petition in sorted({command.petition for command in commands}):
        if sql.fetch_one(sql.WRITER, _LOCK, (petition,)) == {"lock_petition": None}:
            raise Unknown("petition.unknown")
    return [load_matter(command.petition) for command in commands]


def load_matter(petition: PetitionId) -> Matter:
    """Read a matter as it stands (in the door's transaction, after its lock)."""
    matter = read_matter(partial(sql.fetch, sql.WRITER), petition)
    if matter is None:
        raise Unknown("petition.unknown")
    return matter
