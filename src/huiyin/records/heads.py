"""The last entry of a history: what the next one names as its predecessor.

It is asked for in the round trip that locks a petition and reads it, and kept until the door's transaction
ends; histories that are locked otherwise are asked for when they are written to.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import local
from uuid import UUID

from huiyin.records import sql

_HEADS = """
    SELECT e.subject, e.commitment FROM entry AS e WHERE e.subject = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM entry AS later WHERE later.subject = e.subject AND later.previous = e.commitment
    )
"""


class _Kept(local):
    """The heads of histories that this thread's transaction holds under lock."""

    heads: dict[UUID, bytes] | None = None


_kept = _Kept()


@contextmanager
def kept() -> Iterator[None]:
    """Keep what `note` is told until the block ends; it must hold exactly one transaction."""
    _kept.heads = {}
    try:
        yield
    finally:
        _kept.heads = None


def question(subjects: Sequence[UUID]) -> tuple[str, tuple[list[UUID]]]:
    """Return the statement that asks for the heads of these subjects, and its parameters.

    Danger: it is sent after the statement that locks the subjects, and is one of its own; in the same
    statement as the lock, two commands would see the same predecessor and fork the chain.
    """
    return _HEADS, (list(subjects),)


def note(rows: Sequence[sql.Row]) -> None:
    """Keep the answer to `question`, if anybody keeps."""
    if _kept.heads is not None:
        _kept.heads.update(_by_subject(rows))


def heads(subjects: Sequence[UUID]) -> dict[UUID, bytes]:
    """Return the commitment of the last entry of each subject; the subjects are locked by now."""
    known = _kept.heads or {}
    missing = [subject for subject in subjects if subject not in known]
    asked = _by_subject(sql.fetch(sql.WRITER, *question(missing))) if missing else {}
    return {subject: known[subject] for subject in subjects if subject in known} | asked


def _by_subject(rows: Sequence[sql.Row]) -> dict[UUID, bytes]:
    return {row["subject"]: row["commitment"] for row in rows}
