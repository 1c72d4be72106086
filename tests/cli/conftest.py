"""Commands run in this process, with the test's database in place of a started one."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import click
import pytest
from click.testing import CliRunner

from huiyin.cli import serving
from huiyin.cli.screen import Screen
from huiyin.cli.wording import Language


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a click command with arguments and return how it ended."""
    monkeypatch.setattr(serving, "reachable_database", lambda _tell: nullcontext())

    def invoke(command: click.Command, *arguments: Any, language: Language = Language.EN) -> Ran:
        result = CliRunner().invoke(
            command, [str(one) for one in arguments], obj=Screen(language=language), standalone_mode=False
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        code = result.return_value if isinstance(result.return_value, int) else result.exit_code
        return Ran(code, result.stdout, result.stderr)

    return invoke
