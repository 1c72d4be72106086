"""The log's side of its witnesses: asks each for a cosignature, in the background, and never waits for one."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread

Consistency = Callable[[int, int], Sequence[bytes]]  # old size, new size -> hashes of the proof


@dataclass(frozen=True, kw_only=True)
class Cosigned:
    """What a witness signed, checked against its key."""

    witness: str  # the name of its key
    origin: str
    size: int
    at: datetime
    line: str  # the signature line, with its newline: append it to the note of that size


class Witnesses:
    """The configured witnesses of one log. One thread uses it: the integrator's.

    ::

        witnesses = Witnesses(places, tell=say)
        ...each second, after publishing:
            witnesses.ask(note, consistency=proof)   # returns at once
            for one in witnesses.answers():          # what has come in since; perhaps for an older checkpoint
                store(one); publish the file again when one.size is the published size
        ...a command that integrates once, by hand:
            cosigned = witnesses.wait(seconds=10)
    """

    def ask(self, note: str, *, consistency: Consistency) -> None:
        """Ask every witness that is free and has not cosigned this checkpoint; return at once.

        `consistency` is called before this returns, in the caller's thread, with the size that a witness is
        known to know (learned from its answers; never 0) and the size of `note`.
        """

    def answers(self) -> list[Cosigned]:
        """Return the cosignatures that have arrived since the last call."""

    def wait(self, seconds: float) -> list[Cosigned]:
        """Return what arrives until every witness has answered or so much time has passed."""
