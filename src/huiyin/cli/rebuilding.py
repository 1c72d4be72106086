"""What `huiyin ledger rebuild` does: the ledger checked, folded, compared, put in place of the tables."""

from collections import Counter
from collections.abc import Callable, Iterable

import click
from django.conf import settings
from django.db import connections

from huiyin.cli import lock, serving
from huiyin.cli.migrate import migrate
from huiyin.cli.progress import Progress
from huiyin.cli.screen import Screen
from huiyin.door import searching
from huiyin.door.rebuilding import Differing, Rebuild, folded
from huiyin.kernel.errors import Conflict
from huiyin.queries.ledger.chains import Difference
from huiyin.records.catalogue import DOMAIN

OF_ROWS = "row."  # what a rebuild repairs; every other difference is one of the ledger itself
TOLD = 50  # rows named one by one

Differences = Callable[[], Iterable[Difference]]


def check(say: Screen) -> int:
    """Compare the tables with what the ledger makes, changing nothing; 1 when a row differs."""
    with serving.reachable_database(say):
        say("rebuild.folding")
        with Progress(total=0, what="entries") as progress, folded(_shown_by(progress), alone=False) as made:
            say("rebuild.comparing")
            differing = _tell(made, say)
    if differing:
        say.result("rebuild.would_change", number=f"{differing:,}")
        return 1
    say.result("rebuild.same", tables=len(DOMAIN), entries=f"{progress.done:,}")
    return 0


def rebuild(say: Screen, differences: Differences) -> int:
    """Make the tables again from a sound ledger; raise Conflict ``rebuild.unsound`` when it is not."""
    data = settings.HUIYIN_ENV.data
    with lock.holding(data), serving.database(say):
        migrate(say)
        say("rebuild.verifying")
        _require_sound(differences(), say)
        say("rebuild.folding")
        with Progress(total=0, what="entries") as progress, folded(_shown_by(progress), alone=True) as made:
            say("rebuild.comparing")
            differing = _tell(made, say)
            say("rebuild.replacing")
            if differing:  # Order: first, for a kill after the rows would leave an index of others.
                searching.begin_anew()
            made.put_in_place()
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")
    say.result("rebuild.done", tables=len(DOMAIN), entries=f"{progress.done:,}", number=f"{differing:,}")
    return 0


def _shown_by(progress: Progress) -> Callable[[int, int], None]:
    def reached(done: int, total: int) -> None:
        progress.total = total
        progress.reach(done)

    return reached


def _require_sound(differences: Iterable[Difference], say: Screen) -> None:
    """Raise Conflict when entries, chains or tree are not what was committed: rows made of them would lie."""
    unsound = 0
    for one in differences:
        if not one.code.startswith(OF_ROWS):
            unsound += 1
            facts = {"table": one.table, "row": one.row, "subject": one.subject}
            click.echo(f"✗ {say.words(one.code, **facts, fields=', '.join(one.fields))}")
    if unsound:
        raise Conflict("rebuild.unsound", number=unsound)


def _tell(made: Rebuild, say: Screen) -> int:
    """Name the rows that differ, the first of each table one by one; return how many there are."""
    counted: Counter[str] = Counter()
    for one in made.differences():
        counted[one.table] += 1
        if counted[one.table] <= TOLD:
            click.echo(f"✗ {_words(one, say)}")
    for table, number in counted.items():
        if number > TOLD:
            say.result("rebuild.and_more", table=table, number=f"{number - TOLD:,}")
    return counted.total()


def _words(one: Differing, say: Screen) -> str:
    return say.words(f"rebuild.row_{one.how}", table=one.table, row=one.row, fields=", ".join(one.fields))
