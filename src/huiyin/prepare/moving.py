"""Carries out what was adopted: the clocks it touches are computed anew, and those that differ are moved.

Goes on where it was killed: the mark says how far it came, and what was moved already differs no more. Memory
is that of one window of petitions.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.learning.move_clocks import MoveClocks, Moved, differing, moves
from huiyin.door import door
from huiyin.door import moving as marks
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.ids import PetitionId
from huiyin.queries.learning import moving
from huiyin.queries.learning.moving import Waiting, Window
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.changed import Touched
from huiyin.rules.statute.law import Law, RuleFile, in_force

MOVER = Actor(kind=ActorKind.SYSTEM, role=Role.MOVER.value, name="mover")
WINDOW = 1000  # petitions looked at in one go
AT_ONCE = 250  # moved in one transaction

Now = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Task:
    """One window of what adoptions touch that are carried out together."""

    because: tuple[str, ...]
    touched: Touched
    window: Window
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of a task."""

    window: Window
    looked_at: int  # petitions whose clocks were computed
    moved: int


@dataclass(frozen=True, kw_only=True)
class WouldMove:
    """A petition and which of its clocks would move."""

    matter: Matter
    moved: tuple[Moved, ...]


Each = Callable[[Callable[[Task], Done], Iterable[Task]], Iterable[Done]]


def carry_out(now: Now, *, each: Each = map, tell: Callable[[Done], None] = lambda _: None) -> int:
    """Move all clocks that what was adopted moves; return in how many petitions. Safe to run twice, or late.

    `each` carries out tasks in their order, in other processes perhaps. What began so soon after an adoption
    that another process may still have used the old law is looked at once more at the next run.
    """
    if not moving.waiting(at=now()):
        return 0
    with marks.alone():
        moving.refresh()
        together: dict[Touched, list[Waiting]] = {}
        for one in moving.waiting(at=now()):
            together.setdefault(one.touched, []).append(one)
        return sum(_carry_out(ones, now, each, tell) for ones in together.values())


def _carry_out(ones: list[Waiting], now: Now, each: Each, tell: Callable[[Done], None]) -> int:
    """Carry out adoptions that touch the same: one look at each petition is enough."""
    begun = {one.adopted: marks.begin(one.adopted, at=now()) for one in ones}
    moved = 0
    for done in each(carry, _tasks(ones, now)):
        for one in ones:
            marks.reached(one.adopted, after=done.window.until, moved=done.moved)
        moved += done.moved
        tell(done)
    for one in ones:
        marks.ended(one.adopted, at=now() if begun[one.adopted] >= one.settled_at else None)
    return moved


def _tasks(ones: list[Waiting], now: Now) -> Iterator[Task]:
    reached = [one.after for one in ones if one.after is not None]
    after = min(reached) if len(reached) == len(ones) else None  # where the last of them stands
    because = tuple(one.adopted for one in ones)
    for window in moving.windows(after, size=WINDOW):
        yield Task(because=because, touched=ones[0].touched, window=window, at=now())


def carry(task: Task) -> Done:
    """Compute the clocks of one window anew and move those that differ."""
    found = moving.candidates(task.touched, task.window, law=in_force(task.at))
    moved = sum(
        _moved(found[first : first + AT_ONCE], task.because, task.at)
        for first in range(0, len(found), AT_ONCE)
    )
    return Done(window=task.window, looked_at=len(found), moved=moved)


def _moved(petitions: list[PetitionId], because: tuple[str, ...], at: datetime) -> int:
    # What stands already, or was moved by another meanwhile, is found so under its lock and left out:
    # read and computed once.
    commands = [MoveClocks(petition=petition, because=because) for petition in petitions]
    return len(door.execute_many(commands, actor=MOVER, at=at, without_conflicts=True))


def would_move(file: RuleFile, *, at: datetime) -> Iterator[WouldMove]:
    """Yield every petition whose clocks a file would move if it were in effect now. Changes nothing."""
    what, law = moving.touched_by(file, at=at)
    for window in moving.windows(None, size=WINDOW):
        yield from _of_window(moving.candidates(what, window, law=law), law, at)


def _of_window(petitions: list[PetitionId], law: Law, at: datetime) -> Iterator[WouldMove]:
    for first in range(0, len(petitions), AT_ONCE):
        for matter in moving.matters(petitions[first : first + AT_ONCE]):
            changes = differing(matter, at=at, law=law)
            if changes:
                yield WouldMove(matter=matter, moved=tuple(moves(matter, changes)))
