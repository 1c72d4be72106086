"""What an office document says of itself: who made it, who changed it last, when."""

from collections.abc import Iterator
from typing import BinaryIO

from huiyin.vault.examining.open_xml import Container
from huiyin.vault.facts import Fact, FactName, said
from huiyin.vault.kinds import Kind

KINDS = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX})
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_TOLD = {
    "creator": (FactName.AUTHOR, _CORE),
    "created": (FactName.CREATED_AT, _CORE),
    "Application": (FactName.PRODUCER, _APP),
}


def read(file: BinaryIO) -> Iterator[Fact]:
    """Yield the facts of an office document; may raise anything on a malformed one."""
    container = Container(file)
    for name in (_CORE, _APP):
        if name in container.names():
            for tag, text in _leaves(container, name):
                fact, where = _TOLD.get(tag, (None, ""))
                if fact is not None and where == name:
                    yield from said(fact, text, f"{name} {tag}")


def _leaves(container: Container, name: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    heard: list[str] = []

    def end(tag: str) -> None:
        found.append((tag, "".join(heard)))
        heard.clear()

    container.walk(name, start=lambda _: heard.clear(), text=heard.append, end=end)
    return found
