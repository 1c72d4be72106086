"""How long a document that was issued and not served yet counts as on its way: a setting, not law."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.packs.shape import Words

LONGEST = 366
DAYS = "on_its_way_days"
_WORDS = ("source", "certainty", "reason")


@dataclass(frozen=True, kw_only=True)
class Transit:
    """So many days after its issue an unserved document counts as on its way; 0 is the day of issue alone."""

    on_its_way_days: int

    @property
    def plain(self) -> dict[str, Any]:
        """The setting as plain data, as `read_transit` takes it."""
        return {DAYS: self.on_its_way_days}


def read_transit(plain: Mapping[str, Any]) -> Transit:
    """Return the setting in plain data; Invalid ``transit.*`` says what is wrong with it."""
    unknown = plain.keys() - {DAYS, *_WORDS}
    if unknown:
        raise Invalid("transit.unknown_key", field=min(unknown))
    days = plain.get(DAYS)
    if type(days) is not int or not 0 <= days <= LONGEST:
        raise Invalid("transit.days", field=DAYS, longest=LONGEST)
    return Transit(on_its_way_days=days)


@lru_cache
def shipped_transit() -> Transit:
    """Return the setting that stands until somebody sets another."""
    return read_transit(_shipped())


@lru_cache
def about_transit() -> Mapping[str, Words]:
    """Return what is said of the figure that is shipped: its source, its certainty, and why there is one."""
    return {name: Words(**_shipped()[name]) for name in _WORDS}


def _shipped() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("transit.toml").read_text("utf-8"))
