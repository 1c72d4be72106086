"""The eight checks of what an office should have done and did not, as data with their articles."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class Check(StrEnum):
    """What should have been done and was not."""

    REGISTER = "register"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    TELL = "tell"
    CONCLUDE = "conclude"
    SUPERVISE = "supervise"
    EXECUTE = "execute"
    REPLY = "reply"


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    """One check: its words, the article it rests on, and the clocks on whose last day it is made."""

    check: Check
    zh: str
    en: str
    article: str
    rules: frozenset[str]


@lru_cache
def checks() -> dict[Check, CheckRow]:
    """Return all eight, in the order of a matter's life."""
    table = tomllib.loads(files(__package__).joinpath("checks.toml").read_text("utf-8"))
    rows = [
        CheckRow(
            check=Check(row["id"]),
            zh=row["zh"],
            en=row["en"],
            article=row["article"],
            rules=frozenset(row["rules"]),
        )
        for row in table["checks"]
    ]
    return {row.check: row for row in rows}


def advice_rules() -> frozenset[str]:
    """Return the rules of the clocks that advice starts: between offices, not the petitioner's affair."""
    return checks()[Check.REPLY].rules
