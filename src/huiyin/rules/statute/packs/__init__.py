"""The rule packs shipped with Huiyin: one TOML file each, read once in a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from huiyin.kernel.errors import Unknown
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.shape import Pack


@lru_cache
def pack_ids() -> tuple[str, ...]:
    """Return the ids of all packs shipped, sorted."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@lru_cache
def load_pack(pack_id: str) -> Pack:
    """Return a pack by its id; Unknown when none is shipped under it, Invalid when its file is unsound."""
    return parse_pack(pack_bytes(pack_id).decode(), f"{pack_id}.toml")


def pack_bytes(pack_id: str) -> bytes:
    """Return the file of a pack shipped; Unknown when there is none."""
    if pack_id not in pack_ids():
        raise Unknown("pack.unknown", pack=pack_id)
    return (files(__name__) / f"{pack_id}.toml").read_bytes()


@dataclass(frozen=True, eq=False)
class Shelf:
    """The packs that may be chosen from: those shipped, and others that were adopted or are proposed.

    A shelf is never changed; `plus` makes another. The same shelf gives the same choice for ever.
    """

    packs: Mapping[str, Pack]

    def pack(self, pack_id: str) -> Pack:
        """Return a pack by its id; Unknown when it does not stand here."""
        if pack_id not in self.packs:
            raise Unknown("pack.unknown", pack=pack_id)
        return self.packs[pack_id]

    def plus(self, *packs: Pack) -> "Shelf":
        """Return a shelf with further packs; one takes the place of another of the same id."""
        return Shelf(packs={**self.packs, **{pack.id: pack for pack in packs}})


@lru_cache
def shipped() -> Shelf:
    """Return the shelf of the packs shipped."""
    return Shelf(packs={pack_id: load_pack(pack_id) for pack_id in pack_ids()})
