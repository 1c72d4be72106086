"""Every command that may move a due date or a state writes an entry that the index looks at."""

import re
from pathlib import Path

import huiyin.commands
from huiyin.rules.search.telling import TELLING

COMMANDS = Path(huiyin.commands.__file__).parent
MOVES = re.compile(r"import (?:record|write_clocks)\b|update\(\s*\"petition\"")
KIND = re.compile(r"\"(petition\.\w+)\"")
# A notice, a refusal, a matter that a destruction list left as it is.
NO_ENTRY = {"petition.arrived", "petition.filed_already", "petition.destruction_left_out"}


def test_what_moves_a_state_or_a_due_date_is_looked_at() -> None:
    found: dict[str, set[str]] = {}
    for path in sorted(COMMANDS.rglob("*.py")):
        text = path.read_text("utf-8")
        if MOVES.search(text):
            found[path.stem] = {*KIND.findall(text)} - NO_ENTRY
    assert len(found) > 10
    untold = {name: sorted(kinds - TELLING) for name, kinds in found.items() if kinds - TELLING}
    assert not untold
    no_kind = {name for name, kinds in found.items() if not kinds}
    assert no_kind == {"deadlines", "decline_petition"}  # the latter names declined or redirected by state
