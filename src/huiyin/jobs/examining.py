"""The job that examines files: new ones first, then those whose turn it is again, text in pictures last."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.door import examining as written
from huiyin.prepare import examining, house
from huiyin.prepare.searching import indexing
from huiyin.queries.evidence.examined import FileToExamine, due_files, new_files
from huiyin.queries.evidence.texts import FIRST, newly_taken

log = logging.getLogger("huiyin.jobs")

RECENT = timedelta(days=2)  # looked through at every turn; once a day everything is
BATCH = 20
REST = 3, 0.25  # after each file so many times as long as it took, but no more seconds than this


@dataclass
class Turn:
    """How many files were taken up."""

    files: int = 0


def examine_files(now: Callable[[], datetime], *, all_of_them: bool = False, limit: int = 200) -> Turn:
    """Examine up to `limit` files; what is left over, or came meanwhile, is the next turn's."""
    turn = Turn()
    since = datetime.min.replace(tzinfo=now().tzinfo) if all_of_them else now() - RECENT
    if all_of_them and house.scanner() is not None:
        written.scan_what_was_not(at=now())
    while turn.files < limit:
        found = new_files(since=since, limit=BATCH) or due_files(at=now(), limit=1)
        if not found:
            break
        for file in found:
            began = time.monotonic()
            _examine(file, now())
            turn.files += 1
            _rest(time.monotonic() - began)
    if all_of_them:
        _index_again(now() - RECENT)
    return turn


def _rest(took: float) -> None:
    # Petitions come first: looking at many small files one after the other would keep their disk busy.
    times, most = REST
    time.sleep(min(times * took, most))


def _index_again(since: datetime) -> None:
    """Index the text that was taken since then: a kill between taking and indexing is made good."""
    after, evidence = since, FIRST
    while found := newly_taken(after=after, evidence=evidence):
        indexing.reindex(list(dict.fromkeys(one.petition for one in found)))
        after, evidence = found[-1].taken_at, found[-1].evidence


def _examine(file: FileToExamine, at: datetime) -> None:
    found = examining.examine(file, at=at)
    written.write(found)
    if found.taken_at is not None:
        indexing.reindex([file.petition])
    log.info("files.examined", extra={"stage": found.stage, "verdict": found.verdict, "tries": found.tries})
