"""Evidence on its way out: opened while it streams, in the memory of one segment."""

from collections.abc import Iterator

from huiyin.prepare import house
from huiyin.queries.handling.story import SealedObject
from huiyin.vault.evidence_facts import read_facts
from huiyin.vault.exif_facts import KINDS
from huiyin.vault.facts import Fact
from huiyin.vault.files import open_file, open_stream
from huiyin.vault.kinds import NAMES, Kind

TELLING = frozenset(NAMES[kind].media_type for kind in (*KINDS, Kind.PDF))  # files that may say something


def evidence(file: SealedObject, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """Return the bytes of a file, or those from `start` up to `end`; what lies outside is not read.

    Raises ``vault.damaged_…``, which names file and segment, at the first piece that does not open.
    """
    key = house.vault().open_data_key(file.wrapped, file.petition)
    return open_stream(house.store(), file.address, key, file.id, start, end)


def facts(file: SealedObject) -> tuple[Fact, ...]:
    """Return what a file says of itself, read in a process of its own (about a quarter of a second)."""
    kind = next((one for one, name in NAMES.items() if name.media_type == file.kind), None)
    if kind is None:
        return ()
    key = house.vault().open_data_key(file.wrapped, file.petition)
    return read_facts(open_file(house.store(), file.address, key, file.id), kind).facts
