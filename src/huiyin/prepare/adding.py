"""What lies ready on a tray joins its matter: by the petitioner, or by an office that has it."""

from datetime import datetime

from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.prepare import trays
from huiyin.prepare.filing import evidence_row
from huiyin.prepare.trays import Giver


def add_laid(giver: Giver, *, actor: Actor, at: datetime) -> int:
    """Add all files of a tray to its matter, take them off, and return how many; errors as of the command."""
    files = trays.read(giver, at).files
    key = giver.data_key()
    rows = tuple(evidence_row(file, key) for file in files)
    door.execute(AddEvidence(petition=giver.petition, files=rows), actor=actor, at=at)
    trays.change(giver, lambda tray: tray.without_files(*(file.id for file in files)), at=at)
    return len(files)
