"""The log asks its witnesses: it learns what they know, takes only what holds, and waits for nobody."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from huiyin.adapters import witness_call
from huiyin.adapters.ed25519 import signature_holds
from huiyin.adapters.witnesses import Cosigned, Patience, Witnesses
from huiyin.adapters.witnessing.key import WitnessKey
from huiyin.adapters.witnessing.key import make as make_key
from huiyin.adapters.witnessing.witness import Witness, make, open_witness
from huiyin.rules.merkle.checkpoint import verify_cosignature
from huiyin.rules.merkle.note import Note, parse_note
from huiyin.rules.witness.messages import LARGEST_BODY
from huiyin.rules.witness.place import Place
from support.paper_log import ORIGIN, PaperLog
from support.witnesses import answering, answers_of

LOG = PaperLog().grown(40)
FORK = PaperLog().grown(5).grown(40, story="another")
NOW = datetime(2026, 5, 6, 4, 0, tzinfo=UTC)

Said = list[tuple[str, dict[str, Any]]]


def part(size: int, log: PaperLog = LOG) -> PaperLog:
    return PaperLog(origin=log.origin, seed=log.seed, leaves=log.leaves[:size])


@pytest.fixture
def key(tmp_path: Path) -> WitnessKey:
    """The key of a witness."""
    return make_key(tmp_path / "key", "w.example")


@pytest.fixture
def real(tmp_path: Path) -> Witness:
    """A real witness that trusts the log."""
    make(tmp_path / "w", "real.example")
    found = open_witness(tmp_path / "w", tell=lambda _: None)
    found.state.trust(ORIGIN, str(LOG.key), 1)
    return found


def asking(*places: Place, said: Said | None = None, **patience: float) -> Witnesses:
    def tell(code: str, **facts: Any) -> None:
        if said is not None:
            said.append((code, facts))

    return Witnesses(places, tell=tell, patience=Patience(**{"reply": 2.0, **patience}))


def gathered(found: Witnesses, log: PaperLog) -> list[Cosigned]:
    return found.gather(log.note(), consistency=log.proof, at=NOW, seconds=5)


def test_each_growth_is_cosigned_with_one_request(real: Witness) -> None:
    requests: list[bytes] = []
    with answering(answers_of(real, NOW, requests)) as url:
        found = asking(Place(key=real.key.public, url=url))
        for size in (7, 12, 40):
            (one,) = gathered(found, part(size))
            assert (one.witness, one.origin, one.size) == ("real.example", ORIGIN, size)
            assert one.at == NOW
            note = parse_note(LOG.note(size) + one.line)
            verify_cosignature(note, real.key.public, signature_holds)
    assert [body.split(b"\n")[0] for body in requests] == [b"old 0", b"old 7", b"old 12"]
    assert found.problems == {}


def test_a_log_that_forgot_learns_from_the_witness_what_it_knows(real: Witness) -> None:
    requests: list[bytes] = []
    with answering(answers_of(real, NOW, requests)) as url:
        assert gathered(asking(Place(key=real.key.public, url=url)), part(7))
        assert gathered(asking(Place(key=real.key.public, url=url)), part(12))
    assert [body.split(b"\n")[0] for body in requests] == [b"old 0", b"old 0", b"old 7"]


def test_a_checkpoint_is_not_asked_for_twice(real: Witness) -> None:
    requests: list[bytes] = []
    with answering(answers_of(real, NOW, requests)) as url:
        found = asking(Place(key=real.key.public, url=url))
        assert gathered(found, part(7))
        found.ask(part(7).note(), consistency=LOG.proof)
        time.sleep(0.1)
        assert found.answers(at=NOW) == []
    assert len(requests) == 1


def test_a_rewritten_log_is_told_that_it_contradicts(real: Witness) -> None:
    said: Said = []
    with answering(answers_of(real, NOW)) as url:
        found = asking(Place(key=real.key.public, url=url), said=said)
        assert gathered(found, part(11))
        assert gathered(found, part(20, FORK)) == []
    assert said == [("witness.contradicts", {"witness": "real.example", "size": 20})]
    assert found.problems == {"real.example": "witness.contradicts"}


def test_a_log_brought_back_from_a_backup_is_told_that_it_is_behind(real: Witness) -> None:
    said: Said = []
    with answering(answers_of(real, NOW)) as url:
        assert gathered(asking(Place(key=real.key.public, url=url)), part(20))
        found = asking(Place(key=real.key.public, url=url), said=said, pause=0.01)
        assert gathered(found, part(12)) == []
        assert said == [("witness.ahead", {"witness": "real.example", "known": 20, "size": 12})]
        time.sleep(0.05)
        assert gathered(found, part(25))
    assert said[1:] == [("witness.back", {"witness": "real.example"})]


def test_other_witnesses_are_not_held_up_by_a_silent_one(real: Witness) -> None:
    said: Said = []
    with socket.create_server(("127.0.0.1", 0)) as deaf, answering(answers_of(real, NOW)) as url:
        silent = Place(key=real.key.public, url=f"http://127.0.0.1:{deaf.getsockname()[1]}")
        found = asking(silent, Place(key=real.key.public, url=url), said=said, reply=1.5)
        begun = time.monotonic()
        found.ask(part(7).note(), consistency=LOG.proof)
        assert time.monotonic() - begun < 1
        while not (got := found.answers(at=NOW)):
            time.sleep(0.01)
        assert [one.size for one in got] == [7]
        while not said:
            found.answers(at=NOW)
            time.sleep(0.01)
    assert said == [("witness.silent", {"witness": "real.example", "reason": "TimeoutError"})]


def test_a_witness_that_fails_is_asked_ever_more_rarely(key: WitnessKey) -> None:
    times: list[float] = []

    def respond(_: bytes) -> tuple[int, bytes]:
        times.append(time.monotonic())
        return 500, b"no"

    said: Said = []
    with answering(respond) as url:
        found = asking(Place(key=key.public, url=url), said=said, pause=0.05, longest_pause=0.1)
        while len(times) < 5:
            found.ask(part(7).note(), consistency=LOG.proof)
            found.answers(at=NOW)
            time.sleep(0.005)
    assert said == [("witness.declines", {"witness": "w.example", "status": 500})]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert gaps[0] >= 0.05
    assert min(gaps[1:]) >= 0.1


def cosigned(key: WitnessKey, log: PaperLog, at: datetime) -> bytes:
    return key.cosign(log.checkpoint().text, int(at.timestamp())).line.encode()


def test_a_cosignature_among_strangers_is_found(key: WitnessKey, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other", "other.example")
    answer = cosigned(other, part(9), NOW) + cosigned(key, part(7), NOW)
    with answering(lambda _: (200, answer)) as url:
        (one,) = gathered(asking(Place(key=key.public, url=url)), part(7))
    assert one.line.encode() == cosigned(key, part(7), NOW)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda _: b"", "merkle.not_a_note"),
        (lambda _: b"\xff\n", "merkle.not_a_note"),
        (lambda _: b"<html>\n", "merkle.not_a_note"),
        (lambda key: cosigned(key, part(8), NOW), "merkle.signature_invalid"),
        (lambda key: cosigned(key, part(7), NOW + timedelta(hours=1)), "merkle.cosigned_in_future"),
        (lambda _: "\n".join(LOG.note(7).split("\n")[-2:]).encode(), "merkle.not_signed"),
    ],
)
def test_what_is_no_cosignature_is_not_taken(
    key: WitnessKey, answer: Callable[[WitnessKey], bytes], reason: str
) -> None:
    said: Said = []
    with answering(lambda _: (200, answer(key))) as url:
        assert gathered(asking(Place(key=key.public, url=url), said=said), part(7)) == []
    assert said == [("witness.answers_wrongly", {"witness": "w.example", "reason": reason})]


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (307, b"", "witness.declines"),
        (302, b"", "witness.declines"),
        (404, b"", "witness.declines"),
        (409, b"seven\n", "witness.declines"),
        (409, b"0\n", "witness.declines"),
        (200, b"x" * (LARGEST_BODY + 5000), "witness.silent"),
    ],
)
def test_every_other_answer_is_named(key: WitnessKey, status: int, body: bytes, code: str) -> None:
    said: Said = []
    with answering(lambda _: (status, body)) as url:
        assert gathered(asking(Place(key=key.public, url=url), said=said), part(7)) == []
    assert [told for told, _ in said] == [code]


def test_the_proof_is_asked_for_in_the_callers_thread(real: Witness) -> None:
    calls: list[tuple[int, int, int]] = []

    def proof(old: int, new: int) -> Sequence[bytes]:
        calls.append((old, new, threading.get_ident()))
        return LOG.proof(old, new)

    with answering(answers_of(real, NOW)) as url:
        found = asking(Place(key=real.key.public, url=url))
        for size in (7, 12):
            assert found.gather(LOG.note(size), consistency=proof, at=NOW, seconds=5)
    assert calls == [(7, 12, threading.get_ident())]


def test_an_answer_that_never_ends_is_given_up() -> None:
    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(1 << 16)
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            try:
                for _ in range(200):
                    connection.sendall(b"x")
                    time.sleep(0.02)
            except OSError:
                pass

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        begun = time.monotonic()
        reply = witness_call.post(f"http://127.0.0.1:{server.getsockname()[1]}", b"x", seconds=0.3)
        assert time.monotonic() - begun < 3
        thread.join()
    assert (reply.status, reply.failure) == (None, "TimeoutError")


def test_a_note_with_cosignatures_is_sent_as_it_is(real: Witness, key: WitnessKey) -> None:
    note = str(
        Note(text=part(7).checkpoint().text, signatures=parse_note(part(7).note()).signatures).signed_also(
            key.cosign(part(7).checkpoint().text, 1)
        )
    )
    with answering(answers_of(real, NOW)) as url:
        assert asking(Place(key=real.key.public, url=url)).gather(
            note, consistency=LOG.proof, at=NOW, seconds=5
        )
