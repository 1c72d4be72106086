"""Evidence on its way out: opened while it streams, in the memory of one segment."""

from collections.abc import Iterator

from huiyin.prepare import house
from huiyin.queries.handling.story import SealedObject
from huiyin.vault.files import open_stream


def evidence(file: SealedObject) -> Iterator[bytes]:
    """Return the bytes of a file; raise ``vault.damaged_…`` at the first piece that does not open."""
    key = house.vault().open_data_key(file.wrapped, file.petition)
    return open_stream(house.store(), file.address, key, file.id)
