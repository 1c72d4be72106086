"""Where entries stand in the published tree: index and proof against the checkpoint that everybody sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.adapters.publishing.current import log_folder
from huiyin.queries.ledger.heads import first_leaf, latest_head
from huiyin.records import sql
from huiyin.rules.merkle.checkpoint import parse_checkpoint
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.proofs import inclusion_path
from huiyin.rules.merkle.tiles import node_reader

_PLACES = """
    SELECT commitment, "index" FROM tree_leaf WHERE commitment = ANY(%s) AND "index" >= %s AND "index" < %s
"""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an entry stands: its index from 0, and the hashes beside its way to the root, lowest first."""

    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Inclusion:
    """The published checkpoint with its cosignatures, and the places of what is in its tree."""

    note: str
    size: int
    places: Mapping[bytes, Place]


def included(commitments: Sequence[bytes], *, origin: str | None = None) -> Inclusion | None:
    """Return the places of these commitments; None while no checkpoint is published.

    In the log in use, or in that of `origin`. Those without a place are left out of `places`: they have none
    yet, or their log ended before it signed them here. Raises Unknown ``log.no_such_file`` or Invalid
    ``merkle.…`` when the published files are damaged: the next turn of the integrator mends them.
    """
    folder = log_folder() if origin is None else log_folder().of(origin)
    published = folder.checkpoint()
    if published is None:
        return None
    note = parse_note(published)
    head = parse_checkpoint(note.text)
    # Whatever is published has its leaves in the table: numbering is committed before. Only of a log that
    # ended others may have seen more, which a restoration lost.
    first, signed = first_leaf(head.origin), latest_head(head.origin)
    end = first + min(head.size, signed.size if signed else 0)
    rows = sql.fetch(sql.READER, _PLACES, (list(commitments), first, end))
    node = node_reader(head.size, folder.read)
    places = {
        row["commitment"]: Place(
            index=row["index"] - first, path=inclusion_path(row["index"] - first, head.size, node)
        )
        for row in rows
    }
    return Inclusion(note=str(note), size=head.size, places=places)
