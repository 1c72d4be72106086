"""When a record no longer holds, and why: facts that were recorded later but count from an earlier day.

A late answer is no such fact: it comes after the last day, and the record stays true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from huiyin.rules.statute.clocks import Clock, State


class Correction(StrEnum):
    """Why a record was corrected."""

    ANSWERED_IN_TIME = "answered_in_time"  # a service recorded later, of a day within the limit
    DATE_MOVED = "date_moved"  # the last day is now a later one
    NOT_OWED = "not_owed"  # under class, route and facts as they stand now there is no such limit
    OFFICE_STATES_ANSWER = "office_states_answer"  # an office says so; this system holds no proof of it


@dataclass(frozen=True, kw_only=True)
class Due:
    """A correction that the facts demand; `on` is the day of the answer, or the last day as it is now."""

    correction: Correction
    on: date | None = None


def still_disputable(told: Mapping[str, Any] | None) -> bool:
    """Return whether a record's remedies still make sense: no correction, or only what an office states."""
    return told is None or told["reason"] == Correction.OFFICE_STATES_ANSWER


def correction_due(clock: Clock | None, *, binding_on: date) -> Due | None:
    """Return what the facts of a clock say against a record that named `binding_on`; None when it holds.

    `clock` is None when the matter has no such clock any more.
    """
    if clock is None or clock.state is State.EXEMPT:
        return Due(correction=Correction.NOT_OWED)
    ended = clock.reckoning.settled_by
    if clock.state is State.ENDED and ended is not None and ended.on <= binding_on:
        return Due(correction=Correction.NOT_OWED, on=ended.on)
    if clock.met_on is not None and clock.met_on <= binding_on:
        return Due(correction=Correction.ANSWERED_IN_TIME, on=clock.met_on)
    if clock.binding_on is None or clock.binding_on > binding_on:
        return Due(correction=Correction.DATE_MOVED, on=clock.binding_on)
    return None
