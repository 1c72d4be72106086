"""Finds the line of every key of a TOML file: the standard reader keeps none."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Where a value stands: keys and places in lists, such as ``("rules", 2, "lengths", 0, "from")``."""

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{},=.\n]'
    r"|[^\s\[\]{},=.#\"']+",
    re.DOTALL,
)
_PAIRS = {"[": "]", "{": "}"}


def line_of_fault(error: tomllib.TOMLDecodeError, text: str) -> int:
    """Return the line that makes a text no TOML: the one its reader names, else the last."""
    named = re.search(r"line (\d+)", str(error))
    return int(named[1]) if named else len(text.splitlines())


def lines_of(text: str) -> Mapping[Path, int]:
    """Return the line (from 1) of every key, table and list member of a text that is TOML."""
    return _Reader(_tokens(text)).read()


@dataclass
class _Reader:
    """Walks the tokens once; only what names a place is kept."""

    tokens: list[tuple[str, int]]
    place: int = 0
    lines: dict[Path, int] = field(default_factory=dict)
    members: dict[Path, int] = field(default_factory=dict)

    def read(self) -> Mapping[Path, int]:
        base: Path = ()
        while self.place < len(self.tokens):
            if self.token == "\n":  # noqa: S105  no password: the end of a line
                self.place += 1
            elif self.token == "[":  # noqa: S105
                base = self.header()
            else:
                self.pair(base)
        return self.lines

    @property
    def token(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    @property
    def line(self) -> int:
        return self.tokens[self.place][1]

    def header(self) -> Path:
        line, brackets = self.line, 0
        while self.token == "[":  # noqa: S105
            brackets, self.place = brackets + 1, self.place + 1
        *outer, last = self.keys()
        base: Path = ()
        for key in outer:
            base = self.inside((*base, key))
        base = (*base, last)
        self.lines.setdefault(base, line)
        if brackets == 2:  # noqa: PLR2004  [[…]] begins a member of a list
            self.members[base] = self.members.get(base, -1) + 1
            base = (*base, self.members[base])
            self.lines[base] = line
        self.place += brackets
        return base

    def inside(self, path: Path) -> Path:
        """Return the path itself, or its last member when it is a list of tables."""
        return (*path, self.members[path]) if path in self.members else path

    def pair(self, base: Path) -> None:
        line = self.line
        path = base
        for key in self.keys():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.place += 1
        self.value(path)

    def keys(self) -> list[str]:
        found: list[str] = []
        while self.token not in {"=", "]"}:
            if self.token != ".":  # noqa: S105
                found.append(self.token.strip("\"'"))
            self.place += 1
        return found

    def value(self, path: Path) -> None:
        opened = self.token
        if opened not in _PAIRS:
            while self.token not in {",", "]", "}", "\n", ""}:
                self.place += 1
            return
        self.place += 1
        number = 0
        while self.token != _PAIRS[opened]:
            if self.token in {",", "\n"}:
                self.place += 1
            elif opened == "[":
                self.lines[*path, number] = self.line
                self.value((*path, number))
                number += 1
            else:
                self.pair(path)
        self.place += 1


def _tokens(text: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    line, end = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        if not match[0].startswith("#"):
            found.append((match[0], line))
    return found
