"""Set when whom to remind (提醒设置): a setting of this installation, not law, replaced as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.oversight.settings import WATCH, is_set, set_to, watch_in_force
from huiyin.commands.streams import OVERSIGHT, lock_stream
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.rules.access.permissions import Permission
from huiyin.rules.oversight.watch import Watch, read_watch


@dataclass(frozen=True, kw_only=True)
class SetWatch(Command):
    """The settings as plain data, as in the file that is shipped."""

    settings: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Before(NoSubject):
    """What stands now, and whether somebody set it."""

    watch: Watch
    stands: bool


def load(commands: Sequence[SetWatch]) -> list[Before]:
    """Lock the stream of oversight; read what stands."""
    lock_stream(OVERSIGHT)
    return [Before(watch=watch_in_force(), stands=is_set(WATCH)) for _ in commands]


def decide(subject: Before, command: SetWatch, *, actor: Actor, at: datetime) -> Decision:
    """Take them when they are sound; clocks told at distances that stood before are not told again."""
    wanted = read_watch(command.settings)
    before = subject.watch
    distances = {stage.days_before for stage in (*before.duty, *before.window)}
    kept = replace(wanted, former=frozenset(before.former | distances))
    return Decision(
        kind="oversight.watch_set",
        subject=OVERSIGHT,
        changes=(set_to(WATCH, kept.plain, stands=subject.stands, at=at),),
        facts={"settings": kept.plain},
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_WATCH_SET, load=load, decide=decide)
