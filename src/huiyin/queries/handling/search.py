"""Matters found by the words of their texts: the newest first, only what the reader may list.

The database looks through keyed hashes; which matters it names is one question with the reader's scope and
denials in it, and their rows are read through the policy once more. Nothing narrative is opened here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.handling.find import Before
from huiyin.queries.handling.lines import SHOWN, Line, lines_of
from huiyin.queries.handling.queue import PAGE, division_range
from huiyin.queries.reading import Reading, reading
from huiyin.records import sql
from huiyin.rules.lifecycle.states import State

_FIND = """
    SELECT petition, filed_at FROM search_petitions(
        %s::smallint, %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date, %s::bigint[],
        %s::text, %s::text, %s::text, %s::int, %s::int, %s::bigint, %s::date, %s::date, %s::boolean,
        %s::timestamptz, %s::timestamptz, %s::timestamptz, %s::uuid, %s::int
    )
"""
_VERSIONS = "SELECT oldest, version FROM search_versions()"
_KNOWN = "SELECT token, petitions FROM search_words(%s::bigint[])"
_LINES = f"""
    WITH chosen AS MATERIALIZED (
        SELECT found.* FROM unnest(%s::uuid[], %s::timestamptz[]) AS found(petition, received_at)
    ) {SHOWN} ORDER BY chosen.received_at DESC, p.id DESC
"""
_GRANTED = """
    SELECT petition FROM story_grant WHERE petition = ANY(%s) AND account = %s AND "on" = %s
"""
FIRST_VERSION = 1  # of the key, while nothing is indexed
_LAST = UUID(int=(1 << 128) - 1)


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """Filters beside the words; nothing given means everything."""

    state: State | None = None
    topic: str = ""
    division: int | None = None
    office: OfficeId | None = None
    channel: str = ""
    since: datetime | None = None
    until: datetime | None = None  # not included
    due_first: date | None = None
    due_last: date | None = None
    undated: bool = False


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """A question in tokens of one version: all of `wanted`, none of `unwanted`, any of `scopes` and `dues`.

    None for the last two leaves them open. `months` are those of the newest month asked for and of those
    before it.
    """

    version: int
    wanted: tuple[int, ...]
    months: tuple[int, ...]
    unwanted: tuple[int, ...] = ()
    scopes: tuple[int, ...] | None = None
    dues: tuple[int, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Sought:
    """A question in the tokens of each version that stands, the older one first."""

    tokens: tuple[Tokens, ...]
    newest_month: date
    narrowed: Narrowed = Narrowed()


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One matter found, and where it stands in the order."""

    petition: PetitionId
    received_at: datetime

    @property
    def place(self) -> Before:
        """Where a following page begins."""
        return Before(received_at=self.received_at, petition=self.petition)


def versions() -> tuple[int, ...]:
    """Return under which versions of the key the index stands: two while it is changed, the older first."""
    row = sql.fetch_one(sql.READER, _VERSIONS)
    return tuple(dict.fromkeys(row.values())) if row else (FIRST_VERSION,)


def known_tokens(tokens: Sequence[int]) -> dict[int, int]:
    """Return how many matters hold each token, of those that any holds; whoever may see them.

    Of accusations and of what some office may not see it tells nothing.
    """
    return {row["token"]: row["petitions"] for row in sql.fetch(sql.READER, _KNOWN, (list(tokens),))}


def hits(reader: Reader, sought: Sought, *, before: Before | None, at_most: int = PAGE + 1) -> list[Hit]:
    """Return the newest matters that fit, from where a page before ended."""
    found: dict[PetitionId, Hit] = {}
    with reading(reader) as rows:
        # Order: the older version first. What is indexed anew between the two is found by both.
        for tokens in sought.tokens:
            for hit in _hits(rows, tokens, sought, before, at_most):
                found[hit.petition] = hit
    newest_first = sorted(found.values(), key=lambda hit: (hit.received_at, hit.petition), reverse=True)
    return newest_first[:at_most]


def lines(reader: Reader, found: Sequence[Hit]) -> list[Line]:
    """Return the lines of matters found, in their order, as this reader may see them."""
    with reading(reader) as rows:
        chosen = rows.all(_LINES, ([one.petition for one in found], [one.received_at for one in found]))
        return lines_of(rows, chosen, office=None)


def granted_today(reader: Reader, found: Sequence[Hit], *, on: date) -> frozenset[PetitionId]:
    """Return of which of these matters the story is open to this reader on the day."""
    with reading(reader) as rows:
        given = rows.all(_GRANTED, ([one.petition for one in found], reader.account, on))
    return frozenset(PetitionId(row["petition"]) for row in given)


def _hits(rows: Reading, tokens: Tokens, sought: Sought, before: Before | None, at_most: int) -> list[Hit]:
    place = before or Before(received_at=datetime.max.replace(tzinfo=LOCAL_ZONE), petition=_LAST)
    by = sought.narrowed
    first, last = (None, None) if by.division is None else division_range(by.division)
    asked = (
        tokens.version, list(tokens.wanted), list(tokens.unwanted),
        None if tokens.scopes is None else list(tokens.scopes),
        None if tokens.dues is None else list(tokens.dues), sought.newest_month,
        f"{{{','.join(map(str, tokens.months))}}}",  # as text: one by one they take a millisecond
        by.state.value if by.state else None, by.channel or None, by.topic or None, first, last, by.office,
        by.due_first, by.due_last, by.undated, by.since, by.until,
        place.received_at, place.petition, at_most,
    )  # fmt: skip
    found = rows.all(_FIND, asked)
    return [Hit(petition=PetitionId(row["petition"]), received_at=row["filed_at"]) for row in found]
