"""The stamp of a matter: a form carries it, so that two who act at once do not undo each other unseen."""

import hashlib

from huiyin.kernel import canonical
from huiyin.kernel.errors import Conflict
from huiyin.rules.lifecycle.matter import Matter

LETTERS = 16


def stamp(matter: Matter) -> str:
    """Return a short digest of everything that steps depend on: state, class, office, drafts, documents.

    Contacts, findings and openings of the file leave it as it is: they stand in nobody's way. Parts are not
    in it: an office sees its own only, and whatever opens or closes one is an event.
    """
    seen = {
        "state": matter.state,
        "klass": matter.klass,
        "route": matter.route,
        "topic": matter.topic,
        "lead": matter.lead,
        "events": len(matter.events),
        "opinions": [[opinion.id, opinion.state] for opinion in matter.opinions],
        "documents": [[document.id, document.served_on] for document in matter.documents],
    }
    return hashlib.sha256(canonical.encode(seen)).hexdigest()[:LETTERS]


def require_unchanged(matter: Matter, seen: str | None) -> None:
    """Raise Conflict ``petition.changed_meanwhile`` unless it stands as it was seen; None asks nothing."""
    if seen is not None and seen != stamp(matter):
        raise Conflict("petition.changed_meanwhile", state=matter.state.value)
