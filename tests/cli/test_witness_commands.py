"""What the commands of a witness say and how they end."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from huiyin.adapters.witnessing.witness import open_witness
from huiyin.cli.witness.command import command
from huiyin.cli.wording import Language
from huiyin.config.env import read
from huiyin.kernel.errors import Invalid, Misconfigured
from huiyin.rules.merkle.note import KeyType, Note, VerifierKey
from huiyin.rules.witness import evidence
from huiyin.rules.witness.evidence import Evidence
from huiyin.rules.witness.messages import Request, write_request
from support.paper_log import ORIGIN, PaperLog

LOG = PaperLog().grown(40)
FORK = PaperLog().grown(5).grown(40, story="another")
NOON = datetime(2026, 5, 6, 4, 0, tzinfo=UTC)


def part(size: int, log: PaperLog = LOG) -> PaperLog:
    return PaperLog(origin=log.origin, seed=log.seed, leaves=log.leaves[:size])


@pytest.fixture
def folder(run: Any, tmp_path: Path) -> Path:
    made = tmp_path / "w"
    assert run(command, "init", "--dir", made, "--name", "w.example/1").code == 0
    return made


def test_a_new_witness_prints_the_key_that_it_publishes(run: Any, folder: Path) -> None:
    keys = run(command, "keys", "--dir", folder)
    assert keys.out.startswith("w.example/1+")
    with pytest.raises(Misconfigured, match="key_exists"):
        run(command, "init", "--dir", folder, "--name", "w.example/1")
    with pytest.raises(Misconfigured, match="key_missing"):
        run(command, "keys", "--dir", folder / "elsewhere")


def test_a_log_is_trusted_and_trusted_no_more(run: Any, folder: Path) -> None:
    assert (
        run(command, "trust", "--dir", folder, LOG.key).out == f"The log {ORIGIN} is trusted from now on.\n"
    )
    assert run(command, "trust", "--dir", folder, LOG.key).out.endswith("is trusted already.\n")
    assert run(command, "keys", "--dir", folder).out.splitlines()[1] == f"{ORIGIN}  {LOG.key}"
    assert run(command, "log", "--dir", folder).out == f"{ORIGIN}: trusted; nothing seen yet.\n"
    assert run(command, "trust", "--dir", folder, "--stop", LOG.key).code == 0
    again = run(command, "trust", "--dir", folder, "--stop", LOG.key)
    assert (again.code, again.out) == (1, f"This key of {ORIGIN} was not trusted.\n")
    with pytest.raises(Invalid, match="not_a_log_key"):
        run(command, "trust", "--dir", folder, "hello")


def test_an_origin_may_differ_from_the_keys_name(run: Any, folder: Path) -> None:
    run(command, "trust", "--dir", folder, "--origin", "other.example", LOG.key)
    assert "other.example  " in run(command, "keys", "--dir", folder).out


def test_what_was_seen_and_what_contradicts_it_is_listed(run: Any, folder: Path) -> None:
    run(command, "trust", "--dir", folder, LOG.key)
    witness = open_witness(folder, tell=lambda _: None)
    witness.add_checkpoint(part(11).request(0), lambda: NOON)
    seen = run(command, "log", "--dir", folder)
    assert (seen.code, seen.out) == (
        0,
        f"{ORIGIN}: 11 entries, cosigned at 2026-05-06 12:00:00 China time.\n",
    )
    witness.add_checkpoint(part(20, FORK).request(11), lambda: NOON)
    wrong = write_request(Request(old_size=11, proof=(), note=LOG.note(30)))
    witness.add_checkpoint(wrong, lambda: NOON)
    run(command, "trust", "--dir", folder, "--stop", LOG.key)
    told = run(command, "log", "--dir", folder)
    assert told.code == 1
    split, suspicion = told.out.splitlines()[1:]
    assert split.endswith("proves that the log signed two different trees.")
    assert suspicion.endswith("a signed checkpoint came without a proof that fits.")
    plain = json.loads(run(command, "log", "--dir", folder, "--json").out)
    assert plain["witness"].startswith("w.example/1+")
    (log,) = plain["logs"]
    assert (log["origin"], log["keys"], log["size"], log["at"]) == (
        ORIGIN,
        [],
        11,
        "2026-05-06T04:00:00+00:00",
    )
    assert log["checkpoint"].startswith(LOG.note(11))
    first, second = plain["evidence"]
    proved = run(command, "verify-evidence", first)
    assert proved.code == 0
    assert f"Compare it with the one that the log publishes: {LOG.key}" in proved.out
    unproved = run(command, "verify-evidence", second, "--key", LOG.key)
    assert unproved.code == 1
    other = PaperLog(seed=b"\x09" * 32).key
    assert run(command, "verify-evidence", first, "--key", other).code == 1
    several = run(command, "verify-evidence", first, "--key", other, "--key", LOG.key)
    assert (several.code, several.out.count("Signed by the key you gave: ")) == (0, 2)
    assert unproved.out.startswith("✗ Not proved by this file: ")
    chinese = run(command, "verify-evidence", first, language=Language.ZH)
    assert chinese.out.startswith("✓ 已证明：")


def test_what_is_no_evidence_is_said_to_be_none(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"hello")
    assert run(command, "verify-evidence", file).code == 1
    assert run(command, "verify-evidence", file).out == "✗ This file is no evidence of a witness.\n"
    file.write_bytes(b" " * ((1 << 20) + 1))
    assert run(command, "verify-evidence", file).out == "✗ This file is no evidence of a witness.\n"


def test_a_name_in_evidence_cannot_steer_the_terminal(run: Any, tmp_path: Path) -> None:
    name = "\x9b2J\u202elog"
    faces = [PaperLog(origin=name).grown(3, story=story) for story in ("one", "two")]
    key = VerifierKey(name="log", type=KeyType.ED25519, public_key=faces[0].key.public_key)
    witness = VerifierKey(name="w", type=KeyType.COSIGNATURE, public_key=bytes(32))
    held, shown = (
        Note(
            text=face.checkpoint().text,
            signatures=(key.signature(face.signed(face.checkpoint().text).signatures[0].value),),
        )
        for face in faces
    )
    file = tmp_path / "evidence"
    file.write_bytes(
        evidence.write(
            Evidence(witness=witness, at=NOON, keys=(key,), held=held, shown=shown, old_size=3, proof=())
        )
    )
    ran = run(command, "verify-evidence", file)
    assert ran.code == 0
    assert "\\x9b2J\\u202elog" in ran.out
    assert "\x9b" not in ran.out


def test_the_installation_names_its_witnesses() -> None:
    key = VerifierKey(name="w.example", type=KeyType.COSIGNATURE, public_key=bytes(32))
    (place,) = read({"HUIYIN_WITNESSES": f"{key} https://w.example"}).witnesses
    assert (place.key, place.url) == (key, "https://w.example")
    assert read({}).witnesses == ()
    with pytest.raises(Misconfigured, match="bad_witnesses"):
        read({"HUIYIN_WITNESSES": str(key)})
