"""The key file of a witness."""

import stat
from pathlib import Path

import pytest

from huiyin.adapters.witnessing import key
from huiyin.adapters.witnessing.state import State
from huiyin.adapters.witnessing.witness import make, open_witness
from huiyin.kernel.errors import Invalid, Misconfigured


def test_the_key_file_is_its_owners_and_never_written_over(tmp_path: Path) -> None:
    made = make(tmp_path / "w", "w.example")
    file = tmp_path / "w" / "witness.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "w" / "state.sqlite3").stat().st_mode) == 0o600
    assert key.read(file).public == made.public
    assert made.seed.hex() not in repr(made)
    with pytest.raises(Misconfigured, match="key_exists"):
        make(tmp_path / "w", "w.example")
    assert key.read(file).public == made.public


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_name_that_no_note_can_bear_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid, match="bad_name"):
        make(tmp_path / "w", name)
    assert not (tmp_path / "w" / "witness.key").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "PRIVATE+KEY+w+00000000+AAAA",
        "PRIVATE+KEY+w+00000000+!",
        f"PRIVATE+KEY+w+00000000+B{'A' * 43}",
        f"w+9a2a6576+B{'A' * 43}",
        "\udcff",
    ],
)
def test_a_damaged_key_file_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "witness.key"
    file.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(Misconfigured, match="key_damaged"):
        key.read(file)


def test_a_witness_without_key_or_memory_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="key_missing"):
        open_witness(tmp_path, tell=lambda _: None)
    make(tmp_path / "w", "w.example")
    (tmp_path / "w" / "state.sqlite3").unlink()
    with pytest.raises(Misconfigured, match="state_missing"):
        open_witness(tmp_path / "w", tell=lambda _: None)
    with pytest.raises(Misconfigured, match="state_missing"):
        State(tmp_path / "none")
