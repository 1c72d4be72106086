"""`huiyin witness` as real processes: growth, a split view, kills, clients that misbehave."""

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from huiyin.adapters.ed25519 import signature_holds
from huiyin.rules.merkle.checkpoint import verify_cosignature
from huiyin.rules.merkle.note import parse_key, parse_note
from huiyin.rules.witness.messages import LARGEST_BODY, origin_hash
from support.paper_log import ORIGIN, PaperLog
from support.witnesses import START, Serving, ask, environment, huiyin, serving

LOG = PaperLog().grown(40)
FORK = PaperLog().grown(5).grown(40, story="another")

# The witness dies between what it decided and what it answers.
DIES_BEFORE_ANSWERING = (
    "import os, signal\n"
    "from huiyin.cli.witness import server\n"
    "server._Handler._send = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
) + START
# The witness dies when its memory is written but not yet committed.
DIES_BEFORE_COMMIT = (
    "import os, signal\n"
    "from huiyin.adapters.witnessing.state import Moment\n"
    "keep = Moment.keep\n"
    "def dying(self, held):\n"
    "    keep(self, held)\n"
    "    os.kill(os.getpid(), signal.SIGKILL)\n"
    "Moment.keep = dying\n"
) + START
SHORT_PATIENCE = (
    "from huiyin.cli.witness import server\n"
    "server.Limits.__init__.__kwdefaults__.update(seconds=0.5, connections=3)\n"
) + START


def part(size: int, log: PaperLog = LOG) -> PaperLog:
    return PaperLog(origin=log.origin, seed=log.seed, leaves=log.leaves[:size])


def face(places: str, story: str, *sizes: int) -> list[Any]:
    """Let a process show a tree to its witnesses; return what it said at each size."""
    ran = subprocess.run(
        [sys.executable, "-m", "support.face", places, story, *map(str, sizes)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=environment(),
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a witness that trusts the log, made by the program."""
    made = tmp_path / "witness"
    assert huiyin("witness", "init", "--dir", made, "--name", "witness.example/w1").returncode == 0
    assert huiyin("witness", "trust", "--dir", made, LOG.key).returncode == 0
    return made


@pytest.fixture
def served(folder: Path) -> Iterator[Serving]:
    """That witness, answering."""
    with serving(folder) as found:
        yield found


def test_honest_growth_is_cosigned_and_published(folder: Path, served: Serving) -> None:
    key = parse_key(huiyin("witness", "keys", "--dir", folder).stdout.splitlines()[0])
    for old, size in ((0, 1), (1, 7), (7, 7), (7, 40)):
        answer = served.post(part(size).request(old))
        assert answer.status == 200
        note = parse_note(LOG.note(size) + answer.body.decode())
        assert abs(verify_cosignature(note, key, signature_holds) - time.time()) < 60
    published = served.get(f"/{origin_hash(ORIGIN)}/checkpoint")
    assert published.status == 200
    assert verify_cosignature(parse_note(published.body), key, signature_holds)
    assert published.body.decode().startswith(LOG.note())
    assert served.post(part(7).request(0)).body == b"40\n"
    assert served.post(part(40).request(7)).type == "text/x.tlog.size"
    told = huiyin("witness", "log", "--dir", folder)
    assert told.returncode == 0
    assert re.search(r"log\.example/petitions: 40 entries, cosigned at \d{4}-", told.stdout)


def test_two_faces_of_one_log_are_found_out(folder: Path, served: Serving, tmp_path: Path) -> None:
    """A split view: two processes with one key and origin show different trees to the same witness."""
    key = huiyin("witness", "keys", "--dir", folder).stdout.splitlines()[0]
    places = f"{key} http://127.0.0.1:{served.port}"
    well: dict[str, str] = {}
    assert face(places, "true", 7, 11) == [
        {"cosigned": [7], "problems": well},
        {"cosigned": [11], "problems": well},
    ]
    assert face(places, "another", 20) == [
        {"cosigned": [], "problems": {"witness.example/w1": "witness.contradicts"}}
    ]
    said = served.said.read_text("utf-8")
    assert f"SPLIT VIEW: the log {ORIGIN} signed two different trees (11 entries cosigned before, 20" in said
    told = huiyin("witness", "log", "--dir", folder, "--json")
    assert told.returncode == 1
    (file,) = json.loads(told.stdout)["evidence"]

    # A third person has this file and the log's published key, and nothing else.
    alone = tmp_path / "third" / "evidence.json"
    alone.parent.mkdir()
    alone.write_bytes(Path(file).read_bytes())
    proved = huiyin("witness", "verify-evidence", alone, "--key", LOG.key)
    assert proved.returncode == 0
    assert "Proved: the tree of 20 entries" in proved.stdout
    another = PaperLog(seed=b"\x09" * 32).key
    assert huiyin("witness", "verify-evidence", alone, "--key", another).returncode == 1
    # The log goes on as it was seen before.
    assert served.post(part(25).request(11)).status == 200


def test_everything_else_is_refused_by_the_book(served: Serving) -> None:
    assert served.post(part(11).request(0)).status == 200
    statuses = {
        "unknown log": served.post(PaperLog(origin="other.example").grown(3).request(0)).status,
        "unknown key": served.post(PaperLog(seed=b"\x09" * 32).grown(20).request(11)).status,
        "malformed": served.post(b"hello").status,
        "stale": served.post(part(20).request(7)).status,
        "wrong proof": served.post(
            part(20).request(11).replace(b"old 11\n", b"old 11\n" + b"A" * 43 + b"=\n")
        ).status,
        "oversize": served.post(b"x" * (LARGEST_BODY + 1)).status,
        "elsewhere": served.post(b"x", path="/else").status,
        "unseen": served.get(f"/{'0' * 64}/checkpoint").status,
        "odd path": served.get("/../witness.key").status,
        "other method": ask(served.port, "PUT", "/add-checkpoint", b"x").status,
        "about": served.get("/").status,
        "head": ask(served.port, "HEAD", f"/{origin_hash(ORIGIN)}/checkpoint").status,
    }
    assert statuses == {
        "unknown log": 404,
        "unknown key": 403,
        "malformed": 400,
        "stale": 409,
        "wrong proof": 422,
        "oversize": 413,
        "elsewhere": 404,
        "unseen": 404,
        "odd path": 404,
        "other method": 501,
        "about": 200,
        "head": 200,
    }
    assert served.post(part(20).request(11)).status == 200


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n\r\n", 411),
        ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: -1\r\n\r\n", 411),
        ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 9999999999999999999\r\n\r\n", 413),
        ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        ("GET / HTTP/1.1\r\nHost: w\r\nContent-Length: 3\r\n\r\nabc", 400),
    ],
)
def test_a_request_without_a_clear_end_is_refused_and_the_connection_closed(
    served: Serving, head: str, status: int
) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(head.encode())
        answer = b""
        while got := connection.recv(4096):
            answer += got
    assert answer.split(b" ", 2)[1] == str(status).encode()


def test_a_connection_serves_one_request_after_another(served: Serving) -> None:
    body = part(7).request(0)
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.connect()
    first = connection.sock
    for one in (body, part(9).request(7)):
        connection.request("POST", "/add-checkpoint", body=one)
        answer = connection.getresponse()
        assert (answer.status, len(answer.read()) > 0) == (200, True)
    assert connection.sock is first
    connection.close()


def test_slow_clients_are_cut_off_and_hold_nobody_up(folder: Path) -> None:
    with serving(folder, program=SHORT_PATIENCE) as found:
        slow = [socket.create_connection(("127.0.0.1", found.port), timeout=10) for _ in range(3)]
        begun = time.monotonic()
        with suppress(ConnectionError):  # it is closed in the middle
            for byte in b"POST /add-checkpoint HTTP/1.1\r\n" * 20:
                slow[0].sendall(bytes([byte]))
                time.sleep(0.02)
        assert 0.4 < time.monotonic() - begun < 5
        for connection in slow:
            with suppress(ConnectionError):
                assert connection.recv(1) == b""
            connection.close()
        assert found.post(part(7).request(0)).status == 200


@pytest.mark.parametrize(("program", "remembered"), [(DIES_BEFORE_ANSWERING, 7), (DIES_BEFORE_COMMIT, 0)])
def test_killed_while_it_answers_it_has_decided_wholly_or_not_at_all(
    folder: Path, program: str, remembered: int
) -> None:
    with serving(folder, program=program) as found:
        with pytest.raises(OSError):  # noqa: PT011  whichever way a connection breaks
            found.post(part(7).request(0))
        assert found.process.wait(60) == -signal.SIGKILL
    with serving(folder) as found:
        # Another tree of that size is cosigned only when the first one was not.
        other = found.post(part(7, FORK).request(remembered))
        assert other.status == (422 if remembered else 200)
        if remembered:
            assert found.post(part(7).request(0)).body == b"7\n"
            assert found.post(part(7).request(7)).status == 200


def test_killed_again_and_again_it_never_signs_two_trees(folder: Path) -> None:
    known, signed = 0, []
    for _ in range(3):
        with serving(folder) as found:
            for size in range(known + 1, known + 4):
                answer = found.post(part(size).request(size - 1))
                assert answer.status == 200
                signed.append(size)
            found.kill()
        known = signed[-1]
    with serving(folder) as found:
        assert found.post(part(40, FORK).request(known)).status == 422
        assert found.post(part(40).request(known)).status == 200


def test_it_ends_when_asked_to(folder: Path) -> None:
    for way in (signal.SIGTERM, signal.SIGINT):
        with serving(folder) as found:
            found.process.send_signal(way)
            assert found.process.wait(60) in {0, 130}


def test_a_taken_port_is_said_in_a_sentence(folder: Path, served: Serving) -> None:
    second = huiyin("witness", "serve", "--dir", folder, "--port", served.port)
    assert second.returncode == 1
    assert second.stderr == f"Port {served.port} at 127.0.0.1 is taken. Choose another one with --port.\n"


def test_a_command_is_run_for_new_evidence(folder: Path, tmp_path: Path) -> None:
    hook = (
        f'{sys.executable} -c "import sys, shutil; shutil.copy(sys.argv[2], sys.argv[1])" {tmp_path / "told"}'
    )
    with serving(folder, "--on-evidence", hook) as found:
        assert found.post(part(7).request(0)).status == 200
        assert found.post(part(7, FORK).request(7)).status == 422
        until = time.monotonic() + 10
        while not (tmp_path / "told").exists() and time.monotonic() < until:
            time.sleep(0.02)
    assert b"huiyin-evidence/1" in (tmp_path / "told").read_bytes()


def test_it_needs_no_installation(folder: Path) -> None:
    """No settings, no database, no keys but its own: none of these is even loaded."""
    program = (
        "import sys\n"
        "from huiyin.cli import main as program\n"
        "try: program.main()\n"
        "except SystemExit: pass\n"
        "heavy = {'psycopg', 'tink', 'huiyin.vault', 'huiyin.config.settings', 'huiyin.records'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    ran = huiyin("witness", "keys", "--dir", folder, program=program)
    assert ran.stdout.splitlines()[-1] == "[]"
    assert not Path(environment()["HUIYIN_DATA"]).exists()
