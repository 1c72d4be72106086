"""How a command speaks: steps to standard error, results to standard output, errors as one sentence."""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from huiyin.adapters.journal import trace
from huiyin.cli.wording import Language, language_of, sentence
from huiyin.kernel.errors import HuiyinError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
DATABASE_DISK_FULL = "53100"  # SQLSTATE disk_full


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Words steps and errors in one language; a `Tell` for everything below."""

    language: Language

    def __call__(self, code: str, **facts: Any) -> None:
        """Show one step on standard error."""
        click.echo(f"· {self.words(code, **facts)}", err=True)

    def result(self, code: str, **facts: Any) -> None:
        """Show a result on standard output."""
        click.echo(self.words(code, **facts))

    def words(self, code: str, **facts: Any) -> str:
        """Return the sentence of a code."""
        return sentence(code, facts, self.language)

    def failure(self, problem: BaseException) -> None:
        """Say in one sentence what failed and the way out; write down what nobody foresaw."""
        known = _known(problem)
        if known is None:
            known = ("unexpected", {"kind": type(problem).__name__, "log": _write_down(problem)})
        code, facts = known
        click.echo(self.words(code, **facts), err=True)


def screen() -> Screen:
    """Return the screen of the command that runs now."""
    context = click.get_current_context(silent=True)
    found = context.find_object(Screen) if context else None
    return found or Screen(language=language_of(os.environ))


def _known(problem: BaseException) -> tuple[str, Mapping[str, Any]] | None:
    if isinstance(problem, HuiyinError):
        return problem.code, problem.facts
    if _is_full(problem):
        return "up.disk_full_meanwhile", {}
    if isinstance(problem, OSError) and problem.errno in CLOSED:
        return "up.not_allowed", {"path": problem.filename, "reason": problem.strerror}
    return None


def _is_full(problem: BaseException) -> bool:
    if isinstance(problem, OSError):
        return problem.errno in FULL
    return DATABASE_DISK_FULL in {getattr(link, "sqlstate", "") for link in (problem, problem.__cause__)}


def _write_down(problem: BaseException) -> Path:
    log = Path(os.environ.get("HUIYIN_DATA", "var")) / "logs" / "cli.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as file:
            file.write(trace(problem) + "\n")
    except OSError:
        return Path(os.devnull)
    return log
