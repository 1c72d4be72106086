"""Readers of files from outside: whatever the bytes, an answer or a refusal, in little time and memory."""

import io
import json
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.kernel import canonical
from huiyin.kernel.errors import Invalid
from huiyin.prepare import nonresponse
from huiyin.prepare.receipts import signature_holds, verify
from huiyin.rules.receipt.compact import verify_compact, write_compact
from huiyin.rules.receipt.format import Proof
from huiyin.rules.receipt.history import Act
from huiyin.rules.receipt.logged import Logged
from huiyin.rules.receipt.silence import RecordProof, is_record
from huiyin.vault import admission
from huiyin.vault.examining import evidence_facts
from huiyin.vault.examining.sandbox import LIMITS, Look
from huiyin.vault.kinds import Kind
from support import weird
from support.installation import Installation
from vault import made_files

pytestmark = pytest.mark.long

MANY = settings(max_examples=3000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
SOME = settings(MANY, max_examples=1000)
FEW = settings(MANY, max_examples=40)  # each starts a process
VECTORS = Path(__file__).parents[1] / "rules" / "receipt" / "vectors"
FILES_OF_PROOF = {path.name: path.read_bytes() for path in sorted(VECTORS.iterdir())}
RECEIPTS = {name: data for name, data in FILES_OF_PROOF.items() if not is_record(data)}
SLOWEST = LIMITS[Look.FACTS].patience_seconds + 2

FILES: dict[Kind, bytes] = {
    Kind.PDF: made_files.pdf(Author="王芳", CreationDate="D:20260305101500+08'00'"),
    Kind.JPEG: made_files.picture("JPEG", exif=made_files.exif(gps=made_files.at_chengdu())),
    Kind.PNG: made_files.picture("PNG", exif=made_files.exif(gps=made_files.at_chengdu())),
    Kind.WEBP: made_files.picture("WEBP", exif=made_files.exif(gps=made_files.at_chengdu())),
    Kind.DOCX: made_files.zipped("[Content_Types].xml", "word/document.xml"),
    Kind.DOC: made_files.ole("WordDocument"),
}
FACTUAL = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.WEBP)


def _proof(data: bytes) -> Proof | RecordProof:
    return nonresponse.verify(data) if is_record(data) else verify(data)


def _verified(data: bytes) -> Proof | RecordProof | None:
    """Return what a file proves, or None when it is refused; anything else is a fault of ours."""
    try:
        return _proof(data)
    except Invalid as fault:
        if not fault.code.startswith("receipt."):
            raise
        return None


def _proves_the_same(proof: Proof | RecordProof, whole: Proof | RecordProof) -> bool:
    """Whether nothing else is proved; a file may have lost a part, or its end, which it says of itself."""
    one, other = vars(proof), vars(whole)
    corrected = one.get("correction") in (None, other.get("correction"))
    kept = other.keys() - {"correction", "demo", "log", "history"}
    same = one.keys() == other.keys() and all(one[name] == other[name] for name in kept)
    logged = _same_tree(one.get("log"), other.get("log"))
    return corrected and same and logged and _begins(one.get("history"), other.get("history"))


def _same_tree(log: Logged | None, whole: Logged | None) -> bool:
    """Whether this is the place in the same tree, some witnesses perhaps no longer named."""
    if log is None or whole is None:
        return log is None
    return replace(log, witnesses=whole.witnesses) == whole and set(log.witnesses) <= set(whole.witnesses)


def _begins(acts: tuple[Act, ...] | None, whole: tuple[Act, ...] | None) -> bool:
    """Whether these are the first acts of the whole, some perhaps no longer proved by the tree."""
    if acts is None or whole is None:
        return acts is None
    return len(acts) <= len(whole) and all(
        replace(one, index=other.index) == other and one.index in (None, other.index)
        for one, other in zip(acts, whole, strict=False)
    )


def _places(plain: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every member and element of a JSON value."""
    members = (
        plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    )
    for name, value in members:
        yield (*above, name)
        yield from _places(value, (*above, name))


@pytest.mark.parametrize("name", FILES_OF_PROOF)
def test_a_damaged_receipt_proves_the_same_or_nothing(name: str) -> None:
    whole = _proof(FILES_OF_PROOF[name])

    @MANY
    @given(weird.damaged(FILES_OF_PROOF[name]))
    def attempt(damaged: bytes) -> None:
        proof = _verified(damaged)
        if proof is not None:  # such as white space between members
            assert _proves_the_same(proof, whole)

    attempt()


@pytest.mark.parametrize("name", FILES_OF_PROOF)
def test_a_receipt_with_another_value_anywhere_proves_the_same_or_nothing(name: str) -> None:
    whole = _proof(FILES_OF_PROOF[name])
    plain = json.loads(FILES_OF_PROOF[name])
    places = list(_places(plain))

    @MANY
    @given(st.sampled_from(places), weird.anything)
    def attempt(place: tuple[Any, ...], value: Any) -> None:
        changed = json.loads(FILES_OF_PROOF[name])
        holder = changed
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = value
        proof = _verified(json.dumps(changed).encode())
        if proof is not None:
            assert _proves_the_same(proof, whole)

    attempt()


@pytest.mark.parametrize("name", RECEIPTS)
def test_a_damaged_compact_form_proves_the_same_or_nothing(name: str) -> None:
    text = write_compact(canonical.decode(RECEIPTS[name])).encode()
    whole = verify_compact(text.decode(), signature_holds=signature_holds)

    @MANY
    @given(st.one_of(weird.damaged(text), st.binary()))
    def attempt(damaged: bytes) -> None:
        try:
            proof = verify_compact(damaged.decode("latin-1"), signature_holds=signature_holds)
        except Invalid as fault:
            assert fault.code.startswith("receipt.")  # noqa: PT017  the only way out
        else:
            assert proof == whole

    attempt()


def test_bytes_of_any_kind_are_no_receipt() -> None:
    @MANY
    @given(st.one_of(st.binary(), weird.anything.map(lambda one: json.dumps(one).encode())))
    def attempt(data: bytes) -> None:
        assert _verified(data) is None

    attempt()
    for data in (b"[" * 1_000_000, b'{"format":' * 50_000, b"1" * 100_000, b'"\\ud800"', b"\xff\xfe{}"):
        assert _verified(data) is None


def test_what_is_read_from_any_bytes_is_written_the_same_again() -> None:
    @MANY
    @given(st.one_of(st.binary(), weird.damaged(RECEIPTS[min(RECEIPTS)])))
    def attempt(data: bytes) -> None:
        try:
            plain = canonical.decode(data)
        except (ValueError, RecursionError):
            return
        try:
            written = canonical.encode(plain)
        except (TypeError, ValueError):  # fractions and lone surrogates have no canonical form
            return
        assert canonical.encode(canonical.decode(written)) == written

    attempt()


def test_the_command_refuses_every_damaged_receipt_without_a_trace(
    installation: Installation, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    whole = RECEIPTS[min(RECEIPTS)]
    cases = [
        b"",
        b"\x00",
        b"[" * 1_000_000,
        chance.randbytes(1000),
        whole[: len(whole) // 2],
        b"{}",
        b'{"format":7}',
    ]
    for _ in range(13):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        cases.append(bytes(damaged))
    path = tmp_path / "receipt.json"
    for case in cases:
        path.write_bytes(case)
        done = installation.run("receipt", "verify", str(path))
        assert "Traceback" not in done.stderr
        assert done.returncode == (0 if _verified(case) else 1), case[:80]
        assert done.stdout.startswith("✓" if _verified(case) else "✗")
    path.write_bytes(whole)
    assert installation.run("receipt", "verify", str(path)).returncode == 0


@pytest.mark.parametrize("kind", FILES)
def test_a_damaged_file_is_let_in_or_refused(kind: Kind) -> None:
    @SOME
    @given(weird.damaged(FILES[kind]), st.sampled_from(["报告.pdf", "a.docx", "", "a.txt", "a.exe"]))
    def attempt(damaged: bytes, name: str) -> None:
        try:
            admission.admit(io.BytesIO(damaged), name)
        except Invalid as fault:
            if not fault.code.startswith("evidence."):
                raise

    attempt()


@pytest.mark.parametrize("kind", FACTUAL)
def test_facts_of_a_damaged_file_are_read_in_this_process_in_little_time(kind: Kind) -> None:
    @SOME
    @given(weird.damaged(FILES[kind]))
    def attempt(damaged: bytes) -> None:
        began = time.process_time()
        evidence_facts.facts_of(io.BytesIO(damaged), kind)
        assert time.process_time() - began < SLOWEST

    attempt()


@pytest.mark.parametrize("kind", FACTUAL)
def test_a_damaged_file_never_harms_who_asks_for_its_facts(kind: Kind) -> None:
    @FEW
    @given(weird.damaged(FILES[kind]))
    def attempt(damaged: bytes) -> None:
        _asked_in_time(damaged, kind)

    attempt()


def _asked_in_time(content: bytes, kind: Kind) -> evidence_facts.EvidenceFacts:
    began = time.monotonic()
    found = evidence_facts.read_facts(io.BytesIO(content), kind)
    assert time.monotonic() - began < SLOWEST
    for fact in found.facts:
        fact.value.encode()
    return found


def _png_bomb() -> bytes:
    """A picture of 60,000 by 60,000 dots in a few kilobytes, with a text of 400 MB in it."""
    text = zlib.compress(b"Raw profile type exif\x00" + bytes(400 << 20), 9)

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"zTXt", b"c\x00\x00" + text)
        + chunk(b"IEND", b"")
    )


def _pdf_bomb() -> bytes:
    """A PDF whose table of objects unpacks to a gigabyte."""
    packed = zlib.compress(bytes(1 << 30), 9)
    body = b"%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 3/W[1 2 2]/Root 1 0 R/Filter/FlateDecode/Length "
    body += str(len(packed)).encode() + b">>\nstream\n" + packed + b"\nendstream\nendobj\n"
    return body + b"startxref\n9\n%%EOF"


BOMBS: dict[str, tuple[Kind, Callable[[], bytes]]] = {
    "png": (Kind.PNG, _png_bomb),
    "pdf": (Kind.PDF, _pdf_bomb),
    "loop": (Kind.PDF, made_files.pdf_with_a_page_loop),
    "nested": (Kind.PDF, lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 2_000_000 + b"\nendobj\n%%EOF"),
    "references": (
        Kind.PDF,
        lambda: b"%PDF-1.7\n1 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R/Info 1 0 R>>\n%%EOF",
    ),
}


ASKS = """
import resource, sys, time
from huiyin.vault.examining import evidence_facts
from huiyin.vault.kinds import Kind
began = time.monotonic()
with open(sys.argv[1], "rb") as bomb:
    evidence_facts.read_facts(bomb, Kind[sys.argv[2]])
print(time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_whoever_asks_neither_time_nor_memory(name: str, tmp_path: Path) -> None:
    kind, make = BOMBS[name]
    (tmp_path / "bomb").write_bytes(make())
    # A process of its own asks: what a child counts as its memory begins with that of its parent.
    ran = subprocess.run(
        [sys.executable, "-c", ASKS, str(tmp_path / "bomb"), kind.name],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, memory = ran.stdout.split()
    assert float(seconds) < SLOWEST
    assert int(memory) <= LIMITS[Look.FACTS].memory_bytes
