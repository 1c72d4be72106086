"""A scanner in use, and a sandbox that is never asked."""

from collections.abc import Iterable
from typing import Any

import pytest
from examined import CLEAN, Told, use

from huiyin.vault.examining import sandbox


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Told:
    """A scanner in use; it finds nothing until it is told to."""
    told = Told(CLEAN)
    use(monkeypatch, told)
    return told


@pytest.fixture
def unlooked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nothing is looked at; what would have been is noted."""
    asked: list[str] = []

    def ask(look: str, *_: Any) -> Iterable[Any]:
        asked.append(look)
        return iter([sandbox.Frame(what=sandbox.END)])

    monkeypatch.setattr(sandbox, "ask", ask)
    return asked
