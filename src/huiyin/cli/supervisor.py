"""Keeps the children running until somebody stops them, then stops all in order."""

import signal
import time
from dataclasses import dataclass, field
from types import FrameType

from huiyin.adapters.postgres.tell import Tell
from huiyin.cli import children, serving
from huiyin.cli.children import Child, Program

GLANCE = 0.1
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
SETTLED_AFTER = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop:
    """Becomes set when somebody asks to stop."""

    def __init__(self) -> None:
        self.asked = False
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  the handler's signature
        self.asked = True


@dataclass(kw_only=True)
class Place:
    """One child's place: who fills it now, and when the next may be started after an end."""

    program: Program
    child: Child
    started: float
    pause: float = FIRST_PAUSE
    due: float | None = None


@dataclass(kw_only=True)
class Supervisor:
    """Restarts what dies, with growing pauses, and says so."""

    tell: Tell
    stop: Stop
    keeper: serving.Keeper
    places: list[Place] = field(default_factory=list)

    def add(self, program: Program) -> Child:
        """Start a child and keep it running from now on."""
        child = children.start(program)
        self.places.append(Place(program=program, child=child, started=time.monotonic()))
        return child

    def run(self) -> None:
        """Return when somebody asked to stop."""
        while not self.stop.asked:
            if self.keeper.look_after():
                self._renew()
            for place in self.places:
                self._look_after(place, time.monotonic())
            time.sleep(GLANCE)

    def end(self) -> None:
        """Stop the children, last started first; the database is stopped by whoever started it."""
        for place in reversed(self.places):
            place.child.ask_to_stop()
        until = time.monotonic() + children.GRACE_SECONDS
        for place in reversed(self.places):
            place.child.make_sure(max(until - time.monotonic(), 0.1))

    def _renew(self) -> None:
        for place in self.places:
            if place.program.needs_same_database:
                place.child.make_sure(0)
                place.child, place.started = children.start(place.program), time.monotonic()

    def _look_after(self, place: Place, now: float) -> None:
        if place.due is not None:
            if now >= place.due:
                place.child, place.started, place.due = children.start(place.program), now, None
            return
        if not place.child.ended:
            return
        place.child.make_sure(0)  # whatever it started must not keep the port
        place.pause = FIRST_PAUSE if now - place.started > SETTLED_AFTER else place.pause
        log = str(place.program.log)
        self.tell("up.child_ended", child=place.program.name, seconds=round(place.pause), log=log)
        place.due, place.pause = now + place.pause, min(place.pause * 2, LONGEST_PAUSE)
