"""What an entry shows of itself in every opening: facts that the petitioner may always see, by its kind."""

from collections.abc import Mapping
from typing import Any

FILED = "petition.filed"
OF_A_FILING = ("number", "content", "demo")

# The steps that the follow page tells the petitioner. Left out: who read the file (told apart), what is still
# in the making, and what is between offices.
TOLD = (
    FILED,
    "petition.transferred",
    "petition.person_requested",
    "petition.classified",
    "petition.accepted",
    "petition.redirected",
    "petition.declined",
    "petition.contact_recorded",
    "petition.finding_recorded",
    "petition.deadline_extended",
    "petition.evidence_added",
    "petition.statement_added",
    "petition.nonresponse_recorded",
    "petition.nonresponse_corrected",
    "petition.document_served",
    "petition.execution_recorded",
    "petition.review_requested",
    "petition.rated",
    "petition.clocks_moved",
    "petition.erased",
)
_TOLD = frozenset(TOLD)


def shown(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry shows: number, content and demo of a filing, the kind of a step that is told."""
    if kind == FILED:
        return {name: facts[name] for name in OF_A_FILING}
    return {"kind": kind} if kind in _TOLD else {}
