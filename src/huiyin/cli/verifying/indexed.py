"""The index of words compared with the texts, with its progress shown."""

from collections.abc import Iterator

from huiyin.cli.progress import Progress
from huiyin.prepare.searching import checking
from huiyin.queries.handling.indexed import matters_after
from huiyin.queries.ledger.chains import Difference


def index_differences() -> Iterator[Difference]:
    """Yield what differs in the index, showing progress."""
    with Progress(total=matters_after(), what="indexed matters") as progress:
        yield from checking.differences(progress.reach)
