"""An office gets its part of a matter."""

from datetime import datetime

from huiyin.commands.changes import Changes
from huiyin.rules.lifecycle.matter import Matter, Part


def open_part(changes: Changes, matter: Matter, part: Part, *, at: datetime) -> None:
    """Open the part; its clocks follow from the events recorded with it."""
    changes.insert(
        "part",
        id=part.id,
        petition=matter.id,
        office=part.office,
        role=part.role.value,
        state="open",
        opened_at=at,
        closed_at=None,
        next_due_on=None,
        county=matter.county,
        topic=matter.topic,
    )
