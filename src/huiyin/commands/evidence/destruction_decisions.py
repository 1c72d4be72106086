"""Decide on a destruction list (销毁清册审批): a second person approves it, or it is turned down.

档案法 第二十一条. Whoever drew it up does not approve it; who approves writes out how many matters go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.evidence.destructions import OnList, load_list
from huiyin.commands.evidence.erasures import given
from huiyin.commands.handler import Handler
from huiyin.kernel.command import Actor, Command, Decision, update
from huiyin.kernel.errors import Conflict
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import require
from huiyin.rules.retention.lists import ListState, require_approvable


@dataclass(frozen=True, kw_only=True)
class ApproveDestruction(Command):
    """Approve a list; `matters` is how many go, written out by the one who approves."""

    destruction: UUID
    matters: int


@dataclass(frozen=True, kw_only=True)
class TurnDownDestruction(Command):
    """Withdraw a list that one drew up oneself, or reject another's, for a reason."""

    destruction: UUID
    reason: str


def load(commands: Sequence[ApproveDestruction | TurnDownDestruction]) -> list[OnList]:
    """Lock the histories of the lists and read them."""
    return [load_list(command.destruction) for command in commands]


def decide(subject: OnList, command: ApproveDestruction, *, actor: Actor, at: datetime) -> Decision:
    """Refuse the one who drew it up, another number, and what was decided; then it waits to be ordered."""
    found, account = subject.found, acting_account(actor)
    require_approvable(found, account=account, role=actor.role, matters=command.matters)
    return Decision(
        kind="destruction.approved",
        subject=command.destruction,
        changes=(
            update(
                "destruction_list",
                id=found.id,
                state=ListState.APPROVED.value,
                decided_by=account,
                decided_role=actor.role,
                decided_at=at,
            ),
        ),
        facts={
            "number": found.number,
            "listed": found.listed,
            "drawn_by": found.drawn_by,
            "role": actor.role,
        },
    )


def turn_down(subject: OnList, command: TurnDownDestruction, *, actor: Actor, at: datetime) -> Decision:
    """Refuse what was ordered or decided otherwise, and rejecting by someone who could not approve."""
    found, account = subject.found, acting_account(actor)
    if found.state not in {ListState.DRAWN, ListState.APPROVED}:
        raise Conflict("destruction.elsewhere", state=found.state.value)
    reason = given(command.reason, "reason")
    own = account == found.drawn_by
    if not own:
        require(actor, Permission.EVIDENCE_DESTRUCTION_APPROVE, subject.standing)
    state = (ListState.WITHDRAWN if own else ListState.REJECTED).value
    return Decision(
        kind="destruction.turned_down",
        subject=command.destruction,
        changes=(
            update(
                "destruction_list",
                id=found.id,
                state=state,
                decided_by=account,
                decided_role=actor.role,
                decided_at=at,
                decided_because=reason,
            ),
        ),
        facts={"number": found.number, "state": state, "reason": reason, "role": actor.role},
    )


APPROVE = Handler(permission=Permission.EVIDENCE_DESTRUCTION_APPROVE, load=load, decide=decide)
TURN_DOWN = Handler(permission=Permission.EVIDENCE_DESTRUCTION_DRAW, load=load, decide=turn_down)
