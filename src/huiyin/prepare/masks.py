"""Names masked for summary lines: enough to tell matters apart, too little to know the person."""

PERSON_LIMIT = 4  # longer names are taken for those of organisations
SHOWN = 2


def masked(name: str) -> str:
    """Return ``王**`` for a person, the first two signs for an organisation, nothing for nobody."""
    if not name:
        return ""
    shown = 1 if len(name) <= PERSON_LIMIT else SHOWN
    return name[:shown] + "*" * min(len(name) - shown, SHOWN)
