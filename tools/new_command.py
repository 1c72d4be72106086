"""Begins a new command: its file and its four tests, which fail until they are written.

make new-command NAME=extend_deadline ROOM=handling
"""

import re
import sys
from pathlib import Path
from string import Template

ROOT = Path(__file__).parents[1]
NAME = re.compile(r"[a-z]+(_[a-z]+)+")

COMMAND = Template('''"""$sentence.

《信访工作条例》第…条：say here what the article demands, with an example.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Unlawful
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Matter


@dataclass(frozen=True, kw_only=True)
class $klass(Command):
    """$sentence."""

    petition: PetitionId


def load(commands: Sequence[$klass]) -> list[Matter]:
    """Lock the matters and read them."""
    return load_matters(commands)


def decide(subject: Matter, command: $klass, *, actor: Actor, at: datetime) -> Decision:
    """Facts in, decision out; refuse with the article."""
    raise Unlawful("$name.not_written", article="")


HANDLER = Handler(permission=Permission.$permission, load=load, decide=decide)
''')

TESTS = Template('''"""$sentence."""

import pytest

UNWRITTEN = "write this test: state by commands from tests/builders, then the one command"


def test_it_is_done_when_the_law_allows_it() -> None:
    pytest.fail(UNWRITTEN)


def test_it_is_refused_to_the_wrong_person() -> None:
    pytest.fail(UNWRITTEN)


def test_it_is_refused_when_the_law_does_not_allow_it() -> None:
    pytest.fail(UNWRITTEN)


def test_a_late_failure_leaves_nothing() -> None:
    pytest.fail(UNWRITTEN)
''')

NEXT = """Next:
  1. {room}.{name} in src/huiyin/door/handlers.py
  2. Permission.{permission} in src/huiyin/rules/access/permissions.py, and who holds it in roles.py
  3. the article, `decide`, and the four tests
"""


def rooms() -> list[str]:
    """Return the rooms that hold commands."""
    return sorted(path.parent.name for path in (ROOT / "src/huiyin/commands").glob("*/__init__.py"))


def begin(room: str, name: str) -> str:
    """Write both files; return what is left to do. Raises ValueError with one sentence when it cannot."""
    if room not in rooms():
        raise ValueError(f"ROOM is one of: {', '.join(rooms())}")
    if not NAME.fullmatch(name):
        raise ValueError("NAME is verb and noun in lower case, such as extend_deadline")
    verb, _, noun = name.partition("_")
    words = {
        "name": name,
        "klass": "".join(word.capitalize() for word in name.split("_")),
        "sentence": name.replace("_", " ").capitalize(),
        "permission": f"{room}_{noun}_{verb}".upper(),
    }
    _write(ROOT / f"src/huiyin/commands/{room}/{name}.py", COMMAND.substitute(words))
    _write(ROOT / f"tests/commands/{room}/test_{name}.py", TESTS.substitute(words))
    return NEXT.format(room=room, **words)


def _write(path: Path, text: str) -> None:
    if path.exists():
        raise ValueError(f"{path.relative_to(ROOT)} is there already")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")


def main() -> int:
    """Read room and name from the command line."""
    try:
        sys.stdout.write(begin(*sys.argv[1:3]))
    except (TypeError, ValueError) as problem:
        sys.stderr.write(f"{problem}\nExample: make new-command NAME=extend_deadline ROOM=handling\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
