"""The jobs: each does its work once, however often it runs."""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import methodcaller
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

import builders
from huiyin.cli import children
from huiyin.door import delivering, waiting
from huiyin.jobs import tasks
from huiyin.kernel import clock
from huiyin.kernel.clock import Clock
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare import drafts, envelopes, house, sweeping, trays
from huiyin.prepare.drafts import StagedFile
from huiyin.prepare.evidence import stage
from huiyin.records import sql
from huiyin.vault.data_key import DataKey
from support.log import turn
from support.rules import adopted, year_file
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")
SOURCE = Path(__file__).parents[2] / "src"
PDF = b"%PDF-1.7\nwater"


def staged(key: DataKey, at: datetime, *, days_old: int) -> StagedFile:
    """Return a file in the store, last written so many days ago."""
    file = stage(io.BytesIO(PDF), "a.pdf", store=house.store(), data_key=key, at=at)
    path = next(house.store()._folder.glob(f"??/{file.address}"))  # type: ignore[attr-defined]
    then = (Clock().now() - timedelta(days=days_old)).timestamp()
    os.utime(path, (then, then))
    return file


def delivered() -> dict[str, list[Any]]:
    """Return the marks of delivery by the kind of their notice."""
    rows = sql.fetch(
        sql.WRITER, "SELECT n.kind, d.way, d.at FROM delivery d JOIN notice n ON n.id = d.notice"
    )
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row["kind"], []).append((row["way"], row["at"]))
    return found


def test_notices_of_an_entry_are_marked_once_and_no_others(at: datetime) -> None:
    first, second = builders.file_petition(), builders.file_petition()
    entry = first.outcome.entry.id
    assert delivering.mark_delivered(entry, way="page", at=at) == 2
    assert delivering.mark_delivered(entry, way="page", at=at + timedelta(days=1)) == 0
    assert delivered() == {"petition.arrived": [("page", at), ("page", at)]}
    assert second.outcome.entry.id != entry


@pytest.fixture
def _keys_in_their_place(installed_keys: Path) -> Iterator[None]:
    """The keys where a program of its own looks for them."""
    place, aside = settings.HUIYIN_ENV.keys, settings.HUIYIN_ENV.data / "keys-aside"
    if place.exists():  # another test's
        place.rename(aside)
    shutil.copytree(installed_keys, place)
    yield
    shutil.rmtree(place)
    if aside.exists():
        aside.rename(place)


@pytest.mark.usefixtures("_keys_in_their_place")
def test_the_worker_delivers_what_the_door_left_for_it(tmp_path: Path) -> None:
    builders.file_petition()
    arguments = (*children.worker(tmp_path).arguments, "--one-shot")
    environ = {**os.environ, "PYTHONPATH": str(SOURCE)}
    ran = subprocess.run(arguments, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert len(delivered()["petition.arrived"]) == 2
    # Jobs that come round may be due just now; they are tested by themselves.
    assert (
        sql.fetch(sql.WRITER, "SELECT status FROM procrastinate_jobs WHERE task_name = 'deliver_notices'")
        == []
    )
    assert sql.fetch(sql.WRITER, "SELECT type FROM procrastinate_events") == []


def test_one_job_does_the_work_of_those_that_wait_behind_it(at: datetime) -> None:
    entries = [builders.file_petition().outcome.entry.id for _ in range(3)]
    assert delivering.mark_delivered(entries[0], way="page", at=at) == 2
    assert delivering.mark_waiting("deliver_notices", way="page", at=at) == 4
    assert len(delivered()["petition.arrived"]) == 6
    assert sql.fetch(sql.WRITER, "SELECT id FROM procrastinate_jobs") == []
    assert delivering.mark_waiting("deliver_notices", way="page", at=at) == 0


def test_a_job_that_is_put_off_or_begun_is_left_alone(at: datetime) -> None:
    for change in ("scheduled_at = now() + interval '1 hour'", "status = 'doing'"):
        builders.file_petition()
        with sql.cursor(sql.WRITER) as cursor:
            cursor.execute(f"UPDATE procrastinate_jobs SET {change} WHERE status = 'todo'")
    assert delivering.mark_waiting("deliver_notices", way="page", at=at) == 0
    assert len(sql.fetch(sql.WRITER, "SELECT id FROM procrastinate_jobs")) == 2


def test_expired_drafts_are_forgotten_and_others_kept(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    _, old = drafts.start(at - drafts.LIFETIME - timedelta(days=1))
    _, young = drafts.start(at)
    monkeypatch.setattr(clock, "now", lambda: at)
    tasks.sweep_drafts(timestamp=0)
    assert drafts.load(old, at - drafts.LIFETIME) is None
    assert drafts.load(young, at) is not None
    assert waiting.sweep(at=at) == 0


def test_the_sweep_takes_only_old_files_that_belong_to_nothing(at: datetime) -> None:
    petition = PetitionId(new_id(at))
    key = house.vault().new_data_key(petition)
    orphan = staged(key, at, days_old=3)
    young = staged(key, at, days_old=1)
    of_draft = staged(key, at, days_old=20)
    evidence = staged(key, at, days_old=30)
    builders.file_petition(files=(evidence,))
    draft, _ = drafts.start(at)
    trays.change(drafts.giver(draft), lambda tray: tray.with_files(of_draft), at=at)
    envelopes.kept("0123456789abcdef", channel="api", demo=False, at=at)
    swept = sweeping.sweep_store(at=at, really=Clock().now())
    assert (swept.files, swept.unfinished) == (1, 0)
    kept = {file.address for file in (young, of_draft, evidence)}
    assert {one.address for one in house.store().list()} == kept
    assert orphan.address not in kept
    assert sweeping.sweep_store(at=at, really=Clock().now()).files == 0


def test_a_moved_clock_sweeps_no_upload_that_is_under_way(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = staged(house.vault().new_data_key(PetitionId(new_id(at))), at, days_old=0)
    monkeypatch.setattr(clock, "now", lambda: Clock().now() + timedelta(days=400))
    tasks.sweep_store(timestamp=0)
    assert house.store().exists(file.address)


def test_drafts_of_more_than_one_page_are_all_looked_at(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "PAGE", 2)
    key = house.vault().new_data_key(PetitionId(new_id(at)))
    files = [staged(key, at, days_old=9) for _ in range(5)]
    for file in files:
        draft, token = drafts.start(at)
        if file is files[0]:
            drafts.save(drafts.sending(replace(draft, files=(file,))), token, at)
        else:
            trays.change(drafts.giver(draft), methodcaller("with_files", file), at=at)
    assert sweeping.staged_addresses(at) == {file.address for file in files}


def test_a_draft_that_does_not_open_stops_no_sweep(at: datetime) -> None:
    waiting.write_draft(b"\x01", b"damaged", expires_at=at + timedelta(days=1))
    assert sweeping.staged_addresses(at) == frozenset()


def test_what_was_adopted_is_carried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    autumn = datetime(2026, 11, 20, 2, tzinfo=UTC)
    life = builders.accepted(builders.file_petition(autumn))
    adopted(year_file(2027), at=life.at)
    monkeypatch.setattr(clock, "now", lambda: life.at + timedelta(minutes=3))
    for _ in range(2):
        tasks.move_clocks(timestamp=0)
    [entry] = rows("entry", kind="petition.clocks_moved")
    assert entry["subject"] == life.petition


def test_what_the_log_tells_is_indexed_and_nothing_new_is_nothing(at: datetime) -> None:
    builders.file_petition(at)
    tasks.index_texts(timestamp=0)
    assert rows("search_text") == []  # not in the log yet
    turn()
    tasks.index_texts(timestamp=0)
    assert len(rows("search_text")) == 1
    tasks.index_texts(timestamp=0)
    assert len(rows("search_text")) == 1
