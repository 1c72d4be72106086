"""Record a quarterly audit of the ledger: its result, its figures, the digest of its report, and the report.

No provision orders it: it is this house's own undertaking, so that one quarter can be compared with the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import AUDITS, lock_stream
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.rules.access.permissions import Permission
from huiyin.rules.audit.quarters import Quarter, audited_until


@dataclass(frozen=True, kw_only=True)
class RecordAudit(Command):
    """What was found of a quarter at `audited_at`, however often it was audited before.

    `told` is the public part as plain data: no names, no petition. `sealed_report` is the PDF whose SHA-256
    is `digest`, sealed for this id; `note` the signed note over it.
    """

    id: UUID
    quarter: Quarter
    interim: bool
    audited_at: datetime
    differences: int
    digest: bytes
    note: str
    told: Mapping[str, Any]
    sealed_report: bytes


def load(commands: Sequence[RecordAudit]) -> list[NoSubject]:
    """Lock the stream of audits: nothing of what stands decides."""
    lock_stream(AUDITS)
    return [NoSubject() for _ in commands]


def decide(subject: NoSubject, command: RecordAudit, *, actor: Actor, at: datetime) -> Decision:
    """Take it; a quarter that was not over is taken as an interim audit only."""
    audited_until(command.quarter, at=command.audited_at, interim=command.interim)
    return Decision(
        kind="audit.recorded",
        subject=AUDITS,
        changes=(
            insert(
                "audit",
                id=command.id,
                quarter=str(command.quarter),
                interim=command.interim,
                at=command.audited_at,
                differences=command.differences,
                digest=command.digest,
                note=command.note,
                told=command.told,
                sealed_report=command.sealed_report,
            ),
        ),
        facts={
            "quarter": str(command.quarter),
            "interim": command.interim,
            "differences": command.differences,
            "digest": command.digest,
        },
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_AUDIT_RECORD, load=load, decide=decide)
