"""The searches that a post keeps, opened for their owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.queries.reading import reading
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.sealing import open_json

_KEPT = """
    SELECT id, sealed_query FROM saved_search WHERE post = %s AND account = %s AND dropped_at IS NULL
    ORDER BY made_at, id
"""


@dataclass(frozen=True, kw_only=True)
class KeptSearch:
    """A question that was kept, field by field as it was typed."""

    id: UUID
    typed: Mapping[str, str]


def kept_searches(reader: Reader, post: UUID) -> tuple[KeptSearch, ...]:
    """Return the reader's own searches kept in a post, the oldest first."""
    key = vault().content_key()
    with reading(reader) as rows:
        found = rows.all(_KEPT, (post, reader.account))
    return tuple(
        KeptSearch(
            id=row["id"],
            typed=open_json(
                key, row["sealed_query"], bound_to=place("saved_search", "sealed_query", row["id"])
            ),
        )
        for row in found
    )
