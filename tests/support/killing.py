"""Kills processes of a running installation by a plan made from a seed, and writes down what it killed."""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from support import processes
from support.installation import Installation, Running
from support.processes import Kind

SHORTEST, LONGEST = 0.3, 2.0  # seconds between two kills
RETURN_WITHIN = 60.0  # seconds: what was killed is there again


@dataclass
class Killer:
    """Kills what `plan` names, in that order, at random moments; a killed `up` is started again by hand."""

    place: Installation
    running: Running
    plan: list[Kind]
    chance: random.Random
    say: Callable[[str], None]
    killed: Counter[Kind] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)
    failure: BaseException | None = None

    def run(self) -> None:
        """Carry out the plan."""
        began = time.monotonic()
        try:
            for kind in self.plan:
                time.sleep(self.chance.uniform(SHORTEST, LONGEST))
                pid = self._one_of(kind)
                self.killed[kind] += 1
                self.say(f"{time.monotonic() - began:6.1f} s  kill -9 {pid:7}  {kind}")
                if kind is Kind.UP:
                    self._start_again()
        except BaseException as problem:  # noqa: BLE001  told to the test, which runs in another thread
            self.failure = problem
        finally:
            self.over.set()

    def _one_of(self, kind: Kind) -> int:
        """Kill a process of this kind, chosen at random, as soon as there is one."""
        until = time.monotonic() + RETURN_WITHIN
        while True:
            parent = self.running.process.pid
            found = processes.running(parent)[kind]
            if found:
                pid = self.chance.choice(found)
                if processes.kill(pid, kind, parent):
                    return pid
            assert time.monotonic() < until, f"no {kind} came back:\n{self.running.words}"
            time.sleep(0.05)

    def _start_again(self) -> None:
        self.running.stop(signal.SIGKILL)  # it is dead already: takes in its last words
        self.running = self.place.up("--demo").ready()


def plan_of(counts: dict[Kind, int], chance: random.Random) -> list[Kind]:
    """Return kinds in random order, each as often as counted."""
    plan = [kind for kind, count in counts.items() for _ in range(count)]
    chance.shuffle(plan)
    return plan
