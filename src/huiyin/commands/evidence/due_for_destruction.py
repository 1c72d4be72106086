"""What is due in an office's archive: read a piece at a time, and of each matter why it may not go, if so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from huiyin.commands.evidence.retentions import Beside, beside_of, hindered
from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.records import sql
from huiyin.records.petitions.matter import read_matters
from huiyin.records.petitions.retained import CLOSED, closed_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.retention.leaving import Hindrance
from huiyin.rules.retention.lists import MOST
from huiyin.rules.retention.period import Period, period_of
from huiyin.rules.retention.schedule import SHORTEST, Adopted, schedule_of

PIECE = 100  # matters read at once


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A matter whose last day has passed, its period, and why it may not go all the same."""

    matter: Matter
    beside: Beside
    period: Period
    ended_on: date
    hindrance: Hindrance | None


def candidates(
    office: OfficeId, adopted: Sequence[Adopted], *, up_to: date, on: date
) -> tuple[Candidate, ...]:
    """Return the matters whose last day is `up_to` or before, the longest closed first, as things stand `on`.

    As many as one list holds; of those that may not go no more than that either.
    """
    found: list[Candidate] = []
    going = staying = 0
    for one in _looked_at(office, adopted, up_to, on):
        room = staying < MOST if one.hindrance else True
        staying, going = (staying + 1, going) if one.hindrance else (staying, going + 1)
        if room:
            found.append(one)
        if going == MOST:
            break
    return tuple(found)


def _looked_at(office: OfficeId, adopted: Sequence[Adopted], up_to: date, on: date) -> Iterator[Candidate]:
    ended = dict(_ended(office, adopted, up_to, on))
    at = datetime.combine(on, time(12), LOCAL_ZONE).astimezone(UTC)
    wanted = list(ended)
    for first in range(0, len(wanted), PIECE):
        piece = wanted[first : first + PIECE]
        matters = read_matters(lambda asked: sql.fetch_all(sql.WRITER, asked), piece)
        beside = beside_of([(one.id, one.bureau) for one in matters.values()])
        for petition in piece:
            period, last = ended[petition]
            yield Candidate(
                matter=matters[petition],
                beside=beside[petition],
                period=period,
                ended_on=last,
                hindrance=hindered(matters[petition], beside[petition], at),
            )


def _ended(
    office: OfficeId, adopted: Sequence[Adopted], up_to: date, on: date
) -> Iterator[tuple[PetitionId, tuple[Period, date]]]:
    latest = date(up_to.year - SHORTEST, 12, 31)  # closed later, no period has ended
    for row in sql.fetch(sql.WRITER, CLOSED, (office, latest)):
        schedule = schedule_of(adopted, row["closed_on"], on=on)
        period = period_of(closed_of(row), schedule) if schedule else None
        if period and period.ends_on and period.ends_on <= up_to and not period.held:
            yield PetitionId(row["id"]), (period, period.ends_on)
