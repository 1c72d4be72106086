"""Verification of the ledger as the command line asks for it."""

from collections.abc import Callable
from typing import Any

from huiyin.adapters.publishing.current import log_folder
from huiyin.cli.verifying.checking import signers
from huiyin.cli.verifying.workers import tools, verified
from huiyin.prepare.promises import is_promised
from huiyin.queries.ledger.chains import Difference
from huiyin.queries.ledger.deep import Reached, Wanted, deep
from huiyin.queries.ledger.leaves import ReadFile
from huiyin.queries.ledger.verify import Count, verify
from huiyin.vault.current import vault


def differences(
    progress: Callable[[Count], None] | None = None, read_file: ReadFile | None = None
) -> list[Difference]:
    """Return everything that is not as the ledger says; of the published files too when they can be read."""
    found = verify(
        open_salt=vault().sealer.open_salt,
        promise_holds=is_promised,
        progress=progress,
        read_file=read_file,
        signers=signers(),
    )
    return list(found)


def found() -> set[tuple[str, str, tuple[str, ...]]]:
    """Return code, table and fields of every difference."""
    return {(one.code, one.table, one.fields) for one in differences()}


def wanted(**more: Any) -> Wanted:
    """Return what a deep verification by this process alone verifies: everything, unless told otherwise."""
    folder = log_folder()
    published = folder.checkpoint()
    usual: dict[str, Any] = {
        "checks": tools().checks,
        "signers": signers(),
        "each": lambda phase, spans: (verified(phase, span) for span in spans),
        "read_file": folder.read if published else None,
        "published": published,
    }
    return Wanted(**{**usual, **more})


def deeply(start: Reached = Reached(), **more: Any) -> list[Difference]:  # noqa: B008  frozen
    """Return everything that a deep verification finds."""
    return [one for piece in deep(wanted(**more), start) for one in piece.differences]
