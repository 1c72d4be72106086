"""A log that tlog-scales keeps is cosigned by our witness, and tlog-scales agrees that it was."""

from pathlib import Path

import pytest
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import NoteSignature, PlainEd25519Signer, Vkey
from tlog_scales.tlog import Checkpoint
from tlog_scales.writer import TilesWriter

from huiyin.adapters import ed25519
from huiyin.rules.merkle.note import KeyType, VerifierKey
from huiyin.rules.witness.messages import Request, origin_hash, write_request
from support.witnesses import huiyin, serving

pytestmark = pytest.mark.long

ORIGIN, SEED = "scales.example/log", b"\x05" * 32
SIZES = (1, 2, 7, 256, 300, 1000, 66_000)


def test_a_log_of_another_program_is_witnessed(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    theirs = Vkey.from_string(
        huiyin("witness", "init", "--dir", folder, "--name", "w.example").stdout.strip()
    )
    key = VerifierKey(name=ORIGIN, type=KeyType.ED25519, public_key=ed25519.public_key_of(SEED))
    assert huiyin("witness", "trust", "--dir", folder, key).returncode == 0
    log = TilesWriter.create(tmp_path / "log", ORIGIN)
    reader = TilesReader(LocalBackend(tmp_path / "log"))
    with serving(folder) as witness:
        old = 0
        for size in SIZES:
            for place in range(old, size):
                log.add_leaf(b"leaf %d" % place)
            log.commit([PlainEd25519Signer(ORIGIN, SEED)], gc=False)
            note = (tmp_path / "log" / "checkpoint").read_text("utf-8")
            reader.set_size(size)
            proof = tuple(reader.get_consistency_proof(old, size).node_hashes) if old > 0 else ()
            answer = witness.post(write_request(Request(old_size=old, proof=proof, note=note)))
            assert answer.status == 200, (old, size, answer)
            [line] = answer.body.decode().splitlines()
            theirs.get_verifier().verify_note(NoteSignature.from_line(line), Checkpoint.from_text(note))
            old = size
        published = Checkpoint.from_text(witness.get(f"/{origin_hash(ORIGIN)}/checkpoint").body.decode())
        assert (published.origin, published.size) == (ORIGIN, SIZES[-1])
