"""A child that reads what a file says of itself."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from PIL import Image

from huiyin.vault.examining import pdf_facts
from huiyin.vault.examining.child import serve
from huiyin.vault.examining.evidence_facts import facts_of
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.sandbox import Look
from huiyin.vault.kinds import Kind


def load() -> None:
    """Load every reader."""
    Image.init()
    pdf_facts.load()


def facts(order: Mapping[str, Any], content: BinaryIO) -> Iterator[Frame]:
    """Yield the facts in one frame."""
    found = facts_of(content, Kind(order["kind"]))
    yield Frame(what="facts", told={"facts": [asdict(fact) for fact in found]})


if __name__ == "__main__":
    serve(Look.FACTS, facts, load=load)
