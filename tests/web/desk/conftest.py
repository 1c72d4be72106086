"""Officials at the desk, without a browser's help: signed in with both factors, in one post."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asked import Statements
from django.test import Client
from officials import signed_in

import builders
from huiyin.kernel import clock
from huiyin.queries.reading import Reading
from support.moment import AT


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Statements:
    """Counts the statements of queries."""
    counted = Statements()

    def counting(method: Callable[..., Any]) -> Callable[..., Any]:
        def one_more(self: Reading, *args: Any) -> Any:
            counted.count += 1
            return method(self, *args)

        return one_more

    monkeypatch.setattr(Reading, "all", counting(Reading.all))
    monkeypatch.setattr(Reading, "one", counting(Reading.one))
    return counted


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock to so many days after the first day of a test."""

    def move(days: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=days))

    return move


@pytest.fixture
def handler(installed: Any) -> Client:  # noqa: ARG001  the ground it stands on
    """The handler of Chengdu's ecology office."""
    return signed_in(builders.HANDLER)


@pytest.fixture
def head(installed: Any) -> Client:  # noqa: ARG001
    """The head of Chengdu's ecology office."""
    return signed_in(builders.HEAD)


@pytest.fixture
def dispatcher(installed: Any) -> Client:  # noqa: ARG001
    """The dispatcher of the bureau of Jinjiang."""
    return signed_in(builders.DISPATCHER)


@pytest.fixture
def stranger(installed: Any) -> Client:  # noqa: ARG001
    """The handler of an office that has nothing to do with the matters of a test."""
    return signed_in(builders.STRANGER)
