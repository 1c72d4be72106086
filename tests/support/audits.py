"""Quarters of a log's life, and audits of them as the command line makes them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import builders
from builders import INSTALLER
from huiyin.adapters.ed25519 import new_seed, public_key_of, sign
from huiyin.door import integrating
from huiyin.prepare import auditing
from huiyin.prepare.audit_period import Period, look_at
from huiyin.prepare.auditing import Issued, Verified
from huiyin.queries.ledger.heads import latest_head
from huiyin.rules.audit.quarters import parse_quarter
from huiyin.rules.merkle.checkpoint import cosignature, cosignature_message
from huiyin.rules.merkle.note import KeyType, VerifierKey
from huiyin.vault.current import vault
from support.log import integrator

SPRING = datetime(2026, 3, 30, 2, tzinfo=UTC)  # the last days of the first quarter
EARLY, LATE = datetime(2026, 4, 20, 2, tzinfo=UTC), datetime(2026, 6, 29, 2, tzinfo=UTC)
AFTER = datetime(2026, 7, 2, 1, tzinfo=UTC)  # the second quarter is over
QUARTER = parse_quarter("2026Q2")
BY = "张三（某大学信息安全实验室）"


class Cosigner:
    """A witness's key, which cosigns the latest checkpoint."""

    def __init__(self, name: str = "witness.example/uni") -> None:
        self._seed = new_seed()
        self.key = VerifierKey(name=name, type=KeyType.COSIGNATURE, public_key=public_key_of(self._seed))

    def cosign(self, at: datetime, *, spoilt: bool = False) -> None:
        """Cosign at this instant; a spoilt signature is one over something else."""
        origin = vault().signer.origin
        head = latest_head(origin)
        assert head
        seconds = int(at.timestamp())
        text = head.note.partition("\n\n")[0] + "\n"
        value = sign(self._seed, cosignature_message("else\n" if spoilt else text, seconds))
        line = cosignature(self.key, seconds, value).line
        integrating.keep_cosignature(origin=origin, size=head.size, witness=self.key.name, at=at, line=line)


def file_and_publish(at: datetime) -> Any:
    """File a petition at this instant and publish it a little later; return the life of the matter."""
    life = builders.file_petition(at)
    integrator().turn(at=at + timedelta(seconds=1))
    return life


def two_quarters() -> None:
    """Let one petition be filed at the end of the first quarter, and two in the second, all published."""
    for at in (SPRING, EARLY, LATE):
        file_and_publish(at)


def looked(quarter: str = "2026Q2", at: datetime = AFTER, *, interim: bool = False) -> Period:
    """Return the period of a quarter."""
    return look_at(parse_quarter(quarter), interim=interim, at=at)


def audited(
    quarter: str = "2026Q2", at: datetime = AFTER, *, differences: int = 0, interim: bool = False
) -> Issued:
    """Audit a quarter and keep it."""
    period = looked(quarter, at, interim=interim)
    sentences = tuple(f"第{number}处" for number in range(1, min(differences, 3) + 1))
    verified = Verified(entries=12, subjects=5, differences=differences, sentences=sentences)
    issued = auditing.issue(period, verified, by=BY)
    auditing.record(issued, actor=INSTALLER, at=at)
    return issued
