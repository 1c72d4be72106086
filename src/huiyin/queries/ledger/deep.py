"""Everything that can be verified, in pieces: walls, tree, signatures, histories with their rows, files.

Each piece ends at a place from which a later run can go on. Histories and files may be checked by several
processes at once; all of them see the one moment of this transaction.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from django.db import transaction

from huiyin.queries.ledger.chains import Difference, StoredEntry
from huiyin.queries.ledger.data_keys import KeyOpener, check_keys
from huiyin.queries.ledger.fortified import check_walls
from huiyin.queries.ledger.leaves import Mark, ReadFile, walk_tree
from huiyin.queries.ledger.replay import Checks, Replay, domain_columns, histories
from huiyin.queries.ledger.signed import Signers, check_signatures
from huiyin.queries.ledger.span import FIRST, Span, moment, spans
from huiyin.queries.ledger.stored_files import Store, check_files
from huiyin.queries.ledger.verify import all_strangers
from huiyin.records import sql
from huiyin.rules.merkle.frontier import Frontier

# Of people, offices, rules, settings.
_OF_NO_PETITION = "WHERE NOT EXISTS (SELECT 1 FROM petition AS p WHERE p.id = e.subject)"

ENTRIES = 2000  # of a piece of histories
FILES = 50  # of a piece of files


class Phase(IntEnum):
    """What is verified, in this order."""

    WALLS = 0
    TREE = 1
    SIGNATURES = 2
    HISTORIES = 3
    WHOLE = 4
    FILES = 5
    DONE = 6


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Where a run is: what comes next, and from where in it (an id, or a mark of the tree)."""

    phase: Phase = Phase.WALLS
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What was verified at one go, and where the next begins."""

    reached: Reached
    differences: tuple[Difference, ...] = ()
    entries: int = 0
    subjects: int = 0
    files: int = 0


Each = Callable[[Phase, Iterator[Span]], Iterator[Piece]]


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What entries, keys and files are opened and checked with, in whatever process."""

    checks: Checks
    open_key: KeyOpener
    store: Store


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be verified: entries from this index on; the published files when they can be read.

    `each` has a span verified by `check_histories` or `check_stored`, in their order, perhaps by several
    processes. Without `with_files` no stored file is read.
    """

    checks: Checks
    signers: Signers
    each: Each
    with_files: bool = True
    since: int = 0
    read_file: ReadFile | None = None
    published: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Whole:
    """How much there is to verify."""

    entries: int
    files: int


def deep(wanted: Wanted, start: Reached, *, total: Callable[[Whole], None] | None = None) -> Iterator[Piece]:
    """Yield piece after piece, from `start` to the end; nothing differs when none holds a difference."""
    if start.phase <= Phase.WALLS:
        yield Piece(reached=Reached(phase=Phase.TREE), differences=tuple(check_walls()))
    with transaction.atomic(using=sql.OWNER):
        with sql.cursor(sql.OWNER) as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        [row] = sql.fetch(sql.OWNER, "SELECT pg_export_snapshot() AS name")
        run = _Run(wanted=wanted, start=start, snapshot=row["name"])
        if total:
            total(run.size())
        for phase, pieces in run.phases:
            if phase >= start.phase:
                yield from pieces()


@dataclass(frozen=True, kw_only=True)
class _Run:
    wanted: Wanted
    start: Reached
    snapshot: str

    @property
    def phases(self) -> tuple[tuple[Phase, Callable[[], Iterator[Piece]]], ...]:
        return (
            (Phase.TREE, self._tree),
            (Phase.SIGNATURES, self._signatures),
            (Phase.HISTORIES, self._histories),
            (Phase.WHOLE, self._whole),
            (Phase.FILES, self._files),
        )

    def size(self) -> Whole:
        """Return how much there is, of what is wanted."""
        pattern = Span(since=self.wanted.since)
        counted = []
        for table, key, subject in (("entry", "e.subject", "e.subject"), ("evidence", "e.id", "e.petition")):
            where, given = pattern.where(key, subject)
            [row] = sql.fetch(sql.OWNER, f"SELECT count(*) AS n FROM {table} AS e WHERE {where}", given)
            counted.append(row["n"])
        return Whole(entries=counted[0], files=counted[1])

    def _mark(self, phase: Phase) -> str:
        return self.start.mark if self.start.phase is phase else ""

    def _tree(self) -> Iterator[Piece]:
        found: list[Difference] = []
        mark = self._mark(Phase.TREE)
        for one in walk_tree(self.wanted.read_file, _tree_mark(mark) if mark else None):
            if isinstance(one, Mark):
                reached = Reached(phase=Phase.TREE, mark=_mark_of_tree(one))
                yield Piece(reached=reached, differences=tuple(found))
                found = []
            else:
                found.append(one)
        yield Piece(reached=Reached(phase=Phase.SIGNATURES), differences=tuple(found))

    def _signatures(self) -> Iterator[Piece]:
        found = check_signatures(
            self.wanted.signers, since=self.wanted.since, published=self.wanted.published
        )
        yield Piece(reached=Reached(phase=Phase.HISTORIES), differences=tuple(found))

    def _histories(self) -> Iterator[Piece]:
        pattern = self._pattern(Phase.HISTORIES)
        yield from self.wanted.each(Phase.HISTORIES, spans("entry", "subject", ENTRIES, pattern))

    def _whole(self) -> Iterator[Piece]:
        replay = Replay(checks=self.wanted.checks, tables=domain_columns())
        known = [history for history in histories(replay.checks, _OF_NO_PETITION) if _is_stream(history)]
        found = [*replay.compare_streams(known), *all_strangers(replay)]
        yield Piece(reached=Reached(phase=Phase.FILES), differences=tuple(found))

    def _files(self) -> Iterator[Piece]:
        if self.wanted.with_files:
            pattern = self._pattern(Phase.FILES)
            yield from self.wanted.each(Phase.FILES, spans("evidence", "id", FILES, pattern))
        else:
            yield Piece(reached=Reached(phase=Phase.DONE))

    def _pattern(self, phase: Phase) -> Span:
        mark = self._mark(phase)
        first = UUID(mark) if mark else FIRST
        return Span(first=first, since=self.wanted.since, snapshot=self.snapshot)


def check_histories(span: Span, tools: Tools) -> Piece:
    """Verify the entries of these subjects, the rows they wrote, and the data keys of those petitions."""
    with moment(span.snapshot):
        replay = Replay(checks=tools.checks, tables=domain_columns())
        where, given = span.where("e.subject", "e.subject")
        batch = list(histories(tools.checks, f"WHERE {where}", given))
        found = list(replay.check(batch)) if batch else []
        found += check_keys([history[0].subject for history in batch], tools.open_key)
    return Piece(
        reached=_after(span, Phase.HISTORIES),
        differences=tuple(found),
        entries=sum(map(len, batch)),
        subjects=len(batch),
    )


def check_stored(span: Span, tools: Tools) -> Piece:
    """Verify the files of these rows."""
    with moment(span.snapshot):
        found = check_files(span, tools.store, tools.checks)
    return Piece(reached=_after(span, Phase.FILES), differences=found.differences, files=found.files)


def _after(span: Span, phase: Phase) -> Reached:
    if span.end is None:
        return Reached(phase=Phase(phase + 1))
    return Reached(phase=phase, mark=str(span.end))


def _is_stream(history: Sequence[StoredEntry]) -> bool:
    """Whether these are entries of people, statute or oversight, and not of a petition whose row is gone."""
    return any(not entry.kind.startswith("petition.") for entry in history)


def _mark_of_tree(mark: Mark) -> str:
    edge = [[node.hex() for node in nodes] for nodes in mark.tree.edge]
    unfinished = [leaf.hex() for leaf in mark.unfinished]
    told = {"first": mark.first, "size": mark.tree.size, "edge": edge, "unfinished": unfinished}
    return json.dumps(told)


def _tree_mark(text: str) -> Mark:
    told = json.loads(text)
    edge = tuple(tuple(map(bytes.fromhex, nodes)) for nodes in told["edge"])
    tree = Frontier(size=told["size"], edge=edge)
    unfinished = tuple(map(bytes.fromhex, told["unfinished"]))
    return Mark(first=told["first"], tree=tree, unfinished=unfinished)
