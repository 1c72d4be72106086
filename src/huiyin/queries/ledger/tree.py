"""Where entries stand in the published tree: index and proof against the checkpoint that everybody sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.adapters.publishing.current import log_folder
from huiyin.records import sql
from huiyin.rules.merkle.checkpoint import parse_checkpoint
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.proofs import inclusion_path
from huiyin.rules.merkle.tiles import node_reader

_PLACES = 'SELECT commitment, "index" FROM tree_leaf WHERE commitment = ANY(%s) AND "index" < %s'


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


def included(commitments: Sequence[bytes]) -> Inclusion | None:
    """Return the places of these commitments; None while no checkpoint is published.

    Those without a place yet are left out of `places`. Raises Unknown ``log.no_such_file`` or Invalid
    ``merkle.…`` when the published files are damaged: the next turn of the integrator mends them.
    """
    folder = log_folder()
    published = folder.checkpoint()
    if published is None:
        return None
    note = parse_note(published)
    size = parse_checkpoint(note.text).size
    # Whatever is published has its leaves in the table: numbering is committed before.
    rows = sql.fetch(sql.READER, _PLACES, (list(commitments), size))
    node = node_reader(size, folder.read)
    places = {
        row["commitment"]: Place(index=row["index"], path=inclusion_path(row["index"], size, node))
        for row in rows
    }
    return Inclusion(note=str(note), size=size, places=places)
