"""`make up` on a machine where something is missing: one clear sentence and the way out."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tools" / "environment.sh"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the script, and a `bin` that stands for the machine's programs."""
    (tmp_path / "tools").mkdir()
    shutil.copy(SCRIPT, tmp_path / "tools")
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname", "cat", "rm", "tr"):
        program = shutil.which(name)
        assert program is not None
        (tmp_path / "bin" / name).symlink_to(program)
    return tmp_path


def _python(clone: Path, name: str, version: str, *, venv: bool, took: int = 1000) -> None:
    """Put a pretended interpreter into the machine's programs; `took` is what its pace measures."""
    program = clone / "bin" / name
    can = "exit 0" if venv else "exit 1"
    answers = f"*version_info*) echo {version};; *venv*) {can};; *process_time*) echo {took};; *) exit 9;;"
    program.write_text(f'#!/bin/sh\ncase "$2" in {answers} esac\n')
    program.chmod(0o755)


def _run(clone: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", "tools/environment.sh"],
        cwd=clone,
        env={**os.environ, "PATH": str(clone / "bin"), "PYTHON": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_python_at_all(clone: Path) -> None:
    done = _run(clone)
    assert done.returncode == 1
    assert done.stderr.startswith("Huiyin needs Python 3.11, 3.12, 3.13 or 3.14.")
    assert "apt install python3 python3-venv" in done.stderr


def test_only_an_old_python(clone: Path) -> None:
    _python(clone, "python3", "3.9", venv=True)
    assert _run(clone).stderr.startswith("Huiyin needs Python 3.11")


def test_a_missing_venv_module(clone: Path) -> None:
    _python(clone, "python3.12", "3.12", venv=False)
    done = _run(clone)
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.12 is here, but its venv module is missing.")
    assert done.stderr.strip().endswith("apt install python3.12-venv")


def test_an_older_python_with_venv_is_better_than_a_newer_one_without(clone: Path) -> None:
    _python(clone, "python3.14", "3.14", venv=False)
    _python(clone, "python3.11", "3.11", venv=True)
    assert "Creating .venv" in _run(clone).stderr


def test_the_newest_is_taken_unless_an_older_one_is_much_faster(clone: Path) -> None:
    _python(clone, "python3.13", "3.13", venv=True, took=1000)
    _python(clone, "python3.12", "3.12", venv=True, took=850)
    assert _run(clone).stderr.splitlines()[0].endswith("/python3.13")
    _python(clone, "python3.11", "3.11", venv=True, took=650)
    assert _run(clone).stderr.splitlines()[0].endswith("/python3.11")


def test_an_environment_made_by_other_means_is_taken_over(clone: Path) -> None:
    _python(clone, "python3.11", "3.11", venv=True)
    own = clone / ".venv" / "bin"
    own.mkdir(parents=True)
    (own / "python").write_text('#!/bin/sh\ncase "$2" in *hashlib*) echo same;; esac\n')
    (own / "python").chmod(0o755)
    for stamp in (".lock", ".project"):
        (clone / ".venv" / stamp).write_text("same\n")
    done = _run(clone)
    assert (done.returncode, done.stderr) == (0, "")
    assert (clone / ".venv" / ".home").read_text() == f"{clone}\n"
