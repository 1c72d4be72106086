"""One line a matter: what may be shown of it in a list, with a masked name and the duty due next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.reading import Reading
from huiyin.records.sql import Row
from huiyin.rules.lifecycle.states import Klass, Route, State
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.sealing import open_json

# `chosen` comes first, few rows; only those are joined and opened.
SHOWN = """
    SELECT p.id, p.number, p.state, p.klass, p.declared_klass, p.route, p.topic, p.division, p.lead,
           p.bureau, p.denied, p.filed_at, p.next_due_on, p.sealed_summary, k.wrapped, chosen.*
    FROM chosen JOIN petition AS p ON p.id = chosen.petition LEFT JOIN data_key AS k ON k.petition = p.id
"""
_DUTIES = """
    SELECT petition, rule, pack, office, warn_on, COALESCE(binding_on, warn_on) AS due_on FROM clock
    WHERE petition = ANY(%s) AND state = 'running' AND kind = 'clock'
      AND duty_of NOT IN ('petitioner', 'applicant')
    ORDER BY due_on NULLS LAST, rule
"""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """The duty that falls due next: which rule of which pack."""

    pack: str
    rule: str
    due_on: date
    warn_on: date  # the unrolled day


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A topic suggested at filing, in whole percent, with the words that spoke for it."""

    topic: str
    percent: int
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A matter in a list. `due_on` is the day of the office's next duty, None when nothing is due."""

    petition: PetitionId
    number: str
    state: State
    klass: Klass | None
    declared_klass: Klass
    route: Route | None
    topic: str | None
    division: int
    bureau: OfficeId
    lead: OfficeId | None
    denied: frozenset[OfficeId]
    filed_at: datetime
    due_on: date | None
    duty: Duty | None
    title: str
    who: str  # masked; empty when the name was withheld
    suggested: tuple[Suggested, ...]
    erased: bool  # then title and name are empty


def lines_of(rows: Reading, found: Sequence[Row], *, office: OfficeId | None) -> list[Line]:
    """Open the summaries of rows selected by `SHOWN` and put each one's next duty beside it.

    `office` is whose duties are meant; None means anybody's, and then the day is that of the matter.
    """
    duties = _duties(rows, [row["id"] for row in found], office)
    return [line_of(row, duties.get(row["id"])) for row in found]


def line_of(row: Row, duty: Duty | None) -> Line:
    """Open the summary of one row."""
    petition = PetitionId(row["id"])
    summary = open_summary(row)
    return Line(
        petition=petition,
        number=row["number"],
        state=State(row["state"]),
        klass=Klass(row["klass"]) if row["klass"] else None,
        declared_klass=Klass(row["declared_klass"]),
        route=Route(row["route"]) if row["route"] else None,
        topic=row["topic"],
        division=int(row["division"]),
        bureau=OfficeId(row["bureau"]),
        lead=OfficeId(row["lead"]) if row["lead"] else None,
        denied=frozenset(OfficeId(one) for one in row["denied"]),
        filed_at=row["filed_at"],
        due_on=row.get("due_on", row["next_due_on"]),
        duty=duty,
        title=summary["title"],
        who=summary["who"],
        suggested=suggested_of(summary),
        erased=row["wrapped"] is None,
    )


def open_summary(row: Row) -> Mapping[str, Any]:
    """Return title, masked name and suggested topics of a petition's row with its wrapped key.

    Title and name are empty when the content was erased.
    """
    if row["wrapped"] is None:
        return {"title": "", "who": ""}
    petition = PetitionId(row["id"])
    key = vault().open_data_key(row["wrapped"], petition)
    bound_to = place("petition", "sealed_summary", petition)
    summary: dict[str, Any] = open_json(key, row["sealed_summary"], bound_to=bound_to)
    return summary


def suggested_of(summary: Mapping[str, Any]) -> tuple[Suggested, ...]:
    """Return the suggested topics of an opened summary, best first; matters brought in have none."""
    return tuple(
        Suggested(topic=topic, percent=percent, words=tuple(words))
        for topic, percent, words in summary.get("topics", ())
    )


def _duties(rows: Reading, petitions: list[UUID], office: OfficeId | None) -> dict[UUID, Duty]:
    nearest: dict[UUID, Duty] = {}
    for row in rows.all(_DUTIES, (petitions,)):
        if row["due_on"] is None or office not in {None, row["office"]}:
            continue
        duty = Duty(pack=row["pack"], rule=row["rule"], due_on=row["due_on"], warn_on=row["warn_on"])
        nearest.setdefault(row["petition"], duty)  # the nearest comes first
    return nearest
