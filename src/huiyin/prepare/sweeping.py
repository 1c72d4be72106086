"""Sealed files that belong to nothing: left by uploads and transactions that came to no end."""

from datetime import datetime, timedelta

from huiyin.adapters.store.sweep import Swept, sweep
from huiyin.prepare import drafts, house
from huiyin.queries.evidence.erasures import is_erased
from huiyin.queries.evidence.stored import is_evidence

# Longer than the longest upload: a file is stored before the row that names it is written.
UNTOUCHED_FOR = timedelta(days=2)


def sweep_store(*, at: datetime, really: datetime) -> Swept:
    """Remove stored files that neither evidence nor a draft knows; return what was removed.

    And what is left of erased matters: their files, and drafts of their filing.

    `at` says which drafts still stand; `really` is this instant by the clock that dates files, which a
    demonstration does not move.
    """
    drafts.forget(is_erased, at=at)
    staged = drafts.staged_addresses(at)
    return sweep(
        house.store(),
        known=lambda address: address in staged or is_evidence(address),
        older_than=really - UNTOUCHED_FOR,
    )
