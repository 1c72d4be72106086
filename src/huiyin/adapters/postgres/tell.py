"""How the embedded server says what it is doing: a code and facts, worded by the way in."""

from typing import Any, Protocol


class Tell(Protocol):
    """Takes note of a step, such as ``database.recovering``, with its facts."""

    def __call__(self, code: str, **facts: Any) -> None:
        """Report one step."""


def silent(code: str, **facts: Any) -> None:
    """Report nothing."""
