"""The rule packs shipped with Huiyin: one TOML file each, read once in a process."""

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
    if pack_id not in pack_ids():
        raise Unknown("pack.unknown", pack=pack_id)
    file = f"{pack_id}.toml"
    return parse_pack((files(__name__) / file).read_text("utf-8"), file)
