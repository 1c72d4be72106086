"""Nothing that anybody typed or added lies anywhere in clear: database, dumps, files, logs, backups.

A matter full of canaries is lived by web; jobs run, one fails; a page fails; a backup is made and restored.
Then everything that a thief could carry away is searched for every canary in every form.
"""

import re
import shutil
import subprocess
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from huiyin.adapters.postgres import programs
from huiyin.adapters.postgres.server import superuser
from huiyin.vault import make_keys
from journeys.at_the_desk import Official
from support import canary_life
from support.canaries import SAID, in_bytes, in_file, in_folder
from support.canary_life import Lived
from support.folders import new_folder
from support.inside import psql
from support.installation import PACKAGES, SOURCE, Installation
from support.stealing import stolen

pytestmark = pytest.mark.long

PATIENCE = 900.0
# Sealed columns and files that this life fills; the thief finds for itself what there is.
FILLED = {
    "contact.sealed_note", "document.sealed_content", "evidence.sealed_facts", "examination.sealed_told",
    "file of evidence", "file of page_picture", "file of redaction", "finding.sealed_text",
    "opinion.sealed_content", "petition.sealed_story", "petitioner.sealed_identity", "rating.sealed_comment",
    "redaction.sealed_facts", "respondent.sealed_name", "saved_search.sealed_query",
    "statement.sealed_statement", "waiting",
}  # fmt: skip
# Whoever starts with this in front writes down which file Python opens to write.
WATCH = """
import os, sys
_out = os.open({out!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def _note(event, told):
    if event == "open" and told[2] & _WRITES and isinstance(told[0], (str, bytes, os.PathLike)):
        os.write(_out, (os.fsdecode(told[0]) + "\\n").encode(errors="replace"))
sys.addaudithook(_note)
"""


class Watch:
    """Looks at the folder of temporary files and at the programs of an installation while they live."""

    def __init__(self, place: Installation, folder: Path) -> None:
        self.place, self.folder = place, folder
        self.found: dict[str, set[str]] = {}
        self.turns = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(0.05):
            self.turns += 1
            self.found.update(in_folder(self.folder))
            for pid in self.place.processes():
                for name in ("cmdline", "environ"):
                    with suppress(OSError):
                        if here := in_bytes(Path(f"/proc/{pid}/{name}").read_bytes()):
                            self.found[f"{name} of {pid}"] = here


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder for everything of this test."""
    made = new_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


def _environment(folder: Path) -> dict[str, str]:
    front = folder / "front"
    front.mkdir(exist_ok=True)
    (folder / "tmp").mkdir(exist_ok=True)
    (front / "sitecustomize.py").write_text(WATCH.format(out=str(folder / "opened")))
    paths = f"{front}:{SOURCE}:{PACKAGES}"
    return {"TMPDIR": str(folder / "tmp"), "PYTHONPATH": paths}


@pytest.fixture(scope="module")
def lived(browser: Browser, folder: Path) -> Iterator[tuple[Installation, Watch, Lived]]:
    """The installation in which everything happened, still running."""
    place = Installation(data=folder / "var")
    running = place.up("--demo", **_environment(folder)).ready()
    watch = Watch(place, folder / "tmp")
    try:
        found = canary_life.filed(browser, place)
        _let_a_page_fail(browser, place, found)
        _let_a_job_fail(browser, place, found)
        canary_life.handled(browser, place, found)
        canary_life.answered(browser, place, found)
        _await(lambda: _examined(place) and _indexed(place))
        _require_full(place)
        yield place, watch, found
        watch.stop()
        assert running.stop() == 0
    finally:
        watch.stop()
        place.close()


def _await(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.5)


def _examined(place: Installation) -> bool:
    left = "SELECT count(*) FROM evidence e LEFT JOIN examination x ON x.evidence = e.id"
    return psql(place, f"{left} WHERE x.stage IS DISTINCT FROM 'done'") == "0"


def _indexed(place: Installation) -> bool:
    return psql(place, "SELECT count(*) FROM petition") == psql(place, "SELECT count(*) FROM search_text")


def _let_a_page_fail(browser: Browser, place: Installation, lived: Lived) -> None:
    """Take a table away while a form is sent: the page fails with everything that was typed in its hands."""
    with Official(browser, place, "shen.qinghe") as handler:
        handler.open(lived.number).click(".closed button")
        handler.page.goto(f"/desk/petition/{lived.number}/contact/")
        handler.page.check(".actform [name=way][value=telephone]")
        handler.page.check(".actform [name=reached][value=yes]")
        handler.page.fill(".actform [name=note]", canary_life.STORY)
        psql(place, "ALTER TABLE contact RENAME TO contact_away")
        try:
            with handler.page.expect_navigation() as answered:
                handler.page.click(".actions button[value=do]")
            assert answered.value.status == 500
        finally:
            psql(place, "ALTER TABLE contact_away RENAME TO contact")


def _let_a_job_fail(browser: Browser, place: Installation, lived: Lived) -> None:
    """Take a table away that the index needs, with the matter in its hands; and let a job fail for good."""
    psql(place, "ALTER TABLE search_text RENAME TO search_away")
    try:
        canary_life.added(browser, place, lived)
        psql(
            place,
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            """ VALUES ('default', 'deliver_notices', '{"entry": "none"}')""",
        )
        _await(lambda: _tried(place, "deliver_notices") and _tried(place, "index_texts"))
        _await(lambda: '"trace"' in (place.data / "logs" / "huiyin.log").read_text("utf-8"))
    finally:
        psql(place, "ALTER TABLE search_away RENAME TO search_text")


def _tried(place: Installation, task: str) -> bool:
    """Return whether a job of this task was tried in vain."""
    asked = "SELECT count(*) FROM procrastinate_jobs WHERE attempts > 0 AND status IN ('todo', 'failed')"
    return psql(place, f"{asked} AND task_name = '{task}'") != "0"


def _require_full(place: Installation) -> None:
    """Fail unless every table that people fill has rows: what is not there could not be found."""
    filled = (
        "petition", "petitioner", "respondent", "contact", "finding", "opinion", "document", "rating",
        "statement", "redaction", "evidence", "examination", "page_picture", "waiting", "person_search",
        "search_text", "search_person", "attempt", "django_session",
    )  # fmt: skip
    assert [one for one in filled if psql(place, f"SELECT count(*) FROM {one}") == "0"] == []


def _dumped(place: Installation, *arguments: str) -> bytes:
    password = (place.data / "secrets" / "postgres").read_text().strip()
    at = superuser(place.data, password, "huiyin")
    told = {f"PG{name.upper()}": value for name, value in at.items() if name not in {"dbname", "password"}}
    return subprocess.run(
        [str(programs.folder() / "pg_dump"), *arguments],
        env={**told, "PGDATABASE": at["dbname"], "PGPASSWORD": at["password"]},
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    ).stdout


def _unpacked(dump: Path) -> bytes:
    return subprocess.run(
        [str(programs.folder() / "pg_restore"), "-f", "-", str(dump)],
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    ).stdout


def test_no_dump_of_the_database_holds_a_canary(
    lived: tuple[Installation, Watch, Lived], folder: Path
) -> None:
    place, _, _ = lived
    plain = _dumped(place, "--format=plain")
    assert lived[2].number.encode() in plain
    assert in_bytes(plain) == set()
    assert in_bytes(_dumped(place, "--format=plain", "--inserts", "--column-inserts")) == set()
    custom = folder / "custom.dump"
    custom.write_bytes(_dumped(place, "--format=custom", "--compress=0"))
    assert in_file(custom) == set()
    custom.unlink()
    asked = "SELECT query FROM pg_stat_activity"
    assert in_bytes(psql(place, asked).encode()) == set()


def test_no_file_of_the_installation_holds_a_canary(lived: tuple[Installation, Watch, Lived]) -> None:
    place, _, _ = lived
    psql(place, "CHECKPOINT")
    assert in_folder(place.data) == {}
    sizes = {one.name: one.stat().st_size for one in (place.data / "logs").iterdir()}
    assert sizes["huiyin.log"] > 0
    assert any((place.data / "log").rglob("checkpoint"))
    assert any((place.data / "files").rglob("*"))


def test_no_program_shows_a_canary_and_no_temporary_file_ever_held_one(
    lived: tuple[Installation, Watch, Lived], folder: Path
) -> None:
    place, watch, _ = lived
    assert watch.turns > 100
    assert watch.found == {}
    assert in_bytes(place.started[0].words.encode()) == set()
    opened = (folder / "opened").read_text(errors="replace").splitlines()
    assert any(str(place.data) in one for one in opened)  # the watch works
    outside = {one for one in opened if not one.startswith((str(place.data), "/dev/null", "/proc/"))}
    # Links to fonts, the socket of the database; and Python tries for itself whether it can write there.
    allowed = re.compile(rf"{re.escape(str(folder))}/tmp/(huiyin-.*|[a-z0-9_]{{8}})")
    assert sorted(one for one in outside if not allowed.fullmatch(one)) == []


def test_neither_a_backup_nor_what_is_restored_from_it_holds_a_canary(
    lived: tuple[Installation, Watch, Lived], folder: Path
) -> None:
    place, _, found = lived
    backup = folder / "night.huiyin"
    done = place.run("backup", str(backup), **_environment(folder))
    assert done.returncode == 0, done.stderr
    assert in_bytes((done.stdout + done.stderr).encode()) == set()
    assert in_file(backup) == set()
    with tarfile.open(backup) as archive:
        dump = archive.extractfile("database.dump")
        assert dump is not None
        (folder / "database.dump").write_bytes(dump.read())
    plain = _unpacked(folder / "database.dump")
    assert found.number.encode() in plain
    assert in_bytes(plain) == set()
    other = Installation(data=folder / "other")
    try:
        done = other.run("restore", str(backup), **_environment(folder))
        assert done.returncode == 0, done.stderr
        assert in_folder(other.data) == {}
    finally:
        other.close()


def test_a_thief_of_all_of_it_opens_nothing_without_its_own_key_file(
    lived: tuple[Installation, Watch, Lived], folder: Path
) -> None:
    place, _, _ = lived
    with_keys = stolen(place, place.data / "keys")
    assert {what: counts for what, counts in with_keys.items() if counts[0] != counts[1]} == {}
    assert set(with_keys) >= FILLED
    make_keys(folder / "fresh")
    without = stolen(place, folder / "fresh")
    assert {what: there for what, (there, _) in without.items()}.keys() == with_keys.keys()
    assert {what: counts for what, counts in without.items() if counts[1]} == {}


def test_whoever_looks_into_a_dump_finds_what_was_planted(
    lived: tuple[Installation, Watch, Lived],
) -> None:
    place, _, _ = lived
    both = f"SELECT '{SAID}'::text AS plain, convert_to('{SAID}', 'UTF8') AS raw"
    psql(place, f"CREATE TABLE planted AS {both}")
    try:
        found = in_bytes(_dumped(place, "--table=planted"))
    finally:
        psql(place, "DROP TABLE planted")
        psql(place, "CHECKPOINT")
    assert any(one.endswith("in utf-8") for one in found)
    assert any(one.endswith("in utf-8, hex") for one in found)
