"""Whatever is killed at whatever moment: a receipt that was shown stands for a whole petition."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from huiyin.prepare import receipts
from huiyin.rules.receipt import format as receipt_format
from support import program
from support.inside import Found, look, psql
from support.installation import Installation
from support.killing import Killer, plan_of
from support.processes import Kind
from support.program import File, Filing

pytestmark = pytest.mark.long

FILINGS = 1000
CLIENTS = 6
FILE_BYTES = 100_000
PLAN = {
    Kind.BACKEND: 24,
    Kind.WEB_WORKER: 24,
    Kind.WORKER: 14,
    Kind.POSTMASTER: 14,
    Kind.WEB_MASTER: 12,
    Kind.UP: 12,
    Kind.OTHER: 8,
}
ANSWERED_WITHIN = 240.0
RETRIED_WITHIN = 240.0
TWICE_AT_ONCE = 0.05  # of the filings, as by an impatient program
ASKED_AGAIN = 0.1
PETITIONER = {"part": "petitioner", "kind": "person", "name": "𠮷田·买买提", "phone": "13800000000"}


@dataclass
class Shown:
    """The receipts that clients were shown, by the key of the filing."""

    filings: dict[str, Filing] = field(default_factory=dict)
    receipts: dict[str, set[bytes]] = field(default_factory=dict)
    lost: int = 0
    failures: list[BaseException] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, filing: Filing, receipt: bytes, lost: int) -> None:
        """Write down one answer."""
        with self.lock:
            self.filings[filing.key] = filing
            self.receipts.setdefault(filing.key, set()).add(receipt)
            self.lost += lost


@dataclass
class Client:
    """Files one petition after another until there are enough and nobody kills any more."""

    port: int
    shown: Shown
    enough: Callable[[], bool]
    chance: random.Random

    def run(self) -> None:
        """File until there are enough."""
        try:
            while not self.enough():
                filing = self._new_filing()
                if self.chance.random() < TWICE_AT_ONCE:
                    self._twice_at_once(filing)
                else:
                    self._send(filing)
                if self.chance.random() < ASKED_AGAIN:
                    self._send(filing)
                time.sleep(self.chance.uniform(0, 0.2))
        except BaseException as problem:  # noqa: BLE001  told to the test, which runs in another thread
            self.shown.failures.append(problem)

    def _new_filing(self) -> Filing:
        content = program.random_pdf(self.chance, FILE_BYTES)
        petition = {**program.PETITION, "persons": [PETITIONER], "text": f"第{self.chance.getrandbits(64)}号"}
        return Filing(petition=petition, files=(File("水质报告.pdf", content),))

    def _twice_at_once(self, filing: Filing) -> None:
        threads = [threading.Thread(target=self._send_noting, args=(filing,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send_noting(self, filing: Filing) -> None:
        try:
            self._send(filing)
        except BaseException as problem:  # noqa: BLE001  as above
            self.shown.failures.append(problem)

    def _send(self, filing: Filing) -> None:
        answer, lost = program.file_until_answered(self.port, filing, seconds=ANSWERED_WITHIN)
        assert answer.status == 201, (answer.status, answer.body.decode())
        self.shown.note(filing, answer.receipt, lost)


def test_a_shown_receipt_stands_for_a_whole_petition_whatever_is_killed(
    installation: Installation, seed: int, say: Callable[[str], None]
) -> None:
    say(f"\nSEED={seed}")
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    killer = Killer(installation, installation.up("--demo").ready(), plan_of(PLAN, chance), chance, say)
    shown = Shown()

    def enough() -> bool:
        return bool(shown.failures) or (killer.over.is_set() and len(shown.receipts) >= FILINGS)

    seeds = [chance.getrandbits(32) for _ in range(CLIENTS)]
    clients = [Client(installation.port, shown, enough, random.Random(one)) for one in seeds]  # noqa: S311
    threads = [threading.Thread(target=one.run) for one in (killer, *clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert killer.failure is None, killer.failure
    assert shown.failures == []
    say(f"{sum(killer.killed.values())} processes killed: {dict(killer.killed)}")
    say(f"{len(shown.receipts)} filings answered, {shown.lost} answers lost and asked for again")
    found = look(installation)
    say(
        f"{len(found.petitions)} petitions, {found.plain['orphans']} orphan files, jobs {found.plain['jobs']}"
    )
    _require_receipts_true(shown, found)
    found.require_sound()
    _require_every_notice_delivered(installation, say)
    _require_orphans_swept(installation, found)
    assert killer.running.stop() == 0
    for running in installation.started:
        assert "Traceback" not in running.words


def _require_receipts_true(shown: Shown, found: Found) -> None:
    """Every receipt proves itself, and stands for a petition with all that was sent; no key has made two."""
    assert {key: len(several) for key, several in shown.receipts.items() if len(several) > 1} == {}
    numbers = {}
    for key, (receipt,) in shown.receipts.items():
        proof = receipts.verify(receipt)
        assert proof.public_key.hex() == found.plain["public_key"]
        sent = [one.sha256 for one in shown.filings[key].files]
        assert [one["sha256"] for one in receipt_format.read(receipt)["filed"]["files"]] == sent
        petition = found.petitions[proof.number]
        assert petition["files"] == sent
        assert petition["petitioners"] == 1
        numbers[proof.number] = key
    assert len(numbers) == len(shown.receipts)
    # Every filing was asked for until it was answered, so nothing else may stand.
    assert set(found.petitions) == set(numbers)


def _require_orphans_swept(installation: Installation, before: Found) -> None:
    swept = look(installation, "--sweep")
    assert swept.plain["orphans"] == 0
    assert swept.plain["swept"]["files"] == before.plain["orphans"]
    assert swept.petitions == before.petitions
    assert list((installation.data / "files" / "uploads").iterdir()) == []


def _require_every_notice_delivered(installation: Installation, say: Callable[[str], None]) -> None:
    """What a killed worker had begun is begun again, once its heartbeat is missed."""
    until = time.monotonic() + RETRIED_WITHIN
    left = (
        "SELECT count(*) FROM procrastinate_jobs"
        " WHERE task_name = 'deliver_notices' AND status IN ('todo', 'doing')"
    )
    while psql(installation, left) != "0" and time.monotonic() < until:
        time.sleep(1)
    states = "SELECT task_name, status, count(*) FROM procrastinate_jobs GROUP BY 1, 2 ORDER BY 1, 2"
    say(f"jobs: {psql(installation, states).split()}")
    assert psql(installation, left) == "0"
    assert psql(installation, "SELECT count(*) FROM notice") == psql(
        installation, "SELECT count(*) FROM delivery"
    )
    assert psql(installation, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == "0"
