"""Evidence on its way out: opened while it streams, in the memory of one segment."""

from collections.abc import Iterator

from huiyin.kernel.errors import Refused
from huiyin.prepare import house
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.rules.evidence.stages import Verdict, opens
from huiyin.vault.examining.evidence_facts import TELLING as KINDS_TELLING
from huiyin.vault.examining.evidence_facts import read_facts
from huiyin.vault.facts import Fact
from huiyin.vault.files import open_file, open_stream
from huiyin.vault.kinds import MEDIA, NAMES, PHOTOS, Kind

DRAWN = frozenset({Kind.PDF, *PHOTOS})  # kinds whose pages are drawn
TELLING = frozenset(NAMES[kind].media_type for kind in KINDS_TELLING)  # files that may say something


def evidence(file: SealedObject, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """Return the bytes of a file, or those from `start` up to `end`; what lies outside is not read.

    Raises ``vault.damaged_…``, which names file and segment, at the first piece that does not open; Refused
    as `require_clean` does: everything that gives out bytes of a file asks it first.
    """
    require_clean(file)
    key = house.vault().open_data_key(file.wrapped, file.petition)
    return open_stream(house.store(), file.address, key, file.id, start, end)


def require_clean(file: SealedObject) -> None:
    """Raise Refused ``evidence.being_checked`` or ``evidence.kept_shut`` until the scanner calls it clean."""
    if not is_open(file.verdict):
        raise Refused("evidence.being_checked" if file.verdict is Verdict.NONE else "evidence.kept_shut")


def is_open(verdict: Verdict) -> bool:
    """Return whether a file of which the scanner said this may be opened here."""
    return opens(verdict, scanned=house.scanner() is not None)


def facts(file: SealedObject) -> tuple[Fact, ...]:
    """Return what a file says of itself, read in a process of its own (about a quarter of a second)."""
    require_clean(file)
    kind = MEDIA.get(file.kind)
    if kind is None:
        return ()
    key = house.vault().open_data_key(file.wrapped, file.petition)
    return read_facts(open_file(house.store(), file.address, key, file.id), kind).facts
