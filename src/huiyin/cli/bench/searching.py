"""Searches among sealed texts: by words rare and common, by readers of a county, a city and the province.

Beside how long each took stands what the processors did for it, in this process and in the database's: that
is the same whatever else the machine does meanwhile.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from huiyin.cli.bench import figures, sealed_texts
from huiyin.cli.bench.baselines import conninfo
from huiyin.cli.bench.ground import Ground
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Reader
from huiyin.prepare.searching import asking
from huiyin.queries.handling.search import Narrowed
from huiyin.records import sql
from huiyin.rules.routing.offices import offices_at, responsible_bureau
from huiyin.rules.search import asked

PATIENCE = 7200.0
COUNTY, CITY = 510104, 510100
READERS = {
    "county": Reader(offices=(responsible_bureau(COUNTY),), oversight=(COUNTY, COUNTY)),
    "city": Reader(offices=(responsible_bureau(CITY),), oversight=(CITY, CITY + 99)),
    "province": Reader(offices=(responsible_bureau(510000),), oversight=(510000, 519999)),
    "office": Reader(offices=(offices_at(COUNTY)[-1].id,)),
}
RARE = (1, 100)  # matters that hold a rare word
QUESTIONS = 12  # different ones of each kind
ABSENT = ("偷排暗管", "龘靐齉", "xqzv", "99999999")
_PROGRAM = "import django; django.setup(); from huiyin.cli.bench.searching import main; main()"
_SIZES = """
    SELECT pg_relation_size('search_text_tokens') AS gin,
           pg_total_relation_size('search_text') AS all_of_words,
           pg_total_relation_size('search_word') AS counts
"""


def measure(ground: Ground, *, petitions: int, seconds: float) -> list[dict[str, Any]]:
    """Return how long a search takes: question in, lines out, for each kind of question and reader."""
    environ = {**ground.environ, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    order = [sys.executable, "-c", _PROGRAM, str(petitions), str(seconds), json.dumps(conninfo(ground))]
    ran = subprocess.run(order, env=environ, stdout=subprocess.PIPE, check=True, timeout=PATIENCE)  # noqa: S603  ours
    told: list[dict[str, Any]] = json.loads(ran.stdout)
    return told


def main() -> None:
    """Load, ask, print; run within an installation."""
    petitions, seconds, place = int(sys.argv[1]), float(sys.argv[2]), json.loads(sys.argv[3])
    began = time.perf_counter()
    if sealed_texts.loaded(place) != petitions:  # a folder that was kept has them already
        sealed_texts.load(petitions, clock.now(), place, processes=os.cpu_count() or 1)
    took = time.perf_counter() - began
    of_kinds = questions(sealed_texts.held(sealed_texts.words(), place), petitions)
    rows = list(_asked(of_kinds, seconds))
    print(json.dumps([*rows, {**_sizes(place, petitions), "loaded_seconds": round(took, 1)}]))  # noqa: T201


def questions(held: Mapping[str, int], petitions: int) -> dict[str, list[str]]:
    """Return questions of each kind, chosen by how many matters hold their words."""
    chance = Random("huiyin questions")  # noqa: S311  repeatable on purpose
    rare = [word for word, number in held.items() if RARE[0] <= number <= RARE[1]]
    words = [word for word in held if not word.isdecimal()]
    common = sorted(words, key=lambda word: -held[word])[:QUESTIONS]
    middle = [word for word in words if petitions // 500 <= held[word] <= petitions // 20]
    return {
        "rare": chance.choices(rare, k=QUESTIONS),
        "common": common,
        "middle": chance.choices(middle, k=QUESTIONS),
        "two": [" ".join(chance.sample(middle, 2)) for _ in range(QUESTIONS)],
        "two common": [" ".join(chance.sample(common, 2)) for _ in range(QUESTIONS)],
        "three": [" ".join((*chance.sample(common, 2), chance.choice(middle))) for _ in range(QUESTIONS)],
        "absent": list(ABSENT),
    }


def _asked(of_kinds: dict[str, list[str]], seconds: float) -> Iterator[dict[str, Any]]:
    today = local_date(clock.now())
    for kind, asked_for in of_kinds.items():
        for name, reader in READERS.items():
            took, busy, found = _timed(reader, asked_for, seconds, today)
            yield {
                "question": kind,
                "reader": name,
                **figures.percentiles(took),
                "cpu_p95": figures.percentiles(busy)["p95"],
                "asked": len(took),
                "lines": round(found / len(took), 1),
            }


def _timed(
    reader: Reader, asked_for: Sequence[str], seconds: float, today: date
) -> tuple[list[float], list[float], int]:
    took: list[float] = []
    busy: list[float] = []
    found = 0
    backend = sql.fetch(sql.READER, "SELECT pg_backend_pid() AS pid")[0]["pid"]
    for question in asked_for:  # once for the pages of the disk
        asking.search(reader, asked.read(question), Narrowed(), on=today)
    until = time.perf_counter() + seconds
    while not took or time.perf_counter() < until:
        for question in asked_for:
            worked, began = _worked(backend), time.perf_counter()
            page = asking.search(reader, asked.read(question), Narrowed(), on=today)
            took.append(time.perf_counter() - began)
            busy.append(_worked(backend) - worked)
            found += len(page.found)
    return took, busy, found


def _worked(backend: int) -> float:
    """Return the seconds that processors have worked for this process and for that of the database."""
    return time.process_time() + int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9


def _sizes(place: dict[str, Any], petitions: int) -> dict[str, Any]:
    with psycopg.connect(**place) as connection:
        [row] = connection.execute(_SIZES).fetchall()
    names = ("gin_bytes_a_petition", "all_bytes_a_petition", "counts_bytes_a_petition")
    return {name: round(size / petitions) for name, size in zip(names, row, strict=True)}
