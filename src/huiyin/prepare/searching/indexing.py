"""The index follows the public log: what an entry changed is cut and hashed anew, within seconds.

Nothing of it happens while somebody files. Cutting again finds the same, so whoever was killed goes on, and
`checking.differences` says of any matter whether the index still tells what its texts say.
"""

from collections.abc import Sequence

from huiyin.door.searching import Indexed, reached, write_index
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId
from huiyin.prepare.searching.tokens import mark_tokens, person_digest, tokens
from huiyin.prepare.searching.words import words_of
from huiyin.queries.handling.indexed import standing
from huiyin.queries.handling.told import Told, told_of
from huiyin.queries.ledger.telling import changed
from huiyin.rules.search.folding import folded
from huiyin.rules.search.marks import (
    due_marks,
    life_marks,
    month_mark,
    office_marks,
    place_marks,
    topic_marks,
)
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
    version = standing().version
    told = list(told_of(petitions))
    gone = [one for one in petitions if one not in {each.petition for each in told}]
    while True:
        try:
            write_index([indexed(one, version=version) for one in told], gone=gone)
        except Conflict:  # the key was changed meanwhile
            version = standing().version
        else:
            return len(told)


def indexed(told: Told, *, version: int) -> Indexed:
    """Return what the index holds of a matter. No word of it reaches over the name of a person."""
    digests = (
        person_digest(known, one.get(known.value, ""), version=version)
        for one in told.identities
        for known in Known
    )
    return Indexed(
        petition=told.petition,
        filed_at=told.filed_at,
        version=version,
        counted=not told.secret,
        tokens=sorted({*tokens(_words(told), version=version), *mark_tokens(marks(told), version=version)}),
        persons=sorted({digest for digest in digests if digest}),
    )


def marks(told: Told) -> tuple[str, ...]:
    """Return what narrows a search for a matter."""
    return (
        month_mark(local_date(told.filed_at)),
        *place_marks(told.county),
        *topic_marks(told.topic),
        *office_marks(told.offices),
        *life_marks(told.state, told.channel),
        *due_marks(told.due_on),
    )


def _words(told: Told) -> set[str]:
    names = [folded(one.get("name", "")) for one in told.identities]
    names += [folded(name) for name in told.named]
    texts = (told.title, *told.texts)
    return set[str]().union(*(words_of(without_persons(folded(text), names)) for text in texts))
