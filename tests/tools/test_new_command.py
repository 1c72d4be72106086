"""`make new-command` begins a command that fits the house."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with the tool and one room."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "new_command.py", tmp_path / "tools")
    room = tmp_path / "src" / "huiyin" / "commands" / "handling"
    room.mkdir(parents=True)
    (room / "__init__.py").touch()
    return tmp_path


def _run(clone: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "tools/new_command.py", *arguments],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_writes_a_command_and_four_tests(clone: Path) -> None:
    done = _run(clone, "handling", "extend_deadline")
    assert done.returncode == 0
    assert "Permission.HANDLING_DEADLINE_EXTEND" in done.stdout
    command = ast.parse((clone / "src/huiyin/commands/handling/extend_deadline.py").read_text("utf-8"))
    names = [node.name for node in command.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    assert names == ["ExtendDeadline", "load", "decide"]
    tests = ast.parse((clone / "tests/commands/handling/test_extend_deadline.py").read_text("utf-8"))
    assert len([node for node in tests.body if isinstance(node, ast.FunctionDef)]) == 4


def test_it_never_overwrites(clone: Path) -> None:
    _run(clone, "handling", "extend_deadline")
    done = _run(clone, "handling", "extend_deadline")
    assert done.returncode == 2
    assert "is there already" in done.stderr


@pytest.mark.parametrize(
    "arguments", [(), ("handling", ""), ("kitchen", "cook_soup"), ("handling", "Extend")]
)
def test_misuse_shows_how_it_is_meant(clone: Path, arguments: tuple[str, ...]) -> None:
    done = _run(clone, *arguments)
    assert done.returncode == 2
    assert "make new-command NAME=extend_deadline ROOM=handling" in done.stderr
