"""Replay the ledger and compare: every domain row must be the fold of its entries, no more, no less.

Streams subject by subject in bounded memory. Runs over the owner's connection (it must see all rows)
in a read-only transaction of one moment.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction

from huiyin.queries.ledger.chains import Difference, PromiseCheck
from huiyin.queries.ledger.data_keys import check_keys
from huiyin.queries.ledger.leaves import ReadFile, check_tree
from huiyin.queries.ledger.replay import WHOLE, Checks, Replay, SaltOpener, batches, domain_columns, histories
from huiyin.queries.ledger.rows import strangers
from huiyin.queries.ledger.signed import Signers, check_signatures
from huiyin.records import sql
from huiyin.records.catalogue import DOMAIN

BATCH = 500  # subjects compared at once


@dataclass(kw_only=True)
class Count:
    """How far a verification has come."""

    entries: int = 0
    subjects: int = 0
    total: int = 0


def verify(
    *,
    open_salt: SaltOpener,
    promise_holds: PromiseCheck,
    signers: Signers,
    progress: Callable[[Count], None] | None = None,
    read_file: ReadFile | None = None,
) -> Iterator[Difference]:
    """Yield every difference between ledger, tables and tree; nothing is yielded when all is well.

    With `read_file` the published tiles are compared too: those of this installation, not of a restored copy.
    Signatures under checkpoints and cosignatures are checked with the keys of `signers`.
    """
    count = Count()
    with transaction.atomic(using=sql.OWNER):
        with sql.cursor(sql.OWNER) as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            count.total = cursor.execute("SELECT count(*) AS n FROM entry").fetchone()["n"]  # type: ignore[index]
        checks = Checks(open_salt=open_salt, promise_holds=promise_holds)
        replay = Replay(checks=checks, tables=domain_columns())
        for batch in batches(histories(checks), BATCH):
            yield from replay.check(batch)
            yield from check_keys([history[0].subject for history in batch])
            count.subjects += len(batch)
            count.entries += sum(len(entries) for entries in batch)
            if progress:
                progress(count)
        yield from replay.compare_whole()
        yield from all_strangers(replay)
        yield from check_tree(read_file)
        yield from check_signatures(signers, since=0, published=None)


def all_strangers(replay: Replay) -> Iterator[Difference]:
    """Yield every row of a petition that the ledger has never heard of, of every table."""
    for table in DOMAIN:
        if table not in WHOLE:
            yield from strangers(table, replay.tables[table])
