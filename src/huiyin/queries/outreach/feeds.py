"""Calendars: which are open, whose a secret address is, and the dates that stand in one.

An official's calendar reads as the office does, so that a matter it is denied never shows; the petitioner's
reads its one matter. Nothing sealed is opened for either.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.reading import Reading, reading
from huiyin.records.sql import Row
from huiyin.rules.oversight.checks import advice_rules
from huiyin.rules.statute.packs.shape import DutyOf, Kind

MOST = 500  # the most urgent matters of an office: the cost stays the same however many there are

_FIND = "SELECT * FROM find_feed(%s, %s)"
_OF_POST = "SELECT id, made_at FROM feed WHERE post = %s AND revoked_at IS NULL ORDER BY made_at, id"
_OF_PETITION = "SELECT id, made_at FROM feed WHERE petition = %s AND revoked_at IS NULL ORDER BY made_at, id"
_SHOWN = """
    SELECT c.id, p.number, c.petition, c.rule, c.pack, c.kind, c.duty_of, c.warn_on, c.binding_on, p.demo
"""
_DUTIES = f"""
    WITH chosen AS MATERIALIZED (
        SELECT petition FROM part WHERE office = %s AND state = 'open' AND next_due_on IS NOT NULL
        ORDER BY next_due_on, petition LIMIT %s
    ) {_SHOWN} FROM (SELECT DISTINCT petition FROM chosen) AS one
    JOIN petition AS p ON p.id = one.petition JOIN clock AS c ON c.petition = p.id
    WHERE c.office = %s AND c.state = 'running' AND c.kind = 'clock' AND c.duty_of <> 'petitioner'
    AND c.warn_on IS NOT NULL ORDER BY COALESCE(c.binding_on, c.warn_on), c.id
"""
_OWN = f"""
    {_SHOWN} FROM clock AS c JOIN petition AS p ON p.id = c.petition
    WHERE c.petition = %s AND c.state = 'running' AND c.warn_on IS NOT NULL
    AND (c.kind = 'clock' OR c.duty_of = 'petitioner') AND c.rule <> ALL(%s)
    ORDER BY COALESCE(c.binding_on, c.warn_on), c.id
"""
_CHANGES = "SELECT petition, times, last FROM last_changes(%s)"


@dataclass(frozen=True, kw_only=True)
class Feed:
    """An open calendar behind a secret address: of an office through a post, or of a petition."""

    id: UUID
    petition: PetitionId | None
    office: OfficeId | None
    language: str


@dataclass(frozen=True, kw_only=True)
class OpenFeed:
    """A calendar in the list of its owner."""

    id: UUID
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A period that runs: `id` stays the same while its day moves, `times` grows with every change."""

    id: UUID
    number: str
    rule: str
    pack: str
    kind: Kind
    duty_of: DutyOf
    warn_on: date
    binding_on: date | None  # None while it is provisional
    demo: bool
    times: int
    changed_at: datetime


def find_feed(token_hash: bytes, *, on: date) -> Feed | None:
    """Return the calendar of a secret's keyed hash; None when unknown, revoked, or the post has ended."""
    with reading(Reader()) as rows:
        row = rows.one(_FIND, (token_hash, on))
    return None if row is None else Feed(**row)


def feeds_of_post(reader: Reader, post: UUID) -> tuple[OpenFeed, ...]:
    """Return the open calendars of a post."""
    with reading(reader) as rows:
        return tuple(OpenFeed(**row) for row in rows.all(_OF_POST, (post,)))


def feeds_of_petition(petition: PetitionId) -> tuple[OpenFeed, ...]:
    """Return the open calendars of one's own matter."""
    with reading(Reader(petition=petition)) as rows:
        return tuple(OpenFeed(**row) for row in rows.all(_OF_PETITION, (petition,)))


def dated(feed: Feed) -> tuple[Dated, ...]:
    """Return what stands in a calendar, the nearest first."""
    offices = (feed.office,) if feed.office is not None else ()
    with reading(Reader(offices=offices, petition=feed.petition)) as rows:
        if feed.petition is not None:
            found = rows.all(_OWN, (feed.petition, sorted(advice_rules())))
        else:
            found = rows.all(_DUTIES, (feed.office, MOST, feed.office))
        changes = _changes(rows, found)
    return tuple(_dated(row, changes[row["petition"]]) for row in found)


def _changes(rows: Reading, found: list[Row]) -> dict[UUID, Row]:
    wanted = list({row["petition"] for row in found})
    return {row["petition"]: row for row in rows.all(_CHANGES, (wanted,))}


def _dated(row: Row, changed: Row) -> Dated:
    plain = {name: row[name] for name in ("id", "number", "rule", "pack", "warn_on", "binding_on", "demo")}
    return Dated(
        **plain,
        kind=Kind(row["kind"]),
        duty_of=DutyOf(row["duty_of"]),
        times=changed["times"],
        changed_at=changed["last"],
    )
