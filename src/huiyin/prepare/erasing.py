"""Erasure carried out: first the keys, in the database and for ever, then what they would have opened."""

from collections.abc import Collection
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
    return clear([petition], at=at)


def clear(petitions: Collection[PetitionId], *, at: datetime) -> int:
    """Remove what is left of matters whose keys are destroyed; return how many sealed files went."""
    searching.forget(list(petitions))
    forgetting.forget(lambda one: one in petitions, at=at)
    gone = [address for one in petitions for address in addresses_of(one) if not is_evidence(address)]
    for petition in petitions:
        examining.forget(petition)
    for address in gone:
        house.store().delete(address)
    return len(gone)
