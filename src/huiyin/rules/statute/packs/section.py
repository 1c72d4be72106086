"""Reads one table of a pack file and says, when something is wrong, which file, rule and line."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.lines import Path, line_of_fault, lines_of
from huiyin.rules.statute.packs.shape import Words

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A TOML table with its place in the file. `rule` is empty for the pack's own keys.

    `lines` holds the line of every place of the file (`lines_of`), `path` is the place of this table.
    """

    file: str
    lines: Mapping[Path, int]
    rule: str
    table: Mapping[str, Any]
    path: Path = ()

    def fail(self, code: str, key: str, **facts: Any) -> NoReturn:
        """Raise Invalid ``pack.<code>`` naming file, rule, key and line: of the key, else of its table."""
        line = self.lines.get((*self.path, key), self.lines.get(self.path, 1))
        place = " ".join(word for word in (f"{self.file}:{line}", self.rule, key) if word)
        facts = {"file": self.file, "rule": self.rule, "line": line, "place": place, **facts}
        raise Invalid(f"pack.{code}", field=key, **facts)

    def only(self, allowed: Iterable[str]) -> None:
        """Refuse keys nobody reads: a misspelt key would silently change the law."""
        for key in self.table:
            if key not in allowed:
                self.fail("unknown_key", key)

    def string(self, key: str, default: str | None = None) -> str:
        """Return a text, not empty unless the default is."""
        value = self.table.get(key, default)
        if not isinstance(value, str) or (not value and default is None):
            self.fail("missing" if value in {None, ""} else "not_text", key)
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number of zero or more."""
        value = self.table.get(key, default)
        if value is None:
            self.fail("missing", key)
        if type(value) is not int or value < 0:
            self.fail("not_a_number", key, value=str(value))
        return value

    def yes_or_no(self, key: str, *, default: bool) -> bool:
        """Return a boolean."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            self.fail("not_yes_or_no", key, value=str(value))
        return value

    def day(self, key: str) -> date:
        """Return a date."""
        found = self.day_or_none(key)
        if found is None:
            self.fail("missing", key)
        return found

    def day_or_none(self, key: str) -> date | None:
        """Return a date, or None when the key is absent."""
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fail("not_a_date", key, value=str(value))
        return value

    def words(self, key: str) -> Words:
        """Return words in both languages."""
        inner = self.inner(key)
        inner.only({"zh", "en"})
        return Words(zh=inner.string("zh"), en=inner.string("en"))

    def choice(self, key: str, choices: type[Choice], default: Choice | None = None) -> Choice:
        """Return one member of a closed vocabulary."""
        return self._member(key, self.string(key, default), choices)

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Return members of a closed vocabulary; none when the key is absent."""
        return tuple(self._member(key, value, choices) for value in self.strings(key))

    def strings(self, key: str) -> list[str]:
        """Return a list of texts; empty when the key is absent."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(member, str) for member in value):
            self.fail("not_a_list", key)
        return value

    def inner(self, key: str) -> "Section":
        """Return the table under the key."""
        if key not in self.table:
            self.fail("missing", key)
        return self._at(key, self.table[key], (*self.path, key))

    def inners(self, key: str) -> list["Section"]:
        """Return the tables listed under the key; none when it is absent."""
        value = self.table.get(key, [])
        if not isinstance(value, list):
            self.fail("not_a_list", key)
        return [self._at(key, member, (*self.path, key, place)) for place, member in enumerate(value)]

    def _at(self, key: str, table: Any, path: Path) -> "Section":
        if not isinstance(table, dict):
            self.fail("not_a_table", key)
        return replace(self, table=table, path=path)

    def _member(self, key: str, value: str, choices: type[Choice]) -> Choice:
        try:
            return choices(value)
        except ValueError:
            self.fail("unknown_word", key, value=value)


def read_section(text: str, file: str) -> Section:
    """Return a whole TOML text as a section; Invalid ``pack.not_toml`` with the line when it is none."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = line_of_fault(error, text)
        place = f"{file}:{line}"
        raise Invalid("pack.not_toml", file=file, rule="", line=line, place=place, why=str(error)) from error
    return Section(file=file, lines=lines_of(text), rule="", table=table)
