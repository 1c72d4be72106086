"""What the door is given at start-up: who signs promises and who seals salts."""

from collections.abc import Callable
from dataclasses import dataclass

from huiyin.kernel.command import Sealer, Signer
from huiyin.kernel.errors import Misconfigured


@dataclass(frozen=True, kw_only=True)
class Equipment:
    """Signer of promises, sealer of salts."""

    signer: Signer
    sealer: Sealer


_source: list[Callable[[], Equipment]] = []


def use(source: Callable[[], Equipment]) -> None:
    """Say where the equipment comes from; it is asked for when the door first opens."""
    _source[:] = [source]


def equipment() -> Equipment:
    """Return the equipment; raise Misconfigured when start-up gave none."""
    if not _source:
        raise Misconfigured("door.not_equipped")
    return _source[0]()
