"""Erasure carried out: first the keys, in the database and for ever, then what they would have opened."""

from datetime import datetime
from uuid import UUID

from huiyin.commands.evidence.erase_petition import ErasePetition
from huiyin.door import door, examining, searching
from huiyin.kernel.command import Actor
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import forgetting, house
from huiyin.queries.evidence.erasures import addresses_of
from huiyin.queries.evidence.stored import is_evidence


def erase(petition: PetitionId, *, proposal: UUID, number: str, actor: Actor, at: datetime) -> int:
    """Erase what another person proposed to erase; return how many sealed files were removed from the store.

    Errors as of the command. Order: the keys go with the commit. A kill after it leaves sealed files that
    nothing opens, and perhaps what waited for the matter, which the nightly sweep of the store removes, and
    its words in the index, which follows the log.
    """
    command = ErasePetition(petition=petition, proposal=proposal, number=number)
    door.execute(command, actor=actor, at=at)
    searching.forget([petition])
    forgetting.forget(lambda one: one == petition, at=at)
    gone = [address for address in addresses_of(petition) if not is_evidence(address)]
    examining.forget(petition)
    for address in gone:
        house.store().delete(address)
    return len(gone)
