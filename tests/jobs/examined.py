"""Files to be examined, a scanner that says what it is told to say, and turns of the job."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

import builders
from huiyin.adapters.scanning.scanner import Said, Scanned, Scanner
from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.jobs.examining import examine_files
from huiyin.prepare import house
from huiyin.prepare.evidence import stage
from huiyin.prepare.filing import evidence_row
from huiyin.prepare.replies import key_of
from support.moment import AT
from support.state import rows


def with_files(*files: tuple[str, bytes], life: builders.Life | None = None) -> builders.Life:
    """File a matter and add these files to it."""
    life = life or builders.file_petition()
    key = key_of(life.petition)
    staged = [stage(io.BytesIO(data), name, store=house.store(), data_key=key, at=AT) for name, data in files]
    added = tuple(evidence_row(one, key) for one in staged)
    return life.then(AddEvidence(petition=life.petition, files=added), life.petitioner)


@dataclass
class Told:
    """A scanner that says what it is told to say."""

    says: Any
    seen: list[bytes] = field(default_factory=list)

    def scan(self, content: Iterable[bytes], size: int, /) -> Scanned:
        """Say it, and note what was asked about."""
        self.seen.append(b"".join(content))
        assert len(self.seen[-1]) == size
        if isinstance(self.says, Exception):
            raise self.says
        return self.says  # type: ignore[no-any-return]


CLEAN = Scanned(said=Said.CLEAN)
INFECTED = Scanned(said=Said.INFECTED, finding="Eicar-Test-Signature")


def use(monkeypatch: pytest.MonkeyPatch, scanner: Scanner | None) -> None:
    """Let this be the scanner of the house."""
    monkeypatch.setattr(house, "scanner", lambda: scanner)


def turn(days: float = 2, **options: Any) -> int:
    return examine_files(lambda: AT + timedelta(days=days), **options).files


def one() -> dict[str, Any]:
    [found] = rows("examination")
    return found
