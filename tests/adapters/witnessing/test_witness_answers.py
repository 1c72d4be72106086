"""A witness answers after it has decided and written: growth, contradictions, clocks, threads."""

import errno
import threading
from collections import Counter
from datetime import timedelta
from http import HTTPStatus
from itertools import count
from typing import Any

import pytest

from huiyin.adapters.ed25519 import signature_holds
from huiyin.adapters.witnessing import evidence_files
from huiyin.adapters.witnessing.witness import open_witness
from huiyin.rules.merkle.checkpoint import verify_cosignature
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.witness.evidence import Verdict, judge
from huiyin.rules.witness.messages import SIZE_TYPE, Request, origin_hash, write_request
from support.paper_log import ORIGIN, PaperLog
from support.two_stories import FORK, LOG, part


def test_a_cosignature_holds_and_bears_the_witnesss_time(bench: Any) -> None:
    answer = bench.show(part(7), 0)
    assert (answer.status, answer.code) == (HTTPStatus.OK, "")
    note = parse_note(part(7).note() + answer.body.decode())
    at = verify_cosignature(note, bench.witness.key.public, signature_holds)
    assert at == int(bench.at.timestamp())


def test_honest_growth_is_cosigned_and_published(bench: Any) -> None:
    bench.grow(LOG, 1, 2, 7, 7, 31, 40)
    note = parse_note(bench.witness.checkpoint(origin_hash(ORIGIN)))
    assert note.text == LOG.checkpoint().text
    assert [one.name for one in note.signatures] == [ORIGIN, "witness.example/w1"]
    verify_cosignature(note, bench.witness.key.public, signature_holds)
    assert bench.told == []


def test_nothing_is_published_of_a_log_that_was_not_seen(bench: Any) -> None:
    assert bench.witness.checkpoint(origin_hash(ORIGIN)) is None
    assert bench.witness.checkpoint("0" * 64) is None


def test_a_stale_old_size_is_told_the_known_one(bench: Any) -> None:
    bench.grow(LOG, 7, 12)
    answer = bench.show(part(20), 7)
    assert (answer.status, answer.type, answer.body) == (HTTPStatus.CONFLICT, SIZE_TYPE, b"12\n")
    assert bench.show(part(20), 12).status == HTTPStatus.OK


def test_a_replay_changes_nothing(bench: Any) -> None:
    bench.grow(LOG, 7, 12)
    replayed = bench.show(part(12), 7)
    assert (replayed.status, replayed.body) == (HTTPStatus.CONFLICT, b"12\n")
    assert bench.show(part(7), 0).body == b"12\n"
    assert bench.told == []


@pytest.mark.parametrize(
    ("log", "status", "code"),
    [
        (PaperLog(origin="other.example").grown(3), HTTPStatus.NOT_FOUND, "witness.unknown_log"),
        (PaperLog(seed=b"\x09" * 32).grown(3), HTTPStatus.FORBIDDEN, "witness.not_signed"),
    ],
)
def test_strangers_are_refused(bench: Any, log: PaperLog, status: HTTPStatus, code: str) -> None:
    answer = bench.show(log, 0)
    assert (answer.status, answer.code, answer.body) == (status, code, f"{code}\n".encode())


def test_what_is_malformed_or_misused_is_refused(bench: Any) -> None:
    witness, at = bench.witness, lambda: bench.at
    assert witness.add_checkpoint(b"hello", at).status == HTTPStatus.BAD_REQUEST
    beyond = write_request(Request(old_size=8, proof=(), note=part(7).note()))
    assert witness.add_checkpoint(beyond, at).status == HTTPStatus.BAD_REQUEST
    proof = write_request(Request(old_size=0, proof=(bytes(32),), note=part(7).note()))
    assert witness.add_checkpoint(proof, at).status == HTTPStatus.UNPROCESSABLE_ENTITY
    empty = str(LOG.signed(f"{ORIGIN}\n0\n{'A' * 43}=\n"))
    wrong = write_request(Request(old_size=0, proof=(), note=empty))
    assert witness.add_checkpoint(wrong, at).code == "witness.empty_root_wrong"
    assert bench.told == []


def test_a_forged_signature_of_the_log_is_refused(bench: Any) -> None:
    note = LOG.note(7).replace(LOG.note(7).split("\n")[2], LOG.note(9).split("\n")[2])
    answer = bench.witness.add_checkpoint(
        write_request(Request(old_size=0, proof=(), note=note)), lambda: bench.at
    )
    assert (answer.status, answer.code) == (HTTPStatus.FORBIDDEN, "witness.signature_invalid")


def test_a_changed_log_key_is_trusted_beside_the_old_one(bench: Any) -> None:
    new = PaperLog(seed=b"\x09" * 32, leaves=LOG.leaves[:20])
    bench.grow(LOG, 12)
    assert bench.show(new, 12).status == HTTPStatus.FORBIDDEN
    bench.witness.state.trust(ORIGIN, str(new.key), 2)
    assert bench.show(new, 12).status == HTTPStatus.OK
    assert bench.witness.state.stop_trusting(ORIGIN, str(LOG.key))
    assert bench.show(part(30), 20).status == HTTPStatus.FORBIDDEN


def test_another_beginning_is_refused_and_proved_in_a_file(bench: Any) -> None:
    bench.grow(LOG, 7, 11)
    answer = bench.show(part(20, FORK), 11)
    assert (answer.status, answer.code) == (HTTPStatus.UNPROCESSABLE_ENTITY, "witness.proof_fails")
    (found,) = bench.told
    assert (found.verdict, found.origin, found.held, found.shown) == (
        Verdict.OTHER_BEGINNING,
        ORIGIN,
        11,
        20,
    )
    assert found.file.name.startswith("split-")
    result = judge(found.file.read_bytes(), signature_holds=signature_holds, trusted=(LOG.key,))
    assert result.verdict is Verdict.OTHER_BEGINNING
    assert str(result.evidence.held).startswith(LOG.checkpoint(11).text)
    assert [one.name for one in result.evidence.held.signatures] == [ORIGIN, "witness.example/w1"]
    assert bench.witness.evidence.files() == (found.file,)


def test_another_tree_of_one_size_is_refused_and_proved(bench: Any) -> None:
    bench.grow(LOG, 8)
    assert bench.show(part(8, FORK), 8).code == "witness.other_root"
    assert [one.verdict for one in bench.told] == [Verdict.TWO_ROOTS]


def test_an_older_tree_that_was_another_is_proved_by_memory(bench: Any) -> None:
    bench.grow(LOG, 9, 12)
    answer = bench.show(part(9, FORK), 0)
    assert (answer.status, answer.body) == (HTTPStatus.CONFLICT, b"12\n")
    assert [one.verdict for one in bench.told] == [Verdict.TWO_ROOTS]


def test_the_same_contradiction_is_told_once(bench: Any) -> None:
    bench.grow(LOG, 8)
    for _ in range(3):
        assert bench.show(part(8, FORK), 8).status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(bench.told) == 1
    assert bench.again().show(part(8, FORK), 8).code == "witness.other_root"
    assert len(bench.witness.evidence.files()) == 1


def test_a_wrong_proof_is_a_suspicion_until_the_right_one_comes(bench: Any) -> None:
    bench.grow(LOG, 11)
    wrong = write_request(Request(old_size=11, proof=(bytes(32),), note=LOG.note(20)))
    assert bench.witness.add_checkpoint(wrong, lambda: bench.at).code == "witness.proof_fails"
    assert [one.verdict for one in bench.told] == [Verdict.UNPROVED]
    (file,) = bench.witness.evidence.files()
    assert file.name.startswith("suspicion-")
    assert bench.show(part(20), 11).status == HTTPStatus.OK
    assert bench.witness.evidence.files() == ()


def test_suspicions_are_bounded_and_proofs_are_not(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_files, "MOST_SUSPICIONS", 1)
    bench.grow(LOG, 11)
    for size in (20, 21):
        wrong = write_request(Request(old_size=11, proof=(), note=LOG.note(size)))
        assert bench.witness.add_checkpoint(wrong, lambda: bench.at).code == "witness.proof_fails"
    assert len(bench.told) == 1
    assert bench.show(part(21, FORK), 11).code == "witness.proof_fails"
    assert [file.name.split("-")[0] for file in bench.witness.evidence.files()] == ["split", "suspicion"]


def test_no_altered_byte_of_a_request_is_cosigned(bench: Any) -> None:
    bench.grow(LOG, 11)
    right = part(20).request(11)
    for place in range(len(right)):
        for bit in (1, 1 << place % 7, 0x80):
            wrong = bytearray(right)
            wrong[place] ^= bit
            answer = bench.witness.add_checkpoint(bytes(wrong), lambda: bench.at)
            assert answer.status != HTTPStatus.OK, (place, bit)
    assert bench.show(part(20), 11).status == HTTPStatus.OK
    assert bench.witness.evidence.files() == ()


def test_evidence_that_cannot_be_written_is_told_all_the_same(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.grow(LOG, 8)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(evidence_files.os, "fsync", full)
        assert (
            bench.witness.add_checkpoint(part(8, FORK).request(8), lambda: bench.at).code
            == "witness.other_root"
        )
    assert [(one.file, one.verdict) for one in bench.told] == [(None, Verdict.TWO_ROOTS)]
    bench.show(part(8, FORK), 8)
    assert bench.told[1].file.exists()


def test_nothing_is_signed_before_the_time_signed_last(bench: Any) -> None:
    bench.grow(LOG, 7)
    bench.at -= timedelta(minutes=1)
    answer = bench.show(part(9), 7)
    assert (answer.status, answer.code) == (HTTPStatus.SERVICE_UNAVAILABLE, "witness.clock_set_back")
    assert bench.again().show(part(9), 7).status == HTTPStatus.SERVICE_UNAVAILABLE
    bench.at += timedelta(minutes=1)
    assert bench.show(part(9), 7).status == HTTPStatus.OK


def test_the_same_within_a_second_is_answered_from_memory(bench: Any) -> None:
    first = bench.witness.add_checkpoint(part(7).request(0), lambda: bench.at)
    again = bench.witness.add_checkpoint(part(7).request(7), lambda: bench.at)
    assert again.body == first.body
    later = bench.show(part(7), 7)
    assert later.body != first.body
    assert bench.witness.checkpoint(origin_hash(ORIGIN)) == part(7).note() + later.body.decode()


def test_two_inconsistent_checkpoints_at_once_are_never_both_signed(bench: Any) -> None:
    bench.grow(LOG, 11)
    requests = [part(20).request(11), part(20, FORK).request(11), part(25, FORK).request(11)]
    requests += [part(size, log).request(11) for size in range(26, 31) for log in (LOG, FORK)]
    witnesses = [open_witness(bench.folder, tell=lambda _: None) for _ in requests]
    start = threading.Barrier(len(requests))
    answers: list[tuple[int, Any]] = []

    def submit(place: int) -> None:
        start.wait()
        answers.append((place, witnesses[place].add_checkpoint(requests[place], lambda: bench.at)))

    threads = [threading.Thread(target=submit, args=(place,)) for place in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = Counter(answer.status for _, answer in answers)
    assert statuses[HTTPStatus.OK] == 1
    (signed,) = (requests[place] for place, answer in answers if answer.status == HTTPStatus.OK)
    assert signed.split(b"\n\n", 1)[1] in {LOG.note(size).encode() for size in range(20, 31)}


def test_times_go_up_in_the_order_in_which_they_are_signed(bench: Any) -> None:
    logs = [PaperLog(origin=f"{place}.example").grown(3) for place in range(12)]
    for log in logs:
        bench.witness.state.trust(log.origin, str(log.key), 1)
    seconds = count()  # a clock that goes on whenever it is read
    start = threading.Barrier(len(logs))
    statuses: list[HTTPStatus] = []

    def submit(log: PaperLog) -> None:
        start.wait()
        answer = bench.witness.add_checkpoint(
            log.request(0), lambda: bench.at + timedelta(seconds=next(seconds))
        )
        statuses.append(answer.status)

    threads = [threading.Thread(target=submit, args=(log,)) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [HTTPStatus.OK] * len(logs)


def test_an_error_while_deciding_leaves_everything_as_it_was(bench: Any) -> None:
    bench.grow(LOG, 7)

    def fail() -> None:
        with bench.witness.state.moment(ORIGIN) as moment:
            moment.reach(1 << 40)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert bench.show(part(9), 7).status == HTTPStatus.OK


def test_logs_are_listed_even_when_trusted_no_more(bench: Any) -> None:
    other = PaperLog(origin="a.example")
    found = bench.witness.state
    assert found.trust(other.origin, str(other.key), 2)
    assert not found.trust(other.origin, str(other.key), 3)
    bench.grow(LOG, 7)
    assert found.stop_trusting(ORIGIN, str(LOG.key))
    assert not found.stop_trusting(ORIGIN, str(LOG.key))
    listed = [(one.origin, one.keys, one.latest and one.latest.size) for one in found.logs()]
    assert listed == [("a.example", (str(other.key),), None), (ORIGIN, (), 7)]
