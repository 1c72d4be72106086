"""Whether the index tells what the texts say: each is cut again and compared, each count counted again."""

from collections.abc import Callable, Iterator, Sequence

from huiyin.door.searching import Indexed
from huiyin.kernel.ids import PetitionId
from huiyin.prepare.searching.indexing import BATCH, indexed
from huiyin.queries.handling.indexed import (
    Kept,
    ahead_of_index,
    kept_of,
    miscounted,
    pages_of_index,
    standing,
)
from huiyin.queries.handling.told import told_of
from huiyin.queries.ledger.chains import Difference

TEXT, PERSON, WORD = "search_text", "search_person", "search_word"
ALTERED, MISSING, ADDED = "index.altered", "index.missing", "index.added"


def differences(progress: Callable[[int], None] = lambda _: None) -> Iterator[Difference]:
    """Yield what differs, matter by matter, then the counts; `progress` is told how many were looked at.

    It may run beside the indexer: a matter with entries that the index has not followed yet is no difference.
    """
    looked_at = 0
    for page in pages_of_index(BATCH):
        if suspects := _differing(page):
            # Order: what differs is read again, after asking who is ahead. Whatever the indexer wrote between
            # the two readings is whole by then.
            waiting = ahead_of_index([*suspects])
            yield from (
                difference
                for petition, found in _differing([*suspects]).items()
                if petition not in waiting
                for difference in found
            )
        looked_at += len(page)
        progress(looked_at)
    yield from (Difference(code="index.miscounted", table=WORD, row=f"{one}") for one in _really_miscounted())


def _differing(petitions: Sequence[PetitionId]) -> dict[PetitionId, tuple[Difference, ...]]:
    now = standing()
    kept = kept_of(petitions)
    told = {one.petition: one for one in told_of(petitions)}
    found = {}
    for petition in petitions:
        held = kept.get(petition, Kept())
        version = held.version if held.version in {now.oldest, now.version} else now.version
        should = indexed(told[petition], version=version) if petition in told else None
        if differing := tuple(_of_matter(petition, held, should)):
            found[petition] = differing
    return found


def _of_matter(petition: PetitionId, held: Kept, should: Indexed | None) -> Iterator[Difference]:
    if held.version is None and should is not None:
        yield _difference(MISSING, TEXT, petition)
    elif held.version is not None and should is None:
        yield _difference(ADDED, TEXT, petition)
    elif should is not None and (fields := _fields(held, should)):
        yield _difference(ALTERED, TEXT, petition, *fields)
    persons = frozenset(should.persons) if should else frozenset()
    if persons - held.persons:
        yield _difference(MISSING, PERSON, petition)
    if held.persons - persons:
        yield _difference(ADDED, PERSON, petition)


def _fields(held: Kept, should: Indexed) -> tuple[str, ...]:
    names = ("filed_at", "version", "counted", "tokens")
    pairs = ((name, getattr(held, name), getattr(should, name)) for name in names)
    return tuple(name for name, one, other in pairs if one != (tuple(other) if name == "tokens" else other))


def _difference(code: str, table: str, petition: PetitionId, *fields: str) -> Difference:
    return Difference(code=code, table=table, row=f"{petition}", subject=f"{petition}", fields=fields)


def _really_miscounted() -> list[int]:
    """Return the tokens miscounted at two looks, for the indexer may write between rows and counts."""
    first = miscounted()
    return [token for token in miscounted() if token in set(first)] if first else []
