"""The backup file itself: any tar program reads it, and no change goes unseen."""

import io
import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from huiyin.cli.archive import Reader, Writer
from huiyin.kernel.errors import Misconfigured

MEMBERS = {f"files/{number:064x}": b"%d" % number * number for number in range(300)}


def _feed(content: bytes, take: Callable[[bytes], object]) -> None:
    take(content[:7])
    take(content[7:])


def _written(path: Path) -> Path:
    with path.open("wb") as file:
        writer = Writer(file)
        for name, content in MEMBERS.items():
            writer.add(name, partial(_feed, content))
        writer.close({"at": "2026-05-06T02:00:00.000000Z"})
    return path


def test_what_was_written_is_read_back_in_order(tmp_path: Path) -> None:
    reader = Reader(_written(tmp_path / "a"))
    assert {name: content.read() for name, content in reader.members()} == MEMBERS
    assert reader.head["at"] == "2026-05-06T02:00:00.000000Z"


def test_every_tar_program_reads_it(tmp_path: Path) -> None:
    with tarfile.open(_written(tmp_path / "a")) as archive:
        assert archive.getnames() == [*MEMBERS, "manifest.jsonl"]


def test_any_flipped_bit_of_a_member_is_seen(tmp_path: Path) -> None:
    whole = _written(tmp_path / "a").read_bytes()
    place = whole.index(MEMBERS[f"files/{299:064x}"])
    harmed = tmp_path / "b"
    harmed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(Misconfigured) as seen:
        Reader(harmed)
    assert seen.value.code == "restore.damaged"


def test_a_member_taken_out_is_seen(tmp_path: Path) -> None:
    whole, target = _written(tmp_path / "a"), tmp_path / "b"
    with tarfile.open(whole) as source, tarfile.open(target, "w", format=tarfile.GNU_FORMAT) as archive:
        for info in source.getmembers()[1:]:
            archive.addfile(info, source.extractfile(info))
    with pytest.raises(Misconfigured) as seen:
        Reader(target)
    assert seen.value.code == "restore.damaged"


def test_another_format_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a"
    with tarfile.open(file, "w") as archive:
        info = tarfile.TarInfo("manifest.jsonl")
        content = b'{"format": "huiyin-backup-9"}\n'
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    with pytest.raises(Misconfigured) as seen:
        Reader(file)
    assert seen.value.code == "restore.unknown_format"
