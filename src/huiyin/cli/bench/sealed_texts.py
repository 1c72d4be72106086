"""A population to search in: made matters straight in the tables, texts sealed, cut and hashed.

By commands a million would take hours, and a search reads nothing of what they would add. Texts are put
together from the made matters, the words of the topic lexicon and the names of towns, each the rarer the
lower it stands in its list (Zipf), with numbers of houses and sums of money; tokens are made of them by the
indexer's own code.
"""

import multiprocessing
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from multiprocessing.context import ForkContext
from random import Random
from typing import Any

import psycopg
from django.db import connections

from huiyin.cli.bench import population
from huiyin.door.searching import Indexed
from huiyin.kernel.ids import PetitionId, new_id, new_number
from huiyin.prepare.house import vault
from huiyin.prepare.searching import indexing
from huiyin.prepare.searching.tokens import mark_tokens, tokens
from huiyin.queries.handling.told import Told
from huiyin.rules.routing.divisions import Level, divisions
from huiyin.rules.routing.lexicon import lexicon
from huiyin.rules.routing.offices import offices_at, responsible_bureau
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import seal_json

SENTENCES = 12
CUT_AT_MOST = 250_000  # texts: in a larger population each stands several times, on other days
MONEY = (100, 90_000)
CHINESE = "\u4e00"
BATCH = population.BATCH

_PETITION = (
    "id", "number", "query_hash", "channel", "language", "declared_klass", "state", "division", "county",
    "topic", "topic_by", "pack", "pack_version", "bureau", "lead", "offices", "denied", "filed_at",
    "happened_source", "joint", "anonymous", "unreachable", "publish_consent", "eservice_consent", "demo",
    "sealed_summary", "sealed_story", "next_due_on",
)  # fmt: skip
_TEXT = ("petition", "filed_at", "version", "counted", "tokens")
_WALLED = ("petition", "data_key")
_FILLED = (*_WALLED, "search_text")
_INDEXES = {
    "search_text_tokens": (
        "CREATE INDEX search_text_tokens ON search_text USING gin (tokens) WITH (fastupdate = off)"
    ),
    "search_text_newest": "CREATE INDEX search_text_newest ON search_text (filed_at, petition)",
}


@dataclass(frozen=True, kw_only=True)
class Order:
    """One batch to make, and where to."""

    number: int
    size: int
    times: int
    at: datetime
    conninfo: dict[str, Any]


def loaded(conninfo: dict[str, Any]) -> int:
    """Return how many made matters stand in the index."""
    with psycopg.connect(**conninfo) as connection:
        rows = connection.execute("SELECT counted FROM search_progress").fetchall()
    return rows[0][0] if rows else 0


def held(words: Iterable[str], conninfo: dict[str, Any]) -> dict[str, int]:
    """Return how many matters hold each of these words, of those that any holds."""
    of = {token: word for word in words for token in tokens([word], version=1)}
    with psycopg.connect(**conninfo) as connection:
        rows = connection.execute(
            "SELECT token, petitions FROM search_word WHERE token = ANY(%s)", (list(of),)
        ).fetchall()
    return {of[token]: number for token, number in rows}


def words() -> list[str]:
    """Return words that texts are made of beside those of the templates; sums of money are the rarest."""
    return [*_vocabulary()[0], *_towns()[0], *map(str, range(MONEY[0], MONEY[1], 37))]


def load(petitions: int, at: datetime, conninfo: dict[str, Any], *, processes: int) -> None:
    """Write so many made matters and their index."""
    with psycopg.connect(**conninfo) as connection:
        for index in _INDEXES:
            connection.execute(f"DROP INDEX {index}")
        for table in _WALLED:
            connection.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")  # COPY knows no policies
        for table in _FILLED:
            connection.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")  # it is vacuumed once
    counts = Counter[int]()
    times = -(-petitions // CUT_AT_MOST)
    texts = petitions // times
    orders = [
        Order(number=number, size=min(BATCH, texts - number * BATCH), times=times, at=at, conninfo=conninfo)
        for number in range(-(-texts // BATCH))
    ]
    connections.close_all()  # a connection cannot be shared by two processes
    context: ForkContext = multiprocessing.get_context("fork")
    with context.Pool(processes) as pool:
        for counted in pool.imap_unordered(_load_batch, orders):
            counts.update(counted)
    _finish(petitions, counts, conninfo)


def _finish(petitions: int, counts: Counter[int], conninfo: dict[str, Any]) -> None:
    with psycopg.connect(**conninfo, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        _in_order_of_change(connection)
        for table in _WALLED:
            connection.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        for table in _FILLED:
            connection.execute(f"ALTER TABLE {table} RESET (autovacuum_enabled)")
        for statement in _INDEXES.values():
            connection.execute(statement)
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY search_word (token, petitions) FROM STDIN") as copy,
        ):
            for token, number in sorted(counts.items()):
                copy.write_row((token, number))
        connection.execute(
            "INSERT INTO search_progress (id, leaf, counted, version, oldest) VALUES (1, 0, %s, 1, 1)"
            " ON CONFLICT (id) DO UPDATE SET counted = excluded.counted",
            (petitions,),
        )
        connection.execute("VACUUM ANALYZE")


def _in_order_of_change(connection: "psycopg.Connection[Any]") -> None:
    """Put the rows where they lie in life: in the order in which each was indexed last."""
    connection.execute("CREATE TABLE bench_text (LIKE search_text INCLUDING STORAGE)")
    connection.execute(
        "INSERT INTO bench_text SELECT * FROM search_text ORDER BY filed_at + random() * interval '60 days'"
    )
    connection.execute("TRUNCATE search_text")
    connection.execute("INSERT INTO search_text SELECT * FROM bench_text")
    connection.execute("DROP TABLE bench_text")


def _load_batch(order: Order) -> Counter[int]:
    made = population.batch(order.number, size=order.size, at=order.at)
    chance = Random(f"huiyin sealed texts {order.number}")  # noqa: S311  repeatable on purpose, nothing secret
    cut = [(one, told, indexing.indexed(told, version=1)) for one in made for told in [_told(one, chance)]]
    rows = [_Written.of(*one, chance) for one in cut for _ in range(order.times)]
    with psycopg.connect(**order.conninfo) as connection, connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        _copy(cursor, "petition", _PETITION, (row.petition for row in rows))
        _copy(cursor, "data_key", ("petition", "wrapped"), (row.data_key for row in rows))
        _copy(cursor, "search_text", _TEXT, (row.text for row in rows))
    return Counter(token for row in rows for token in row.tokens)


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@dataclass(frozen=True, kw_only=True)
class _Written:
    """One matter as it goes into the tables."""

    petition: tuple[Any, ...]
    data_key: tuple[Any, ...]
    text: tuple[Any, ...]
    tokens: tuple[int, ...]

    @classmethod
    def of(cls, made: population.Made, told: Told, indexed: Indexed, chance: Random) -> "_Written":
        filed_at = made.message.at - timedelta(days=chance.uniform(0, 300))
        petition = PetitionId(new_id(filed_at))
        key = vault().new_data_key(petition)
        own = replace(told, filed_at=filed_at, **_life(made, filed_at, chance))
        tokens = _with_own_marks(indexed.tokens, told, own)
        return cls(
            petition=_row(petition, own, key, made),
            data_key=(petition, key.wrapped),
            text=(petition, filed_at, 1, True, f"{{{','.join(map(str, tokens))}}}"),
            tokens=tokens,
        )


def _with_own_marks(held: Sequence[int], told: Told, own: Told) -> tuple[int, ...]:
    """Return the tokens of a text with the marks of one of the matters that it stands in."""
    others = {*mark_tokens(indexing.marks(told), version=1)}
    return tuple(sorted({*held} - others | {*mark_tokens(indexing.marks(own), version=1)}))


def _life(made: population.Made, filed_at: datetime, chance: Random) -> dict[str, Any]:
    open_ = made.fate is not population.Fate.ANSWERED
    return {
        "channel": chance.choice(("web", "letter", "phone")),
        "state": chance.choice(("registered", "transferred", "accepted")) if open_ else "answered",
        "due_on": filed_at.date() + timedelta(days=60) if open_ else None,
    }


def _told(made: population.Made, chance: Random) -> Told:
    message = made.message
    return Told(
        petition=PetitionId(new_id(message.at)),
        filed_at=message.at,
        county=made.county,
        topic=None,
        offices=(responsible_bureau(made.county), _lead(made)),
        state="",
        channel="",
        due_on=None,
        secret=False,
        title=message.title,
        texts=(message.text, more_text(chance), message.reply),
        identities=({"name": "王小明", "phone": "13800000000"},),
        named=(),
    )


def _lead(made: population.Made) -> int:
    """Return the office that has a made matter: any of the county's, always the same."""
    offices = _offices(made.county)
    return offices[int(made.message.id) % len(offices)]


def _row(petition: PetitionId, told: Told, key: DataKey, made: population.Made) -> tuple[Any, ...]:
    summary = {"title": made.message.title, "who": "王**", "topics": []}
    story = {"text": made.message.text, "request": "请查处。", "place": "", "happened": [None, None]}
    bureau, lead = told.offices
    return (
        petition, new_number(), b"", told.channel, "zh-hans", "claim",
        told.state, made.county, made.county, None, "suggested", "cn-xinfang-2022", "1", bureau, lead,
        [bureau, lead], [], told.filed_at, "", False, False, False, False, True, True,
        _sealed(key, "summary", summary), _sealed(key, "story", story),
        told.due_on,
    )  # fmt: skip


def _sealed(key: DataKey, column: str, value: Any) -> bytes:
    return seal_json(key, value, bound_to=place("petition", f"sealed_{column}", key.petition_id))


def more_text(chance: Random) -> str:
    """Return sentences of words drawn by their rank, towns and numbers among them."""
    return "".join(
        f"{_drawn(_towns(), chance)}的{_drawn(_vocabulary(), chance)}、{_drawn(_vocabulary(), chance)}和"
        f"{_drawn(_vocabulary(), chance)}，涉及{_drawn(_vocabulary(), chance)}，"
        f"门牌{chance.randrange(1, 4000)}号，金额{chance.randrange(*MONEY)}元。"
        for _ in range(chance.randrange(2, SENTENCES))
    )


def _drawn(ranked: tuple[tuple[str, ...], tuple[float, ...]], chance: Random) -> str:
    words, summed = ranked
    return words[bisect(summed, chance.random() * summed[-1], hi=len(words) - 1)]


@lru_cache(maxsize=256)
def _offices(county: int) -> tuple[int, ...]:
    return tuple(one.id for one in offices_at(county))


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    return _ranked(word for word in sorted(lexicon()) if word[0] >= CHINESE and len(word) > 1)


@lru_cache(maxsize=1)
def _towns() -> tuple[tuple[str, ...], tuple[float, ...]]:
    return _ranked(one.name for one in divisions() if one.level is Level.TOWN)


def _ranked(words: Iterator[str]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    listed = list(dict.fromkeys(words))
    Random("huiyin ranks").shuffle(listed)  # noqa: S311  repeatable on purpose
    return tuple(listed), tuple(accumulate(1 / rank for rank in range(1, len(listed) + 1)))
