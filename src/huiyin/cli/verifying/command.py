"""One deep verification: begun or gone on with, shown as it goes, and what it found at the end."""

from datetime import date, datetime

import click
from django.conf import settings

from huiyin import __version__
from huiyin.cli import serving
from huiyin.cli.progress import Progress
from huiyin.cli.screen import Screen
from huiyin.cli.verifying import state, telling
from huiyin.cli.verifying.checking import signers
from huiyin.cli.verifying.indexed import index_differences
from huiyin.cli.verifying.state import Kept
from huiyin.cli.verifying.whole import wanted
from huiyin.cli.verifying.workers import several
from huiyin.kernel import canonical, clock
from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.queries.ledger.deep import Phase, Piece, Wanted, Whole, deep
from huiyin.queries.ledger.heads import first_leaf, leaves_signed_before
from huiyin.queries.ledger.signed import unknown_witnesses
from huiyin.queries.ledger.span import database_name
from huiyin.vault.current import vault

FOLDER = "verify"


def verify_deep(say: Screen, *, since: str, restart: bool, processes: int, as_json: bool) -> int:
    """Verify everything and say what differs; return the exit code."""
    began = clock.now()
    with serving.reachable_database(say), several(processes) as each:
        leaves = _leaves(since)
        of = {**database_name(), "origin": vault().signer.origin, "version": __version__, "since": leaves}
        folder = settings.HUIYIN_ENV.data / FOLDER
        with state.holding(folder, of=of, at=canonical.instant(began), restart=restart) as kept:
            if kept.done.resumed:
                _tell_resumed(kept, say, as_json=as_json)
            _run(wanted(each, since=leaves), kept, say, as_json=as_json)
            if not leaves:
                _run_index(kept, say, as_json=as_json)
            code = _result(kept, say, as_json=as_json)
            kept.forget()
    return code


def _run(all_wanted: Wanted, kept: Kept, say: Screen, *, as_json: bool) -> None:
    phase: Phase | None = None
    with Progress(total=0, what="entries, files", done=kept.done.entries + kept.done.files) as progress:

        def total(whole: Whole) -> None:
            progress.total = whole.entries + whole.files

        for piece in deep(all_wanted, kept.done.reached, total=total):
            found = [telling.told(one, say) for one in piece.differences]
            kept.add(piece, found)
            if not as_json:
                for one in found:
                    telling.show(one, say)
            if piece.reached.phase is not phase:
                phase = piece.reached.phase
                say(f"deep.{phase.name.lower()}")
            progress.reach(kept.done.entries + kept.done.files)


def _run_index(kept: Kept, say: Screen, *, as_json: bool) -> None:
    """Compare the index of words; its differences are kept all at once, so that none is told twice."""
    say("deep.index")
    differences = tuple(index_differences())
    found = [telling.told(one, say) for one in differences]
    kept.add(Piece(reached=kept.done.reached, differences=differences), found)
    if not as_json:
        for one in found:
            telling.show(one, say)


def _result(kept: Kept, say: Screen, *, as_json: bool) -> int:
    done, strangers = kept.done, unknown_witnesses(signers())
    well = not done.differences
    if as_json:
        names = ("entries", "subjects", "files", "begun_at", "resumed")
        result = {"well": well, "deep": True, **{name: getattr(done, name) for name in names}}
        telling.print_json({**result, "of": done.of, "unknown_witnesses": strangers}, kept.found())
        return 0 if well else 1
    facts = {"entries": f"{done.entries:,}", "subjects": f"{done.subjects:,}", "files": f"{done.files:,}"}
    for name in strangers:
        say.result("deep.unknown_witness", witness=name)
    if well:
        say.result("deep.well", **facts)
    else:
        say.result("deep.differs", number=f"{done.differences:,}", **facts)
    return 0 if well else 1


def _tell_resumed(kept: Kept, say: Screen, *, as_json: bool) -> None:
    say("deep.resumed", at=kept.done.begun_at, entries=f"{kept.done.entries:,}")
    if not as_json:
        for one in kept.found():
            telling.show(one, say)


def _leaves(since: str) -> int:
    """Return how many leaves of the table a size of the log or a day stands for; 0 is everything."""
    if not since:
        return 0
    if since.isdigit():
        return first_leaf(vault().signer.origin) + int(since)
    try:
        day = date.fromisoformat(since)
    except ValueError:
        raise click.BadParameter("the size of a checkpoint, or a day such as 2026-07-01") from None
    return leaves_signed_before(datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE))
