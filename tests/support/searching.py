"""Asking the search as officials do."""

from typing import Any

from builders import BUREAU, ECOLOGY
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Reader
from huiyin.prepare.searching import asking, indexing
from huiyin.queries.handling.search import Narrowed
from huiyin.rules.search import asked
from support.log import turn
from support.moment import AT

OF_BUREAU, OF_ECOLOGY = Reader(offices=(BUREAU,)), Reader(offices=(ECOLOGY,))
EVERYWHERE = Reader(oversight=(510000, 519999))


def indexed() -> None:
    """Bring log and index up to what was filed."""
    turn()
    indexing.catch_up(batches=10)


def page(typed: str, reader: Reader = OF_BUREAU, **narrowed: Any) -> asking.Page:
    """Return the first page of what is found."""
    return asking.search(reader, asked.read(typed), Narrowed(**narrowed), on=local_date(AT))


def found(typed: str, reader: Reader = OF_BUREAU, **narrowed: Any) -> list[Any]:
    """Return the matters of the first page."""
    return [one.line.petition for one in page(typed, reader, **narrowed).found]
