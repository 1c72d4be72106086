"""The whole file of a matter as a ZIP: story, statements, documents, files, receipt, and a manifest last.

The manifest tells of every member path, size and SHA-256 as given out, and of every file left out why. What
is not clean is left out. Everything is asked of the database before the first byte; bytes stream afterwards.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from huiyin.kernel import canonical
from huiyin.prepare import house, opening, papers
from huiyin.prepare.zip_stream import Member, ZipStream
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.queries.evidence.statements import Statement
from huiyin.queries.handling.story import PaperContent
from huiyin.vault.kinds import saved_as

FORMAT = "huiyin-file/1"
LONGEST_NAME = 100
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What goes into the file of a matter, as its reader may see it."""

    number: str
    given_to: str  # petitioner, or the office
    told: Mapping[str, Any]  # story, request, people
    statements: Sequence[Statement]
    papers: Sequence[PaperContent]
    files: Sequence[SealedObject]
    receipt: bytes | None = None


def packed(contents: Contents, *, at: datetime) -> Iterator[bytes]:
    """Yield the ZIP; raise ``vault.damaged_…`` in the midst of it when a file does not open."""
    stream = ZipStream(at)
    left_out = [_left_out(file) for file in contents.files if not opening.is_open(file.verdict)]
    for member in _members(contents):
        yield from stream.add(member)
    manifest = {
        "format": FORMAT,
        "number": contents.number,
        "given_to": contents.given_to,
        "at": at,
        "log": house.vault().signer.origin,
        "members": [asdict(one) for one in stream.written],
        "left_out": left_out,
    }
    yield from stream.add(_plain("manifest.json", manifest))
    yield from stream.end()


def safe_name(name: str, kind: str, position: int) -> str:
    """Return a name under which a file can lie in any folder: numbered, without paths, of its own kind.

    >>> safe_name("../../etc/passwd", "application/pdf", 1)
    '01-passwd.pdf'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = _UNSAFE.sub("_", last).strip(" .")[-LONGEST_NAME:] or "file"
    return f"{position:02d}-{saved_as(plain, kind)}"


def _members(contents: Contents) -> Iterator[Member]:
    yield _plain("matter.json", contents.told)
    if contents.statements:
        yield _plain("statements.json", [vars(one) for one in contents.statements])
    if contents.receipt is not None:
        yield Member(path=f"huiyin-{contents.number}.json", content=(contents.receipt,))
    for position, paper in enumerate(contents.papers, start=1):
        yield Member(path=f"documents/{position:02d}-{paper.kind}.pdf", content=_printed(paper))
    for position, file in enumerate(contents.files, start=1):
        if opening.is_open(file.verdict):
            name = safe_name(file.name, file.kind, position)
            yield Member(path=f"files/{name}", content=opening.evidence(file))


def _printed(paper: PaperContent) -> Iterable[bytes]:
    yield papers.print_paper(paper)


def _left_out(file: SealedObject) -> dict[str, Any]:
    why = file.verdict.value or "being_checked"
    return {"name": file.name, "kind": file.kind, "size": file.size, "why": why}


def _plain(path: str, value: Any) -> Member:
    text = json.dumps(canonical.plain(value), ensure_ascii=False, indent=2)
    return Member(path=path, content=(text.encode(),))
