"""Run inside an installation: makes matters with clocks to be moved, or carries a command out and looks.

`python -m support.carried make NUMBER` makes so many matters and puts days off in force that move most of
their running clocks. `python -m support.carried out FILE COMMAND…` runs `huiyin COMMAND…` to its end, twice,
and writes to FILE as JSON what stands after each.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django

django.setup()

from huiyin.cli import main as program  # noqa: E402  Django must stand first
from huiyin.cli import serving  # noqa: E402
from huiyin.cli.bench import recompute  # noqa: E402
from huiyin.cli.bench.generate import generate  # noqa: E402
from huiyin.cli.screen import Screen  # noqa: E402
from huiyin.cli.verifying.checking import signers  # noqa: E402
from huiyin.cli.wording import Language  # noqa: E402
from huiyin.kernel import canonical, clock  # noqa: E402
from huiyin.kernel.clock import local_date  # noqa: E402
from huiyin.prepare.promises import is_promised  # noqa: E402
from huiyin.queries.ledger.verify import verify  # noqa: E402
from huiyin.records import sql  # noqa: E402
from huiyin.vault.current import vault  # noqa: E402

CLOCKS = """
    SELECT id, petition, rule, pack, pack_version, part, office, started_on, warn_on, binding_on, state,
        met_on, told, watched
    FROM clock ORDER BY id
"""
DUE = """
    SELECT id, next_due_on FROM petition UNION ALL SELECT id, next_due_on FROM part ORDER BY id
"""
ENTRIES = "SELECT subject, body FROM entry"
REMINDERS = "SELECT clock, level, office, days_before, due_on FROM reminder"
ITEMS = """
    SELECT petition, failed, office, clock, trigger IS NOT NULL AS follows, since, raised_on, state, due_on
    FROM supervision_item
"""
NOTICES = "SELECT kind, office, petition FROM notice"
MOVED = "petition.clocks_moved"


def make(number: int) -> None:
    """Make matters, then put the days off in force: nothing is moved yet."""
    say = Screen(language=Language.EN)
    with serving.reachable_database(say):
        generate(number, say)
        recompute._adopt(recompute.many_days(local_date(clock.now())), clock.now())


def out(file: Path, arguments: list[str]) -> None:
    """Carry a command out to its end, look, and do so again."""
    with serving.reachable_database(Screen(language=Language.EN)):
        codes, stands = [], []
        for _ in range(2):
            codes.append(program.huiyin.main(arguments, prog_name="huiyin", standalone_mode=False))
            stands.append(_stands())
        differences = [
            f"{one.code} {one.table} {one.row} {','.join(one.fields)}"
            for one in verify(
                open_salt=vault().sealer.open_salt, promise_holds=is_promised, signers=signers()
            )
        ]
    told = {"codes": codes, "first": stands[0], "second": stands[1], "differences": differences}
    file.write_text(json.dumps(told, default=str), "utf-8")


def _stands() -> dict[str, Any]:
    """Return what a sweep or a move writes, without what differs by nature: new ids and instants."""
    entries = [(row["subject"], canonical.decode(row["body"])) for row in sql.fetch(sql.OWNER, ENTRIES)]
    return {
        "clocks": sql.fetch(sql.OWNER, CLOCKS),
        "due": sql.fetch(sql.OWNER, DUE),
        "entries": _counted((str(subject), body["kind"]) for subject, body in entries),
        "moved": sorted(
            json.dumps([subject, body["facts"]], default=str, sort_keys=True)
            for subject, body in entries
            if body["kind"] == MOVED
        ),
        **{
            name: _counted(tuple(str(value) for value in row.values()) for row in sql.fetch(sql.OWNER, query))
            for name, query in {"reminders": REMINDERS, "items": ITEMS, "notices": NOTICES}.items()
        },
    }


def _counted(found: Any) -> list[list[Any]]:
    return sorted([" ".join(one), times] for one, times in Counter(found).items())


def main() -> None:
    """Do what is asked."""
    _, what, first, *rest = sys.argv
    if what == "make":
        make(int(first))
    else:
        out(Path(first), rest)


if __name__ == "__main__":
    main()
