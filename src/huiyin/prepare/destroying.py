"""Destruction lists carried out: matter by matter, first the keys, then what they would have opened.

Goes on where it was killed: what is destroyed or left out is listed no more. What a kill left of the last
matters, sealed files that nothing opens, the nightly sweep of the store removes.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.commands.evidence.destruction_carrying import DestroyListed, FinishDestruction
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare import erasing
from huiyin.queries.evidence.destructions import carrying, listed_on
from huiyin.rules.access.roles import Role

DESTROYER = Actor(kind=ActorKind.SYSTEM, role=Role.DESTROYER.value, name="destroyer")
AT_ONCE = 20  # matters destroyed in one transaction
_DESTROYED = "petition.erased"

Now = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What one run did: matters destroyed and left out, sealed files removed, lists finished."""

    destroyed: int = 0
    left_out: int = 0
    files: int = 0
    finished: int = 0

    def plus(self, other: "Carried") -> "Carried":
        """Return both together."""
        return Carried(**{name: value + getattr(other, name) for name, value in vars(self).items()})


def carry_out(
    now: Now, *, within: timedelta | None = None, tell: Callable[[Carried], None] = lambda _: None
) -> Carried:
    """Carry out every list that was ordered, or as much as fits `within` a time; return what was done.

    Safe to run twice, at once, or late: whoever comes second to a matter finds it done. `tell` is told after
    each transaction.
    """
    begun, done = now(), Carried()
    for one in carrying():
        while matters := listed_on(one, limit=AT_ONCE):
            if within is not None and now() - begun >= within:
                return done
            done = done.plus(_destroy(one, matters, now()))
            tell(done)
        with suppress(Conflict):
            door.execute(FinishDestruction(destruction=one), actor=DESTROYER, at=now())
            done = done.plus(Carried(finished=1))
    return done


def _destroy(destruction: UUID, petitions: Sequence[PetitionId], at: datetime) -> Carried:
    commands = [
        DestroyListed(petition=petition, destruction=destruction, id=new_id(at)) for petition in petitions
    ]
    outcomes = door.execute_many(commands, actor=DESTROYER, at=at, without_conflicts=True)
    gone = [PetitionId(one.decision.subject) for one in outcomes if one.decision.kind == _DESTROYED]
    files = erasing.clear(gone, at=at) if gone else 0
    return Carried(destroyed=len(gone), left_out=len(outcomes) - len(gone), files=files)
