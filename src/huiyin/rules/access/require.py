"""One check, two voices: `require` raises at the door, `may` asks the same rule for a button."""

from dataclasses import dataclass

from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.roles import RIGHTS, Relation, Role


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What of a matter decides who may act on it."""

    petition: PetitionId | None = None
    bureau: OfficeId | None = None
    lead: OfficeId | None = None
    open_parts: frozenset[OfficeId] = frozenset()
    offices: frozenset[OfficeId] = frozenset()
    denied: frozenset[OfficeId] = frozenset()
    overseers: frozenset[OfficeId] = frozenset()  # bureaus over the place; asked where it matters


NOWHERE = Standing()


def require(actor: Actor, permission: Permission, standing: Standing) -> None:
    """Raise Refused unless the actor may do this here.

    Deny beats allow: an office against which the accusation is made learns nothing and does nothing
    (信访工作条例 第三十条第三款). The error never says whether the matter exists.
    """
    if actor.office is not None and actor.office in standing.denied:
        raise Refused("access.refused", permission=permission.value)
    relation = _rights(actor).get(permission)
    if relation is None or not _stands(actor, relation, standing):
        raise Refused("access.refused", permission=permission.value)


def may(actor: Actor, permission: Permission, standing: Standing) -> bool:
    """Return whether `require` would pass."""
    try:
        require(actor, permission, standing)
    except Refused:
        return False
    return True


def _rights(actor: Actor) -> dict[Permission, Relation]:
    return dict(RIGHTS[Role(actor.role)]) if actor.role in list(Role) else {}


def _stands(actor: Actor, relation: Relation, standing: Standing) -> bool:
    stands = {
        Relation.ANY: True,
        Relation.BUREAU: actor.office is not None and actor.office == standing.bureau,
        Relation.LEAD: actor.office is not None and actor.office == standing.lead,
        Relation.OVERSEES: actor.office in standing.overseers,
        Relation.OWN: actor.petition is not None and actor.petition == standing.petition,
        Relation.PART: actor.office in standing.open_parts,
        Relation.TOUCHED: actor.office in {*standing.offices, standing.bureau} - {None},
    }
    return stands[relation]
