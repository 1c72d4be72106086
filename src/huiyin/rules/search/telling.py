"""Which entries of a matter change what a search for it finds."""

# Texts, or the marks of place, topic, office, state and due date. Whatever is not here leaves the index as
# it is.
TELLING = frozenset(
    {
        "petition.filed",
        "petition.answer_imported",
        "petition.classified",
        "petition.transferred",
        "petition.person_requested",
        "petition.accepted",
        "petition.declined",
        "petition.redirected",
        "petition.deadline_extended",
        "petition.document_served",
        "petition.advice_sent",
        "petition.advice_answered",
        "petition.clocks_moved",
        "petition.evidence_added",
        "petition.execution_recorded",
        "petition.finding_recorded",
        "petition.statement_added",
        "petition.opinion_signed",
        "petition.review_requested",
        "petition.erased",
    }
)
