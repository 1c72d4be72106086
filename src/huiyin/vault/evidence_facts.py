"""What a file of evidence says of itself; read in a process of its own, with limits, and never an error.

A file from outside may be made to hang or crash whoever reads it. `read_facts` gives it to a child process
with little time, little memory and no environment; whatever happens there, the answer is facts or none.
"""

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import huiyin
from huiyin.vault import exif_facts, pdf_facts
from huiyin.vault.facts import Fact, FactName
from huiyin.vault.kinds import Kind

MAX_READ_BYTES = 64 << 20  # a larger file is kept and shown, but not searched for facts
MAX_SECONDS = 10
READER = "huiyin.vault.facts_process"


@dataclass(frozen=True, kw_only=True)
class EvidenceFacts:
    """The facts of one file, each with its source."""

    kind: Kind
    facts: tuple[Fact, ...] = ()

    def value(self, name: FactName) -> str | None:
        """Return what the file says under this name, or None."""
        return next((fact.value for fact in self.facts if fact.name is name), None)


def read_facts(file: BinaryIO, kind: Kind) -> EvidenceFacts:
    """Return the facts of a file of this kind. Takes about a quarter of a second: for jobs, not for pages."""
    if kind is not Kind.PDF and kind not in exif_facts.KINDS:
        return EvidenceFacts(kind=kind)
    file.seek(0)
    content = file.read(MAX_READ_BYTES + 1)
    if len(content) > MAX_READ_BYTES:
        return EvidenceFacts(kind=kind)
    return EvidenceFacts(kind=kind, facts=_ask_child(content, kind))


def facts_of(file: BinaryIO, kind: Kind) -> tuple[Fact, ...]:
    """Return the facts, read in this very process; a malformed file gives those read before it failed."""
    found: list[Fact] = []
    # The readers may fail in any way: a file without facts is no error.
    with contextlib.suppress(Exception):
        found.extend(pdf_facts.read(file) if kind is Kind.PDF else exif_facts.read(file, kind))
    return tuple(found)


def _ask_child(content: bytes, kind: Kind) -> tuple[Fact, ...]:
    # Only the path of the code goes along: the settings of this process name the database and the keys.
    environment = {"PYTHONPATH": str(Path(huiyin.__file__).parent.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        answer = subprocess.run(  # noqa: S603  our own module, with the kind from a closed list
            [sys.executable, "-m", READER, kind.value],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=os.sep,
            timeout=MAX_SECONDS,
            check=True,
        ).stdout
        return _parsed(answer)
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return ()


def _parsed(answer: bytes) -> tuple[Fact, ...]:
    return tuple(
        Fact(name=FactName(fact["name"]), value=str(fact["value"]), source=str(fact["source"]))
        for fact in json.loads(answer)
    )
