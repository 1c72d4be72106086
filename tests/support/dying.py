"""Run inside an installation: `huiyin`, killed when it asks the database for the Nth time.

`python -m support.dying NUMBER SECONDS FILE COMMAND…`: statements and ends of transactions are counted from
1, and noted in FILE, one a line. SECONDS are let pass after the Nth began; with 0 it is never sent. With
NUMBER 0 nothing is killed.
"""

import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from huiyin.cli import main as program

ASKED = ((psycopg.Cursor, "execute"), (psycopg.Cursor, "executemany"), (psycopg.Connection, "commit"))


def _counted(
    asked: Callable[..., Any], numbers: "itertools.count[int]", note: Callable[[int, str], None]
) -> Any:
    def ask(self: Any, *arguments: Any, **more: Any) -> Any:
        words = " ".join(str(arguments[0]).split()) if arguments else asked.__name__
        note(next(numbers), words[:80])
        return asked(self, *arguments, **more)

    return ask


def _die_after(seconds: float) -> None:
    if seconds:
        threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
    else:
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run the command until it dies."""
    _, last, seconds, notes, *arguments = sys.argv

    def note(number: int, words: str) -> None:
        with Path(notes).open("a", encoding="utf-8") as file:
            file.write(f"{words}\n")
        if number == int(last):
            _die_after(float(seconds))

    numbers = itertools.count(1)
    for kind, name in ASKED:
        setattr(kind, name, _counted(getattr(kind, name), numbers, note))
    sys.argv = ["huiyin", *arguments]
    program.main()


if __name__ == "__main__":
    main()
