"""Quarters of the calendar, in the legal time of the place (Asia/Shanghai)."""

import re
from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Invalid

_WRITTEN = re.compile(r"(?P<year>20[0-9]{2})Q(?P<number>[1-4])", re.ASCII)
_MONTHS = 3
_LAST = 4


@dataclass(frozen=True, order=True, kw_only=True)
class Quarter:
    """A quarter of a year: `number` is 1 to 4. Earlier ones are smaller."""

    year: int
    number: int

    def __str__(self) -> str:
        """Return it as it is written: ``2026Q3``."""
        return f"{self.year}Q{self.number}"

    @property
    def first_at(self) -> datetime:
        """The instant with which it begins."""
        return datetime(self.year, 1 + _MONTHS * (self.number - 1), 1, tzinfo=LOCAL_ZONE)

    @property
    def end_at(self) -> datetime:
        """The instant with which the next one begins; it does not belong to this one any more."""
        after = self.number % _LAST
        return Quarter(year=self.year + (after == 0), number=after + 1).first_at


def parse_quarter(text: str) -> Quarter:
    """Return the quarter that is written like ``2026Q3``; otherwise Invalid ``audit.not_a_quarter``."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise Invalid("audit.not_a_quarter", field="quarter", value=text[:40])
    return Quarter(year=int(found["year"]), number=int(found["number"]))


def audited_until(quarter: Quarter, *, at: datetime, interim: bool) -> datetime:
    """Return up to when an audit at `at` looks: to the end of the quarter, or to now while it runs.

    Invalid ``audit.quarter_to_come`` before it began, ``audit.quarter_unfinished`` while it runs unless the
    audit is to be an interim one.
    """
    if at < quarter.first_at:
        raise Invalid("audit.quarter_to_come", field="quarter", quarter=str(quarter))
    if at >= quarter.end_at:
        return quarter.end_at
    if not interim:
        raise Invalid("audit.quarter_unfinished", field="quarter", quarter=str(quarter))
    return at
