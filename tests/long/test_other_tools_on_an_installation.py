"""Tools that nobody here wrote read the log of a running installation: its files, and what it serves."""

import base64
import json
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from tlog_scales.backend import HttpBackend, LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint

from huiyin.rules.merkle.note import KeyType, VerifierKey
from support import program
from support.go_peer import build
from support.installation import Installation
from support.program import PETITION, Filing

pytestmark = pytest.mark.long

FILINGS = 5
WITHIN = 60.0  # seconds


def grown_to(reader: TilesReader, size: int) -> Checkpoint:
    """Wait until the log has so many entries; return its checkpoint."""
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        with suppress(RuntimeError):  # nothing is published yet
            if (found := reader.get_checkpoint()).size >= size:
                return found
        time.sleep(0.2)
    raise AssertionError(f"not {size} entries within {WITHIN} s")


def test_go_and_tlog_scales_read_the_log_of_an_installation(
    installation: Installation, tmp_path: Path
) -> None:
    running = installation.up()
    running.ready()
    served = TilesReader(HttpBackend(f"{installation.url}/log"))
    answer = program.send(installation.port, Filing(PETITION))
    old = grown_to(served, 1)
    for _ in range(FILINGS):
        assert program.send(installation.port, Filing(PETITION)).status == 201
    new = grown_to(served, old.size + FILINGS)
    key = log_key(answer.receipt)
    for one in (old, new):
        one.verify(Vkey.from_string(key))
    assert served.calculate_root_hash() == new.root_hash
    served.get_consistency_proof(old.size, new.size).check(old.root_hash, new.root_hash)
    for index in range(new.size):
        leaf = sha256(b"\x00" + served.get_entry(index)).digest()
        served.get_inclusion_proof(index, new.size).check(leaf, new.root_hash)
    assert running.stop() == 0

    (checkpoint,) = (installation.data / "log").rglob("checkpoint")
    last = TilesReader(LocalBackend(checkpoint.parent)).get_checkpoint()
    assert last.size >= new.size
    assert build(tmp_path).read(checkpoint.parent, key) == {
        "origin": new.origin,
        "size": last.size,
        "root": base64.b64encode(last.root_hash).decode(),
        "signed": [new.origin],
        "unknown": 0,
    }


def log_key(receipt: bytes) -> str:
    """Return the key of the log that the receipt names."""
    promise = json.loads(receipt)["promise"]
    public_key = base64.b64decode(promise["public_key"])
    return str(VerifierKey(name=promise["origin"], type=KeyType.ED25519, public_key=public_key))
