"""Open story, identity and files of a petition: one ledger entry a reader, petition and day.

The petitioner sees who opened the file (office and role, not the official's name). 个人信息保护法 第三十四条:
within the limits that the duty demands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import AccountId, PetitionId, new_id
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.matter import Matter

_GRANTS = 'SELECT account, "on" FROM story_grant WHERE petition = %s'


@dataclass(frozen=True, kw_only=True)
class OpenStory(Command):
    """Ask for leave to open one petition today; asked once a day (see queries.evidence.grants)."""

    petition: PetitionId


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The matter, and who has opened it on which day."""

    matter: Matter
    granted: frozenset[tuple[AccountId, date]]

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing


def load(commands: Sequence[OpenStory]) -> list[Opened]:
    """Load the matter and its grants."""
    return [Opened(matter=matter, granted=_granted(matter.id)) for matter in load_matters(commands)]


def _granted(petition: PetitionId) -> frozenset[tuple[AccountId, date]]:
    rows = sql.fetch(sql.WRITER, _GRANTS, (petition,))
    return frozenset((AccountId(row["account"]), row["on"]) for row in rows)


def decide(subject: Opened, command: OpenStory, *, actor: Actor, at: datetime) -> Decision:
    """Grant it for today; a grant that stands already is a Conflict, and nothing is written twice."""
    account, today = acting_account(actor), local_date(at)
    if subject.matter.erased:
        raise Conflict("petition.erased")
    if (account, today) in subject.granted:
        raise Conflict("story.open_already")
    changes = Changes()
    changes.insert(
        "story_grant",
        id=new_id(at),
        petition=command.petition,
        account=account,
        office=acting_office(actor),
        role=actor.role,
        on=today,
    )
    return Decision(
        kind="petition.story_opened",
        subject=command.petition,
        changes=changes.done(),
        facts={"office": acting_office(actor), "role": actor.role},
    )


HANDLER = Handler(permission=Permission.EVIDENCE_STORY_OPEN, load=load, decide=decide)
