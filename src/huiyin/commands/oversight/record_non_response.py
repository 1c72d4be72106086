"""Record that a last day passed and this system saw no answer (逾期未见办复系统记录); the petitioner is told.

信访工作条例 第二十八条第一款: no shirking, no delay. The record is the system's own: no official act, no
document of an office, no finding about anybody. It says what was due under which article and what this
system recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.silences import Silent, load_silent
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict, Unknown, Unlawful
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.records.oversight.settings import transit_in_force
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.nonresponse.permitted import why_not
from huiyin.rules.nonresponse.statement import compose, content_of
from huiyin.rules.nonresponse.transit import Transit


@dataclass(frozen=True, kw_only=True)
class RecordNonResponse(Command):
    """Record the silence that one clock of a matter shows; once for each clock."""

    petition: PetitionId
    clock: UUID


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A matter with its records, and how long a document counts as on its way to the petitioner."""

    silent: Silent
    transit: Transit

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.silent.standing


def load(commands: Sequence[RecordNonResponse]) -> list[Waiting]:
    """Load the matter and its records; read the setting."""
    transit = transit_in_force()
    return [Waiting(silent=silent, transit=transit) for silent in load_silent(commands)]


def decide(subject: Waiting, command: RecordNonResponse, *, actor: Actor, at: datetime) -> Decision:
    """Refuse, with the reason, what could wrong an office; else write down what is so."""
    silent, matter = subject.silent, subject.silent.matter
    if any(one.clock == command.clock for one in silent.records):
        raise Conflict("nonresponse.recorded_already")
    clock = silent.clock(command.clock, at=at)
    if clock is None:
        raise Unknown("nonresponse.no_such_clock")
    hindered = why_not(clock, matter, at=at, transit=subject.transit)
    if hindered is not None:
        raise Unlawful(f"nonresponse.{hindered.value}", article=clock.article)
    statement = compose(clock, matter, position=len(silent.records) + 1, at=at)
    changes = Changes()
    changes.insert(
        "nonresponse",
        id=new_id(at),
        petition=matter.id,
        clock=command.clock,
        position=statement["record"],
        binding_on=clock.binding_on,
        recorded_at=at,
        statement=statement,
        corrected_at=None,
        correction=None,
    )
    changes.update("clock", id=command.clock, recorded_on=local_date(at))
    return Decision(
        kind="petition.nonresponse_recorded",
        subject=matter.id,
        changes=changes.done(),
        facts={
            "number": matter.number,
            "record": statement["record"],
            "content": content_of(statement),
            "rule": clock.rule_id,
            "article": clock.article,
            "binding_on": clock.binding_on,
            "demo": matter.demo,
        },
        notices=(Notice(kind="nonresponse.recorded", petition=matter.id),),
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_NONRESPONSE_RECORD, load=load, decide=decide)
