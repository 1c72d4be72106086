"""Compares docs/glossary.md with the code: every legal term in use stands there, once.

Terms in use: the states, classes, roles and kinds of the lifecycle, and the tables of the catalogue.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from huiyin.records.catalogue import DOMAIN
from huiyin.rules.lifecycle import states

GLOSSARY = Path("docs/glossary.md")
ROW = re.compile(r"^\| *(?P<zh>[^|]+?) *\| *(?P<words>[^|]+?) *\| *(?P<meaning>[^|]+?) *\|$")

# Names that say the same as a term, in the form that code needs.
SAME = {
    "klass": "class",
    "transferred": "transfer",
    "accepted": "accept",
    "redirected": "redirect",
    "declined": "decline",
    "registered": "register",
    "under_review": "review",
    "under_reexamination": "reexamination",
    "review_request": "review",
    "duty_reply": "duty reply",
    "story_grant": "grant",
    "nonresponse": "record of non-response",
}


def main() -> int:
    """Say what is missing or doubled; 1 when anything is."""
    rows = [match for line in GLOSSARY.read_text("utf-8").splitlines() if (match := ROW.match(line))]
    terms = Counter(word.strip() for row in rows for word in row["words"].split("/"))
    house = set(re.findall(r"\*\*(\w+)\*\*", GLOSSARY.read_text("utf-8")))
    known = set(terms) | house
    missing = sorted(word for word in _in_use() if SAME.get(word, word) not in known)
    doubled = sorted(term for term, times in terms.items() if times > 1)
    for word in missing:
        sys.stderr.write(f"docs/glossary.md lacks: {word}\n")
    for word in doubled:
        sys.stderr.write(f"docs/glossary.md has twice: {word}\n")
    return 1 if missing or doubled else 0


def _in_use() -> set[str]:
    enums = (states.State, states.Klass, states.PartRole, states.OpinionKind, states.OpinionState)
    return {str(member) for enum in enums for member in enum} | set(DOMAIN)


if __name__ == "__main__":
    sys.exit(main())
