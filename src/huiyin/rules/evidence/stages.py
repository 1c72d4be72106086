"""How far a file has been examined, what the scanner said of it, and whether it may be opened."""

from datetime import datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """How far a file has been examined."""

    WAITING = "waiting"  # for the scanner, or to be looked at
    SHUT = "shut"  # the scanner does not let it open; it is asked again later
    SCANS = "scans"  # looked at; text in its pictures is still to be read
    DONE = "done"


class Verdict(StrEnum):
    """What the scanner said of a file."""

    NONE = ""
    CLEAN = "clean"
    INFECTED = "infected"
    TOO_LARGE = "too_large"  # for the scanner: it says nothing about it


MAX_TRIES = 3  # of a look that fails for no reason of ours
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_ASKED_AGAIN = {Verdict.INFECTED: timedelta(days=7), Verdict.TOO_LARGE: timedelta(days=1)}


def opens(verdict: Verdict, *, scanned: bool) -> bool:
    """Return whether a file may be opened; `scanned`: this installation has a scanner.

    What a scanner once found stays shut without it too.
    """
    return verdict is Verdict.CLEAN or (verdict is Verdict.NONE and not scanned)


def next_try(tries: int, at: datetime) -> datetime:
    """Return when to try again after `tries` failures: a minute, two, four … an hour later."""
    doubled: int = 1 << min(tries, 10)
    return at + min(_LONGEST_WAIT, _FIRST_WAIT * doubled)


def asked_again(verdict: Verdict, at: datetime) -> datetime:
    """Return when a scanner is asked again about a file that it keeps shut: what it knows changes."""
    return at + _ASKED_AGAIN[verdict]
