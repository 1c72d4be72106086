"""Sealed files that belong to nothing: left by uploads and transactions that came to no end."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from huiyin.adapters.store.sweep import Swept, sweep
from huiyin.door import examining, waiting
from huiyin.kernel.errors import HuiyinError
from huiyin.prepare import drafts, forgetting, house, trays, uploads
from huiyin.queries.evidence.erasures import is_erased
from huiyin.queries.evidence.stored import is_evidence

# Longer than the longest upload: a file is stored before the row that names it is written.
UNTOUCHED_FOR = timedelta(days=2)


def sweep_store(*, at: datetime, really: datetime) -> Swept:
    """Remove stored files that neither evidence nor anything laid ready knows; return what was removed.

    And what is left of erased matters: their files, what was found in them, what still waited for them.

    `at` says what still stands; `really` is this instant by the clock that dates files, which a
    demonstration does not move.
    """
    forgetting.forget(is_erased, at=at)
    examining.forget_erased()
    staged = staged_addresses(at)
    return sweep(
        house.store(),
        known=lambda address: address in staged or is_evidence(address),
        older_than=really - UNTOUCHED_FOR,
    )


def staged_addresses(at: datetime) -> frozenset[str]:
    """Return where everything lies that waits for its matter: files of drafts and trays, parts of uploads.

    What does not open has none.
    """
    return frozenset(
        address for key, sealed in waiting.waiting_drafts(at=at) for address in _addresses(key, sealed)
    )


def _addresses(key: bytes, sealed: bytes) -> Iterator[str]:
    with suppress(HuiyinError):
        yield from (file.address for file in trays.unseal(sealed, key).files)
    with suppress(HuiyinError):
        yield from (part.address for part in uploads.unseal(sealed, key).parts)
    with suppress(HuiyinError):
        yield from (file.address for file in drafts.unseal(sealed, key).sent_files)
