"""Rule files for tests, and the two people who put them in force."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from importlib.resources import files

from builders import CONFIRMER, PROPOSER
from huiyin.commands.learning.confirm_rules import ConfirmRules
from huiyin.commands.learning.propose_rules import ProposeRules
from huiyin.door import door
from huiyin.kernel.command import Outcome
from huiyin.kernel.ids import new_id
from huiyin.records import shelf
from huiyin.rules.statute import calendars, packs
from huiyin.rules.statute.proposed import kind_of, what_is
from support.moment import AT

NAME = 'name = { zh = "节日", en = "festival" }'


def year_file(year: int, *off: date, worked: Sequence[date] = (), place: str = "cn") -> bytes:
    """Return a year of a calendar with these days off, and these weekend days worked."""
    days = ", ".join(on.isoformat() for on in off)
    lines = [f"year = {year}", f'jurisdiction = "{place}"', "", "[source]", 'notices = ["a notice"]']
    if off:
        lines += ["", "[[off]]", NAME, f"days = [{days}]"]
    if worked:
        lines += ["", "[[worked]]", NAME, f"days = [{', '.join(on.isoformat() for on in worked)}]"]
    return "\n".join([*lines, ""]).encode()


def shipped_pack(pack: str) -> bytes:
    """Return the file of a pack that ships."""
    return (files(packs) / f"{pack}.toml").read_bytes()


TODAY = AT.date()


def proposal(content: bytes, *, effective_on: date = TODAY, at: datetime = AT) -> ProposeRules:
    """Return the command that proposes a file."""
    digest = hashlib.sha256(content).digest()
    found = what_is(kind_of(content), content, digest=digest)
    return ProposeRules(
        id=new_id(at),
        **vars(found),
        content=content,
        digest=digest,
        effective_on=effective_on,
        reason="公布的放假安排",
    )


def adopted(content: bytes, *, effective_on: date = TODAY, at: datetime = AT) -> Outcome:
    """Have two people put a file in force; this process knows it at once."""
    proposed = proposal(content, effective_on=effective_on, at=at)
    door.execute(proposed, actor=PROPOSER, at=at)
    confirm = ConfirmRules(proposal=proposed.id, digest=proposed.digest)
    outcome = door.execute(confirm, actor=CONFIRMER, at=at)
    shelf.kept.forget()
    return outcome


def amended(*off: date) -> bytes:
    """Return the shipped days of 2026 with further days off: a notice that was changed in the year."""
    text = (files(calendars) / "cn" / "2026.toml").read_text("utf-8")
    days = ", ".join(on.isoformat() for on in off)
    return f"{text}\n[[off]]\n{NAME}\ndays = [{days}]\n".encode()
