"""A full disk: filings are refused in plain words, nothing is half, and room is all that is needed again."""

import hashlib
import http.client
import random
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from huiyin.adapters.store.folder import RESERVED_BYTES
from support import program
from support.inside import look
from support.installation import Installation
from support.program import PETITION, Answer, File, Filing
from support.small_disk import MIB, SmallDisk, possible, small_disk
from support.uploading import PIECES, VERSION, Device, device

pytestmark = pytest.mark.long

SIZE = 1000 * MIB
BALLAST = 300 * MIB
LARGEST_FILE = 24 * MIB  # more than a segment of the database's log
FILE_BYTES = 12 * MIB
LONG_TEXT = "河水发黑，夜里排污。" * 30_000  # 900 kB of UTF-8


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    """A small disk, where root or a user's namespace gives one; the last test here needs neither."""
    if not possible():
        pytest.skip("neither root nor user namespaces here: only the test with limited files runs")
    with small_disk(SIZE) as made:
        yield made


def _ballast(disk: SmallDisk) -> Path:
    path = disk.root / "ballast"
    with path.open("wb") as file:
        for _ in range(BALLAST // MIB):
            file.write(bytes(MIB))
    return path


def _until_refused(port: int, filings: Iterator[Filing]) -> tuple[list[Answer], Answer]:
    taken = []
    for filing in filings:
        answer = program.send(port, filing, seconds=60)
        if answer.status != HTTPStatus.CREATED:
            return taken, answer
        taken.append(answer)
    raise AssertionError("never refused")


def _with_files(chance: random.Random) -> Iterator[Filing]:
    for _ in range(200):
        yield Filing(PETITION, (File("录像.pdf", program.random_pdf(chance, FILE_BYTES)),))


def _without_files() -> Iterator[Filing]:
    for _ in range(400):
        yield Filing({**PETITION, "text": LONG_TEXT})


def _require_refused_plainly(answer: Answer) -> None:
    assert answer.status in {HTTPStatus.INSUFFICIENT_STORAGE, HTTPStatus.SERVICE_UNAVAILABLE}
    assert answer.plain["code"] == "store.full"
    assert "disk" in answer.plain["detail"]
    assert "/" not in answer.plain["detail"]  # no folder of ours is told to the world


def _require_followed(port: int, taken: list[Answer]) -> None:
    for told in (taken[0], taken[-1]):
        asked = {name: told.plain[name] for name in ("number", "query_code")}
        assert program.post_json(port, "/api/v1/petitions/query", asked).status == HTTPStatus.OK


def test_a_full_disk_refuses_plainly_keeps_reading_and_goes_on_when_there_is_room(
    disk: SmallDisk, seed: int, say: Callable[[str], None]
) -> None:
    say(f"\nSEED={seed}; disk of {SIZE // MIB} MB, " + ("mounted" if disk.mounted else "in a namespace"))
    running = disk.place.up("--demo").ready()
    port = running.port
    ballast = _ballast(disk)
    taken, refused = _until_refused(port, _with_files(random.Random(seed)))  # noqa: S311  a plan, not a secret
    say(f"  {len(taken)} filings with files taken, then {refused.status}; {disk.free() // MIB} MB are free")
    _require_refused_plainly(refused)
    more, refused = _until_refused(port, _without_files())
    say(f"  {len(more)} filings without files taken, then {refused.status}; {disk.free() // MIB} MB are free")
    _require_refused_plainly(refused)
    taken += more
    _require_followed(port, taken)
    assert running.get("/").status == HTTPStatus.OK
    assert running.get("/healthz").status == HTTPStatus.SERVICE_UNAVAILABLE
    found = look(disk.inside)
    found.require_sound()
    assert set(found.petitions) == {one.plain["number"] for one in taken}

    ballast.unlink()
    again = program.send(port, Filing(PETITION, (File("一.pdf", program.random_pdf(random.Random(1), MIB)),)))  # noqa: S311  noise, no secret
    assert again.status == HTTPStatus.CREATED, again.body
    assert running.get("/healthz").status == HTTPStatus.OK
    found = look(disk.inside)
    found.require_sound()
    assert len(found.petitions) == len(taken) + 1
    assert "Traceback" not in running.words
    assert running.stop() == 0


def _sent(made: Device, upload: str, content: bytes, start: int) -> http.client.HTTPResponse:
    line = http.client.HTTPConnection("127.0.0.1", made.port, timeout=60)
    head = {**VERSION, "Content-Type": PIECES, "Upload-Offset": str(start), "Cookie": made.cookie}
    line.request("PATCH", upload, content, head)
    answer = line.getresponse()
    answer.told = answer.read().decode()  # type: ignore[attr-defined]
    line.close()
    return answer


def test_an_upload_that_meets_a_full_disk_keeps_what_was_accepted_and_goes_on(
    disk: SmallDisk, say: Callable[[str], None]
) -> None:
    running = disk.place.up("--demo").ready()
    made = device(running.port)
    content = b"\x00\x00\x00\x18ftypmp42" + random.Random(2).randbytes(90 * MIB)  # noqa: S311  noise
    upload, accepted = made.begin(len(content)), 40 * MIB
    assert _sent(made, upload, content[:accepted], 0).headers["Upload-Offset"] == str(accepted)
    ballast = disk.root / "ballast"
    with ballast.open("wb") as file:
        while disk.free() > RESERVED_BYTES + 21 * MIB:
            file.write(bytes(MIB))
    refused = _sent(made, upload, content[accepted:], accepted)
    kept = made.offset(upload)
    say(f"\n  refused with {refused.status}; {kept // MIB} MB are kept, {disk.free() // MIB} MB are free")
    assert refused.status == HTTPStatus.INSUFFICIENT_STORAGE
    assert refused.headers["Tus-Resumable"] == "1.0.0"
    assert refused.headers["Content-Type"].startswith("text/plain")
    assert "disk" in refused.told or "\u5b58\u50a8\u7a7a\u95f4" in refused.told  # type: ignore[attr-defined]
    assert str(disk.folder) not in refused.told  # type: ignore[attr-defined]
    assert accepted <= kept < len(content)
    for _ in range(2):  # asked again, it answers the same and loses nothing
        assert _sent(made, upload, content[kept:], kept).status == HTTPStatus.INSUFFICIENT_STORAGE
        assert made.offset(upload) >= kept
    assert made.ask("POST", "/file/uploads/", {"Upload-Length": str(len(content))}).status == 507
    assert made.fingerprints() == []
    assert list((disk.root / "var" / "files" / "uploads").iterdir()) == []

    ballast.unlink()
    kept = made.offset(upload)
    assert _sent(made, upload, content[kept:], kept).status == HTTPStatus.NO_CONTENT
    assert made.fingerprints() == [hashlib.sha256(content).hexdigest()[:16]]
    assert running.get("/healthz").status == HTTPStatus.OK
    assert "Traceback" not in running.words
    assert running.stop() == 0


def test_a_file_beyond_what_the_file_system_takes_is_refused_plainly(installation: Installation) -> None:
    installation.prefix = ["prlimit", f"--fsize={LARGEST_FILE}", "--"]
    running = installation.up("--demo").ready()
    chance = random.Random(1)  # noqa: S311  bytes of any kind
    large = Filing(PETITION, (File("录像.pdf", program.random_pdf(chance, 2 * LARGEST_FILE)),))
    small = Filing(PETITION, (File("照片.pdf", program.random_pdf(chance, MIB)),))
    for _ in range(3):
        _require_refused_plainly(program.send(running.port, large))
        assert program.send(running.port, small).status == HTTPStatus.CREATED
    found = look(installation)
    found.require_sound()
    assert len(found.petitions) == 1
    assert found.plain["orphans"] == 0
    assert list((installation.data / "files" / "uploads").iterdir()) == []
    assert running.stop() == 0
