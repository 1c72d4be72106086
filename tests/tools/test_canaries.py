"""Whoever looks for canaries finds them: in every form, across blocks, in what is packed, in names."""

import base64
import html
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from support import canaries
from support.canaries import CANARIES, LATIN, PHONE, WORDS, in_bytes, in_file, in_folder

FORMS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "in UTF-16": lambda word: word.encode("utf-16-le"),
    "in GBK": lambda word: word.encode("gbk"),
    "in small letters": lambda word: word.lower().encode(),
    "hex, as pg_dump writes bytea": lambda word: b"\\\\x" + word.encode().hex().encode(),
    "JSON": lambda word: json.dumps(word).encode(),
    "an address": lambda word: quote(word).encode(),
    "HTML": lambda word: html.escape(word).encode("ascii", "xmlcharrefreplace"),
    "Python": lambda word: repr(word.encode()).encode(),
    "Base64 of UTF-16": lambda word: base64.b64encode(b"x" + word.encode("utf-16-be") + b"x"),
    **{
        f"Base64 after {before}": lambda word, before=before: base64.b64encode(  # type: ignore[misc]
            b"x" * before + word.encode() + b"yz"
        )
        for before in range(4)
    },
}


@pytest.mark.parametrize("word", CANARIES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_found(form: str, word: str) -> None:
    found = in_bytes(b"\0 something before " + FORMS[form](word) + b" something after \xff")
    assert any(one.startswith(word) for one in found), form


def test_what_holds_none_gives_none() -> None:
    assert in_bytes(bytes(range(256)) * 1000 + "河水发臭，请核实。13800000000".encode()) == set()


def test_what_lies_across_two_blocks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canaries, "BLOCK", 1000)
    (tmp_path / "a").write_bytes(bytes(996) + WORDS.encode() + bytes(500))
    assert in_file(tmp_path / "a") == {f"{WORDS} in utf-8"}


def test_what_is_packed_is_found(tmp_path: Path) -> None:
    canaries.planted(tmp_path / "a.gz")
    (tmp_path / "b.zip").write_bytes(canaries.zipped(LATIN.encode() * 50))
    (tmp_path / "c").write_bytes(zlib.compress(PHONE.encode() * 50))
    (tmp_path / "d").write_bytes(zlib.compress(b"nothing"))
    assert {Path(path).name for path in in_folder(tmp_path)} == {"a.gz", "b.zip", "c"}


def test_a_name_is_looked_at_as_well(tmp_path: Path) -> None:
    (tmp_path / f"{WORDS}.pdf").write_bytes(b"")
    assert in_folder(tmp_path)
