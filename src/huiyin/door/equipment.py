"""What the door is given at start-up: who signs promises and who seals salts."""

from dataclasses import dataclass

from huiyin.kernel.command import Sealer, Signer
from huiyin.kernel.errors import Misconfigured


@dataclass
class _Equipment:
    signer: Signer | None = None
    sealer: Sealer | None = None


_equipment = _Equipment()


def install(*, signer: Signer, sealer: Sealer) -> None:
    """Equip the door; called once at start-up."""
    _equipment.signer, _equipment.sealer = signer, sealer


def signer() -> Signer:
    """Return who signs promises; raise Misconfigured before start-up has finished."""
    if _equipment.signer is None:
        raise Misconfigured("door.not_equipped")
    return _equipment.signer


def sealer() -> Sealer:
    """Return who seals salts; raise Misconfigured before start-up has finished."""
    if _equipment.sealer is None:
        raise Misconfigured("door.not_equipped")
    return _equipment.sealer
