"""Records of non-response of one's own matter: as they stand, and the entries that prove them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.kernel.command import Entry, Reader
from huiyin.kernel.ids import PetitionId
from huiyin.queries.ledger.entries import COLUMNS, entry_of
from huiyin.queries.reading import reading
from huiyin.rules.nonresponse.corrections import still_disputable
from huiyin.rules.receipt.silence import CORRECTED, RECORDED

_RECORDS = """
    SELECT n.position, n.statement, n.correction, n.recorded_at, n.corrected_at, c.met_on
    FROM nonresponse AS n LEFT JOIN clock AS c ON c.id = n.clock
    WHERE n.petition = %s ORDER BY n.position
"""
_ENTRIES = f"""
    SELECT {COLUMNS}
    FROM entry AS e JOIN entry_salt AS s USING (commitment)
    WHERE e.subject = %s AND e.kind = ANY(%s)
      AND (convert_from(e.body, 'UTF8')::jsonb -> 'facts' ->> 'record')::int = %s
    ORDER BY e.at, e.id
"""


@dataclass(frozen=True, kw_only=True)
class OwnRecord:
    """A record as it stands now; `met_on` is the day of the answer, when one has come."""

    position: int
    statement: Mapping[str, Any]
    correction: Mapping[str, Any] | None
    recorded_at: datetime
    corrected_at: datetime | None
    met_on: date | None

    @property
    def disputable(self) -> bool:
        """True while nothing takes the record back but, at most, an office's own statement."""
        return still_disputable(self.correction)

    @property
    def answered_late_on(self) -> date | None:
        """The day of an answer that came after the last day; None while there is none, or it was in time."""
        late = self.met_on is not None and self.met_on > date.fromisoformat(self.statement["binding_on"])
        return self.met_on if late else None


@dataclass(frozen=True, kw_only=True)
class ProvedRecord:
    """A record with the entries that prove it."""

    record: OwnRecord
    entry: Entry
    corrected_by: Entry | None


def own_records(petition: PetitionId) -> tuple[OwnRecord, ...]:
    """Return the records of one's own matter, oldest first."""
    with reading(Reader(petition=petition)) as rows:
        return tuple(OwnRecord(**row) for row in rows.all(_RECORDS, (petition,)))


def proved_record(petition: PetitionId, position: int) -> ProvedRecord | None:
    """Return one record with its proof; None when there is none, or its salt was erased."""
    with reading(Reader(petition=petition)) as rows:
        found = rows.all(_RECORDS, (petition,))
        entries = rows.all(_ENTRIES, (petition, [RECORDED, CORRECTED], position))
    record = next((OwnRecord(**row) for row in found if row["position"] == position), None)
    by_kind = {row["kind"]: entry_of(row) for row in entries}
    if record is None or RECORDED not in by_kind:
        return None
    return ProvedRecord(record=record, entry=by_kind[RECORDED], corrected_by=by_kind.get(CORRECTED))
