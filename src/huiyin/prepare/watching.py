"""The sweep: reminds of days that come near, raises what was not done in time, closes what was cured.

A page at a time, each in a transaction of its own: killed in the middle, it goes on where it stopped, because
what is done is no longer due. It may run late, or twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.oversight.cure_supervision import CureSupervision
from huiyin.commands.oversight.raise_supervision import RaiseSupervision
from huiyin.commands.oversight.remind import Remind
from huiyin.door import door
from huiyin.door.turn import turn
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, ActorKind, Command
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId
from huiyin.queries.oversight import due
from huiyin.rules.access.roles import Role

WATCH = Actor(kind=ActorKind.SYSTEM, role=Role.WATCH.value, name="watch")
TURN = "sweep of deadlines"


@dataclass(frozen=True, kw_only=True)
class Swept:
    """How many entries a sweep wrote of each kind; `passed` moved on while it looked."""

    reminded: int = 0
    raised: int = 0
    cured: int = 0
    passed: int = 0


def sweep_deadlines(*, at: datetime) -> Swept:
    """Do all that is due at `at`; return how much that was: nothing when it was done already.

    First what was cured, then what nobody supervised, then the days. A matter's item is raised before its
    clock is told of: a clock told of is not found again.
    """
    with turn(TURN):
        sweeping = _Sweeping(at)
        for petitions in due.cured():
            sweeping.cured += sweeping.do([CureSupervision(petition=one) for one in petitions])
        for petitions in due.unsupervised(today=local_date(at)):
            sweeping.raised += sweeping.do(_raise(petitions))
        for _, page in due.due_clocks(due.watch_in_force(), today=local_date(at)):
            failing = list(dict.fromkeys(one.petition for one in page if one.failing))
            sweeping.raised += sweeping.do(_raise(failing))
            sweeping.reminded += sweeping.do(
                [Remind(petition=one.petition, clock=one.id, due_on=one.binding_on) for one in page]
            )
        return sweeping.swept


class _Sweeping:
    """Counts what one sweep does."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self.reminded = self.raised = self.cured = self.passed = 0

    @property
    def swept(self) -> Swept:
        """What was done so far."""
        return Swept(reminded=self.reminded, raised=self.raised, cured=self.cured, passed=self.passed)

    def do(self, commands: Sequence[Command]) -> int:
        """Carry out commands together; one by one when a matter moved on meanwhile. Return how many were."""
        try:
            return len(door.execute_many(commands, actor=WATCH, at=self._at))
        except Conflict:
            return sum(self._one(command) for command in commands)

    def _one(self, command: Command) -> int:
        try:
            door.execute(command, actor=WATCH, at=self._at)
        except Conflict:
            self.passed += 1
            return 0
        return 1


def _raise(petitions: Sequence[PetitionId]) -> list[RaiseSupervision]:
    return [RaiseSupervision(petition=one) for one in petitions]
