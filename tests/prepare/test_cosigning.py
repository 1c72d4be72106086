"""The public log and its witnesses: cosignatures are published, trouble is told, and nothing is held up."""

import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

import builders
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.witnesses import Patience, Witnesses
from huiyin.adapters.witnessing.witness import Witness, make, open_witness
from huiyin.cli import checks
from huiyin.kernel import clock
from huiyin.prepare.cosigning import Cosigning
from huiyin.prepare.receipts import signature_holds
from huiyin.queries.ledger import heads
from huiyin.records import sql
from huiyin.rules.merkle.checkpoint import verify_cosignature
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.tiles import Tile
from huiyin.rules.witness.messages import origin_hash
from huiyin.rules.witness.place import Place
from support.log import log_key, made_leaves, published, turn
from support.moment import AT
from support.state import rows
from support.witnesses import answering, answers_of

Said = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def witness(installed: Any, tmp_path: Path) -> Witness:
    """A witness that trusts this installation's log."""
    assert installed
    make(tmp_path / "w", "witness.example/1")
    found = open_witness(tmp_path / "w", tell=lambda _: None)
    key = log_key()
    found.state.trust(key.name, str(key), 1)
    return found


@pytest.fixture
def url(witness: Witness) -> Iterator[str]:
    """Where it answers."""
    with answering(answers_of(witness, AT)) as address:
        yield address


def cosigning(witness: Witness | None, url: str, said: Said | None = None) -> Cosigning:
    """As a new process of the integrator has it."""

    def tell(code: str, **facts: Any) -> None:
        if said is not None:
            said.append((code, facts))

    places = [Place(key=witness.key.public, url=url)] if witness else []
    witnesses = Witnesses(places, tell=tell, patience=Patience(reply=2))
    return Cosigning(log_key().name, log_folder(), witnesses, tell=tell)


def signed_by(witness: Witness) -> int:
    note = log_folder().checkpoint()
    assert note
    return verify_cosignature(parse_note(note), witness.key.public, signature_holds)


def test_what_is_published_bears_the_witnesss_signature(witness: Witness, url: str) -> None:
    turn()
    asking = cosigning(witness, url)
    assert asking.turn(at=AT, seconds=5) == 1
    assert signed_by(witness) == int(AT.timestamp())
    [kept] = rows("cosignature")
    assert (kept["witness"], kept["size"], kept["at"]) == (
        "witness.example/1",
        published().size,
        AT.replace(microsecond=0),
    )
    assert asking.turn(at=AT, seconds=5) == 0
    turn()
    assert signed_by(witness)


def test_growth_is_cosigned_by_a_proof_from_the_published_tiles(witness: Witness, url: str) -> None:
    asking = cosigning(witness, url)
    for leaves in (0, 5, 300, 1):
        made_leaves(leaves, first=leaves * 1000)
        turn()
        assert asking.turn(at=AT, seconds=5) == 1
        assert signed_by(witness)
    assert cosigning(witness, url).turn(at=AT + timedelta(seconds=1), seconds=5) == 1
    assert witness.evidence.files() == ()


def test_without_witnesses_or_before_the_first_checkpoint_nobody_is_asked(witness: Witness, url: str) -> None:
    assert cosigning(witness, url).turn(at=AT, seconds=5) == 0
    turn()
    assert cosigning(None, url).turn(at=AT, seconds=5) == 0
    assert rows("cosignature") == []


def test_a_silent_witness_holds_nothing_up(witness: Witness) -> None:
    turn()
    said: Said = []
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        asking = cosigning(witness, f"http://127.0.0.1:{deaf.getsockname()[1]}", said)
        begun = time.monotonic()
        assert asking.turn(at=AT, seconds=0.1) == 0
        assert time.monotonic() - begun < 2
        while not said:
            asking.turn(at=AT, seconds=0.1)
    assert said == [("witness.silent", {"witness": "witness.example/1", "reason": "TimeoutError"})]


def test_damaged_files_are_told_and_hold_nothing_up(witness: Witness, url: str) -> None:
    turn()
    said: Said = []
    asking = cosigning(witness, url, said)
    assert asking.turn(at=AT, seconds=5) == 1
    made_leaves(300)
    turn()
    (log_folder()._folder / Tile(level=0, index=0).path).unlink()
    assert asking.turn(at=AT, seconds=5) == 0
    assert [code for code, _ in said] == ["log.no_such_file"]


def test_a_cosignature_that_comes_late_is_kept_for_its_own_checkpoint(witness: Witness) -> None:
    respond = answers_of(witness, AT)

    def slowly(body: bytes) -> tuple[int, bytes]:
        time.sleep(0.3)
        return respond(body)

    with answering(slowly) as address:
        turn()
        asking, first = cosigning(witness, address), published().size
        assert asking.turn(at=AT, seconds=0) == 0
        builders.file_petition()
        turn()
        assert asking.turn(at=AT, seconds=5) == 2
    assert [row["size"] for row in rows("cosignature")] == [first, published().size]
    assert signed_by(witness)


def test_while_another_process_publishes_the_cosignature_waits_for_the_next_turn(
    witness: Witness, url: str
) -> None:
    turn()
    with log_folder().alone():
        assert cosigning(witness, url).turn(at=AT, seconds=5) == 1
    assert len(parse_note(log_folder().checkpoint() or b"").signatures) == 1
    turn()
    assert signed_by(witness)


def test_a_published_file_of_another_size_is_not_replaced(witness: Witness, url: str) -> None:
    turn()
    before = log_folder().checkpoint()
    assert before
    builders.file_petition()
    turn()
    log_folder().replace_checkpoint(before)
    assert cosigning(witness, url).turn(at=AT, seconds=5) == 1
    assert log_folder().checkpoint() == before


def test_a_log_rewritten_with_every_right_is_found_out_by_its_witness(witness: Witness, url: str) -> None:
    """The whole public log is replaced by one in which an entry says something else."""
    made_leaves(3)
    turn()
    assert cosigning(witness, url).turn(at=AT, seconds=5) == 1
    seen = witness.checkpoint(origin_hash(log_key().name))
    with sql.cursor(sql.OWNER) as cursor:
        for table in ("tree_leaf", "checkpoint", "cosignature"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM cosignature")
        cursor.execute("DELETE FROM checkpoint")
        cursor.execute("UPDATE tree_leaf SET commitment = sha256(commitment) WHERE index = 1")
    shutil.rmtree(log_folder()._folder)
    made_leaves(2, first=10)
    turn()
    said: Said = []
    assert cosigning(witness, url, said).turn(at=AT, seconds=5) == 0
    assert [code for code, _ in said] == ["witness.contradicts"]
    assert len(witness.evidence.files()) == 1
    assert witness.checkpoint(origin_hash(log_key().name)) == seen
    assert heads.latest_head(log_key().name)


def test_a_log_shortened_with_every_right_is_found_out_by_its_witness(witness: Witness, url: str) -> None:
    made_leaves(5)
    turn()
    size = published().size
    assert cosigning(witness, url).turn(at=AT, seconds=5) == 1
    with sql.cursor(sql.OWNER) as cursor:
        for table in ("tree_leaf", "checkpoint", "cosignature"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM cosignature")
        cursor.execute("DELETE FROM checkpoint")
        cursor.execute("DELETE FROM tree_leaf WHERE index >= %s", (size - 2,))
    shutil.rmtree(log_folder()._folder)
    turn()
    said: Said = []
    assert cosigning(witness, url, said).turn(at=AT, seconds=5) == 0
    facts = {"witness": "witness.example/1", "known": size, "size": size - 2}
    assert said == [("witness.ahead", facts)]


def test_the_doctor_names_a_witness_that_stays_behind(
    witness: Witness, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = replace(settings.HUIYIN_ENV, witnesses=(Place(key=witness.key.public, url=url),))
    monkeypatch.setattr(settings, "HUIYIN_ENV", env)
    turn()
    assert cosigning(witness, url).turn(at=AT, seconds=5) == 1
    seen = published().size
    builders.file_petition()
    turn()
    signed = published().size
    for minutes, running, well in ((4, True, True), (6, True, False), (6, False, True)):
        at = AT + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        [found] = checks._witnesses(running=running)
        assert found.well is well
        assert found.facts == {
            "witness": "witness.example/1",
            "seen": seen,
            "signed": signed if minutes > 5 else 0,
        }
    monkeypatch.setattr(settings, "HUIYIN_ENV", replace(env, witnesses=()))
    assert list(checks._witnesses(running=True)) == []
