"""The index follows the public log: what an entry changed is cut and hashed anew, within seconds.

Nothing of it happens while somebody files. Cutting again finds the same, so whoever was killed goes on, and
`differences` says of any matter whether the index still tells what its texts say.
"""

from collections.abc import Iterator, Sequence

from huiyin.door.searching import Indexed, reached, write_index
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import PetitionId
from huiyin.prepare.searching.tokens import VERSION, mark_tokens, person_digest, tokens
from huiyin.prepare.searching.words import words_of
from huiyin.queries.handling.indexed import Kept, kept_of, pages_of_index, unindexed
from huiyin.queries.handling.told import Told, told_of
from huiyin.queries.ledger.telling import changed
from huiyin.rules.search.folding import folded
from huiyin.rules.search.marks import month_mark, office_marks, place_marks, topic_marks
from huiyin.rules.search.persons import Known, without_persons

BATCH = 200  # entries looked at, and written, at once


def catch_up(*, batches: int) -> int:
    """Follow the log for at most so many batches of entries; return how many matters were indexed."""
    indexed = 0
    for _ in range(batches):
        found = changed(BATCH)
        indexed += reindex(found.petitions)
        if found.seen:
            reached(found.leaf)
        if found.seen < BATCH:
            break
    return indexed


def reindex(petitions: Sequence[PetitionId]) -> int:
    """Index matters as their texts are now; those whose key was erased leave the index. Return how many."""
    rows = [indexed(told) for told in told_of(petitions)]
    present = {row.petition for row in rows}
    write_index(rows, gone=[petition for petition in petitions if petition not in present])
    return len(rows)


def reindex_old(*, at_most: int) -> int:
    """Index anew what stands under an older key, or is not there at all; return how many were done."""
    return reindex(unindexed(VERSION, at_most))


def differences() -> Iterator[PetitionId]:
    """Yield every matter that the index tells of otherwise than its texts, a page at a time."""
    for page in pages_of_index(BATCH):
        kept = kept_of(page)
        told = {one.petition: indexed(one) for one in told_of(page)}
        for petition in page:
            if _differs(kept.get(petition), told.get(petition)):
                yield petition


def indexed(told: Told) -> Indexed:
    """Return what the index holds of a matter. No word of it reaches over the name of a person."""
    names = [folded(one.get("name", "")) for one in told.identities]
    names += [folded(name) for name in told.named]
    words = set[str]()
    for text in (told.title, *told.texts):
        words |= words_of(without_persons(folded(text), names))
    marks = (
        month_mark(local_date(told.filed_at)),
        *place_marks(told.county),
        *topic_marks(told.topic),
        *office_marks(told.offices),
    )
    digests = (
        person_digest(known, one.get(known.value, ""), version=VERSION)
        for one in told.identities
        for known in Known
    )
    return Indexed(
        petition=told.petition,
        filed_at=told.filed_at,
        version=VERSION,
        counted=not told.secret,
        tokens=sorted({*tokens(words, version=VERSION), *mark_tokens(marks, version=VERSION)}),
        persons=sorted({digest for digest in digests if digest}),
    )


def _differs(kept: Kept | None, told: Indexed | None) -> bool:
    if kept is None or told is None:
        return (kept is None) != (told is None)
    return (tuple(kept.tokens), kept.persons) != (tuple(told.tokens), frozenset(told.persons))
