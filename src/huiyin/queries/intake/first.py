"""How a matter began, as far as the ledger knows: asked before a receipt brings one back."""

from dataclasses import dataclass

from huiyin.kernel import canonical
from huiyin.kernel.ids import PetitionId
from huiyin.records import sql

_FIRST = """
    SELECT e.subject, e.commitment, e.body FROM entry AS e WHERE e.subject = %s AND e.previous IS NULL
    UNION ALL
    SELECT p.id, NULL, NULL FROM petition AS p WHERE p.number = %s AND p.id <> %s
"""


@dataclass(frozen=True, kw_only=True)
class First:
    """The first entry of a matter; `returned` is that of the receipt that brought it back, in base 64."""

    commitment: bytes
    returned: str | None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What stands under an id and a number: the matter's beginning, and whether another has the number."""

    first: First | None
    number_taken: bool


def known(petition: PetitionId, number: str) -> Known:
    """Return what stands (asked on the writer's sight: whoever asks holds no matter yet)."""
    rows = sql.fetch(sql.WRITER, _FIRST, (petition, number, petition))
    own = [row for row in rows if row["body"] is not None]
    return Known(first=_first(own[0]) if own else None, number_taken=len(own) < len(rows))


def _first(row: sql.Row) -> First:
    returned = canonical.decode(row["body"])["facts"].get("returned") or {}
    return First(commitment=row["commitment"], returned=returned.get("commitment"))
