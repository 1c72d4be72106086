"""A matter as its page at the desk shows it: facts, clocks, papers and contacts, nothing narrative."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Reader
from huiyin.kernel.ids import AccountId, OfficeId, PetitionId
from huiyin.queries.evidence.erasures import BESIDE, COLUMNS, ErasureLine, erasure_in
from huiyin.queries.evidence.grants import granted
from huiyin.queries.handling.lines import Suggested, open_summary, suggested_of
from huiyin.queries.oversight.advices import AdviceLine, advices_of_matter
from huiyin.queries.oversight.items import ItemLine, items_of_matter
from huiyin.queries.oversight.reminders import Reminder, reminders_of_matter
from huiyin.queries.reading import Reading, reading
from huiyin.records.petitions.matter import read_matter
from huiyin.records.sql import Row
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import Klass, OpinionKind, OpinionState, Route
from huiyin.rules.oversight.checks import advice_rules
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.events import EventName

_HEAD = f"""
    SELECT p.id, p.channel, p.language, p.filed_at, p.happened_at, p.happened_source, p.topic_by,
           p.anonymous, p.joint, p.publish_consent, p.sealed_summary, k.wrapped,
           {COLUMNS}
    FROM petition AS p LEFT JOIN data_key AS k ON k.petition = p.id {BESIDE} WHERE p.number = %s
"""
_DOCUMENTS = """
    SELECT d.id, d.office, d.kind, d.number, d.issued_on, d.opinion, s.served_on, s.way
    FROM document AS d LEFT JOIN service AS s ON s.petition = d.petition AND s.document = d.id
    WHERE d.petition = %s ORDER BY d.issued_on, d.id
"""
_OPINIONS = """
    SELECT id, office, kind, state, outcome, drafted_by, drafted_at, signed_at FROM opinion
    WHERE petition = %s ORDER BY drafted_at, id
"""
_CONTACTS = "SELECT id, office, at, way, reached FROM contact WHERE petition = %s ORDER BY at, id"
_OPENINGS = """
    SELECT "on" AS day, office, role, count(*) AS times FROM story_grant WHERE petition = %s
    GROUP BY day, office, role ORDER BY day, office, role
"""
_CLASSIFIED = """
    SELECT at, convert_from(body, 'UTF8')::jsonb AS body FROM entry
    WHERE subject = %s AND kind = 'petition.classified' ORDER BY at, id
"""
_MOVED = """
    SELECT at, convert_from(body, 'UTF8')::jsonb->'facts' AS facts FROM entry
    WHERE subject = %s AND kind = 'petition.clocks_moved' ORDER BY at, id
"""
_SILENCES = """
    SELECT id, position, recorded_at, binding_on, statement, corrected_at, correction FROM nonresponse
    WHERE petition = %s ORDER BY position
"""
_COUNTED = """
    SELECT (SELECT count(*) FROM evidence WHERE petition = %s) AS files,
           (SELECT count(*) FROM finding WHERE petition = %s) AS findings
"""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document as issued; not served while `served_on` is None."""

    id: UUID
    office: OfficeId
    kind: str
    number: str
    issued_on: date
    opinion: UUID | None
    served_on: date | None
    way: str | None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An opinion or reply in the making, without its text."""

    id: UUID
    office: OfficeId
    kind: OpinionKind
    state: OpinionState
    outcome: str
    drafted_by: AccountId
    drafted_at: datetime
    signed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ContactLine:
    """One contact with the petitioner, without what was said."""

    id: UUID
    office: OfficeId
    at: datetime
    way: str
    reached: bool


@dataclass(frozen=True, kw_only=True)
class Classified:
    """One decision of class, route and topic."""

    at: datetime
    office: OfficeId
    role: str
    klass: Klass
    route: Route | None
    topic: str


@dataclass(frozen=True, kw_only=True)
class ClockMoved:
    """One clock whose day became another; a day is None where none was binding."""

    rule: str
    office: OfficeId | None
    bound_on: date | None
    binding_on: date | None


@dataclass(frozen=True, kw_only=True)
class DatesMoved:
    """Days that moved because rules or days off were adopted: which, and which clocks."""

    at: datetime
    because: tuple[str, ...]
    clocks: tuple[ClockMoved, ...]


@dataclass(frozen=True, kw_only=True)
class Opening:
    """On this day so many people of this office and role opened the file."""

    day: date
    office: OfficeId
    role: str
    times: int


@dataclass(frozen=True, kw_only=True)
class SilenceKept:
    """A record of non-response, and what corrected it."""

    id: UUID
    position: int
    recorded_at: datetime
    binding_on: date
    statement: Mapping[str, Any]
    corrected_at: datetime | None
    correction: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class MatterPage:
    """Everything the page of a matter shows before its story is opened. `wrapped` is its data key."""

    matter: Matter
    clocks: tuple[Clock, ...]
    title: str
    who: str
    suggested: tuple[Suggested, ...]
    channel: str
    language: str
    filed_at: datetime
    happened_at: datetime | None
    happened_source: str
    topic_by: str
    anonymous: bool
    joint: bool
    publish_consent: bool
    papers: tuple[Paper, ...]
    drafts: tuple[Draft, ...]
    contacts: tuple[ContactLine, ...]
    classified: tuple[Classified, ...]
    moved: tuple[DatesMoved, ...]
    openings: tuple[Opening, ...]
    silences: tuple[SilenceKept, ...]
    reminders: tuple[Reminder, ...]
    supervision: tuple[ItemLine, ...]
    advices: tuple[AdviceLine, ...]
    files: int
    findings: int
    open_today: bool
    wrapped: bytes | None  # None: erased
    erasure: ErasureLine | None

    @property
    def received_at(self) -> datetime:
        """When it reached an office: when it happened, if that was before it was recorded."""
        return self.happened_at or self.filed_at

    def paper(self, document: UUID) -> Paper | None:
        """Return one document, or None."""
        return next((paper for paper in self.papers if paper.id == document), None)

    def draft(self) -> Draft | None:
        """Return what is drafted or signed and not served, or None."""
        making = {OpinionState.DRAFTED, OpinionState.SIGNED}
        return next((draft for draft in reversed(self.drafts) if draft.state in making), None)


def matter_page(reader: Reader, number: str, *, at: datetime) -> MatterPage | None:
    """Return the matter of a number with its clocks as they stand at `at`.

    None when there is none or this reader may not know of it; both take the same statement to find out.
    """
    with reading(reader) as rows:
        head = rows.one(_HEAD, (number,))
        return None if head is None else _page(rows, head, reader, at)


def _page(rows: Reading, head: Row, reader: Reader, at: datetime) -> MatterPage | None:
    petition = PetitionId(head.pop("id"))
    erasure = erasure_in(head)
    matter = read_matter(rows.all, petition)
    if matter is None:
        return None
    summary = open_summary({**head, "id": petition})
    told = any(event.name is EventName.ADVICE_SENT for event in matter.events)
    advices = advices_of_matter(rows, petition) if told else ()
    counted = rows.all(_COUNTED, (petition, petition))[0]
    del head["sealed_summary"]
    return MatterPage(
        matter=matter,
        clocks=_seen(clocks_of(matter, at=at), advices),
        title=summary["title"],
        who=summary["who"],
        suggested=suggested_of(summary),
        papers=tuple(Paper(**row) for row in rows.all(_DOCUMENTS, (petition,))),
        drafts=tuple(_draft(row) for row in rows.all(_OPINIONS, (petition,))),
        contacts=tuple(ContactLine(**row) for row in rows.all(_CONTACTS, (petition,))),
        classified=tuple(_classified(**row) for row in rows.all(_CLASSIFIED, (petition,))),
        moved=tuple(_dates_moved(**row) for row in rows.all(_MOVED, (petition,))),
        openings=tuple(Opening(**row) for row in rows.all(_OPENINGS, (petition,))),
        silences=tuple(SilenceKept(**row) for row in rows.all(_SILENCES, (petition,))),
        reminders=reminders_of_matter(rows, petition),
        supervision=items_of_matter(rows, petition),
        advices=advices,
        open_today=head["wrapped"] is not None and granted(rows, petition, reader, on=local_date(at)),
        erasure=erasure,
        **counted,
        **head,
    )


def _seen(clocks: tuple[Clock, ...], advices: tuple[AdviceLine, ...]) -> tuple[Clock, ...]:
    """Leave out the clocks of advice that this reader does not see: another office's affair."""
    seen = {str(one.id) for one in advices}
    return tuple(one for one in clocks if one.rule_id not in advice_rules() or one.part in seen)


def _draft(row: Mapping[str, Any]) -> Draft:
    return Draft(**{**row, "kind": OpinionKind(row["kind"]), "state": OpinionState(row["state"])})


def _classified(at: datetime, body: Mapping[str, Any]) -> Classified:
    actor, facts = body["actor"], body["facts"]
    return Classified(
        at=at,
        office=OfficeId(actor["office"]),
        role=actor["role"],
        klass=Klass(facts["class"]),
        route=Route(facts["route"]) if facts["route"] else None,
        topic=facts["topic"],
    )


def _dates_moved(at: datetime, facts: Mapping[str, Any]) -> DatesMoved:
    return DatesMoved(
        at=at,
        because=tuple(facts["because"]),
        clocks=tuple(
            ClockMoved(
                rule=one["rule"],
                office=OfficeId(one["office"]) if one["office"] else None,
                bound_on=_day(one["from"]["binding_on"]),
                binding_on=_day(one["to"]["binding_on"]),
            )
            for one in facts["moved"]
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
