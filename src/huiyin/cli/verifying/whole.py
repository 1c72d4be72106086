"""What a deep verification verifies here; and one at a single go, for whoever reports on it."""

from collections.abc import Iterator

from huiyin.adapters.publishing.current import log_folder
from huiyin.cli.progress import Progress
from huiyin.cli.verifying.checking import signers
from huiyin.cli.verifying.workers import several, tools
from huiyin.queries.ledger.chains import Difference
from huiyin.queries.ledger.deep import Each, Reached, Wanted, Whole, deep
from huiyin.queries.ledger.leaves import ReadFile
from huiyin.queries.ledger.verify import Count


def wanted(each: Each, *, since: int = 0) -> Wanted:
    """Return what is verified: everything, or the entries from the leaf `since` on."""
    return Wanted(
        checks=tools().checks,
        signers=signers(),
        each=each,
        since=since,
        read_file=published_files(),
        published=log_folder().checkpoint(),
    )


def published_files() -> ReadFile | None:
    """Return how to read the published files; None when nothing is published from this machine."""
    folder = log_folder()
    return folder.read if folder.checkpoint() is not None else None


def everything(count: Count, processes: int) -> Iterator[Difference]:
    """Verify all there is, showing progress, and yield each difference; `count` says how far it came."""
    with several(processes) as each, Progress(total=0, what="entries, files") as progress:
        reached = 0

        def total(whole: Whole) -> None:
            count.total, progress.total = whole.entries, whole.entries + whole.files

        for piece in deep(wanted(each), Reached(), total=total):
            count.entries += piece.entries
            count.subjects += piece.subjects
            reached += piece.entries + piece.files
            progress.reach(reached)
            yield from piece.differences
