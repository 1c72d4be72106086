"""A file is examined: scanned, then looked at by a child process; what was found is sealed and written down.

Order: no byte reaches the child before the scanner has called the file clean. A scanner that is down delays;
a child that fails is tried again, then left. Whatever happens twice gives the same rows.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from huiyin.adapters.scanning.scanner import Scanner, ScannerDown
from huiyin.door.examining import Examined, PictureRow
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_id
from huiyin.prepare import house
from huiyin.queries.evidence.examined import TABLE, TOLD, FileToExamine, told_of
from huiyin.rules.evidence.stages import MAX_TRIES, Stage, Verdict, asked_again, next_try, opens
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.examining import sandbox
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.sandbox import END, LIMITS, MAX_FILE_BYTES, Look
from huiyin.vault.facts import parsed
from huiyin.vault.files import open_stream, seal_stream
from huiyin.vault.kinds import MEDIA, PHOTOS, Kind
from huiyin.vault.sealing import seal_json

VERSION = 1
FEW_LETTERS = 8  # a page with less is a picture: its text is read from there
MAX_SCANS = 30  # pages of one file whose text is read from pictures
MAX_COUNT = 1_000_000  # pages that a file may claim
MAX_LETTERS = 1 << 20  # of one page
MAX_PICTURES = 40
MAX_SIDE = 1 << 14
_WEBP = (b"RIFF", b"WEBP")

NO_TEXT = ("", "")
Pages = dict[int, tuple[str, str]]  # number of the page: its text, and where that was read


@dataclass
class _Found:
    """What a child told, checked; `whole` once it came to its end."""

    facts: list[dict[str, str]] = field(default_factory=list)
    pages: Pages = field(default_factory=dict)
    count: int = 0
    pictures: list[Frame] = field(default_factory=list)
    whole: bool = False


def examine(file: FileToExamine, *, at: datetime) -> Examined:
    """Return a file as it is examined now; the caller writes it (`door.examining.write`)."""
    now = Examined(
        evidence=file.id,
        petition=file.petition,
        stage=file.stage,
        verdict=file.verdict,
        verdict_at=file.verdict_at,
        finding=file.finding,
        tries=file.tries,
        next_at=at,
        version=VERSION,
    )
    try:
        return _examined(file, now, at)
    except HuiyinError:  # the file is damaged or away; the check of the store tells which
        return replace(now, stage=Stage.WAITING, tries=now.tries + 1, next_at=next_try(now.tries, at))


def _examined(file: FileToExamine, now: Examined, at: datetime) -> Examined:
    scanner = house.scanner()
    if scanner is not None and file.verdict is not Verdict.CLEAN:
        now = _scanned(file, now, scanner, at)
    if not opens(now.verdict, scanned=scanner is not None):
        return now if now.next_at > at else replace(now, next_at=asked_again(now.verdict, at))
    if file.stage is Stage.SCANS:
        return _read_pictures(file, now, at)
    return _looked_at(file, now, at)


def _scanned(file: FileToExamine, now: Examined, scanner: Scanner, at: datetime) -> Examined:
    try:
        answer = scanner.scan(_content(file), file.size)
    except ScannerDown:
        return replace(now, stage=Stage.WAITING, tries=now.tries + 1, next_at=next_try(now.tries, at))
    verdict = Verdict(answer.said.value)
    judged = replace(now, verdict=verdict, verdict_at=at, finding=answer.finding, tries=0)
    if verdict is Verdict.CLEAN:
        return judged
    return replace(judged, stage=Stage.SHUT, next_at=asked_again(verdict, at), pictures=())


def _looked_at(file: FileToExamine, now: Examined, at: datetime) -> Examined:
    kind = MEDIA.get(file.kind)
    if kind is None or file.size > MAX_FILE_BYTES:
        return replace(now, stage=Stage.DONE)
    found = _heard(sandbox.ask(Look.WHOLE, {"kind": kind.value}, _content(file), LIMITS[Look.WHOLE]))
    if not found.whole and now.tries + 1 < MAX_TRIES:
        return replace(now, stage=Stage.WAITING, tries=now.tries + 1, next_at=next_try(now.tries, at))
    key = _key(file)
    scans = pages_to_scan(kind, found.pages, found.count)
    return replace(
        now,
        stage=Stage.SCANS if scans else Stage.DONE,
        tries=0,
        pages=found.count,
        taken_at=at,
        sealed_told=_sealed(key, file, found.facts, found.pages, found.count),
        pictures=tuple(_kept(found.pictures, key, at)),
    )


def _read_pictures(file: FileToExamine, now: Examined, at: datetime) -> Examined:
    key, kind = _key(file), MEDIA[file.kind]
    before = told_of(key, file.sealed_told, file.id)
    pages: Pages = {page: (text, by) for page, text, by in before["pages"]}
    wanted = pages_to_scan(kind, pages, before["count"])
    order = {"kind": kind.value, "pages": wanted}
    found = _heard(sandbox.ask(Look.SCAN, order, _content(file), LIMITS[Look.SCAN]), by="ocr")
    if not found.whole and now.tries + 1 < MAX_TRIES:
        return replace(now, tries=now.tries + 1, next_at=next_try(now.tries, at))
    sealed = _sealed(key, file, before["facts"], _fuller(pages, found.pages), before["count"])
    return replace(now, stage=Stage.DONE, tries=0, taken_at=at, sealed_told=sealed)


def _fuller(pages: Pages, read: Pages) -> Pages:
    """Return the pages with what was read from their pictures, where that is more than they held."""
    return {
        **pages,
        **{page: one for page, one in read.items() if len(one[0]) > len(pages.get(page, NO_TEXT)[0])},
    }


def pages_to_scan(kind: Kind, pages: Mapping[int, tuple[str, str]], count: int) -> list[int]:
    """Return the pages whose text is to be read from their pictures: those that hold next to none."""
    if kind not in PHOTOS and kind is not Kind.PDF:
        return []
    shown = range(1, min(count, MAX_COUNT) + 1)
    return [page for page in shown if len(pages.get(page, NO_TEXT)[0]) < FEW_LETTERS][:MAX_SCANS]


def _heard(frames: Iterable[Frame], *, by: str = "file") -> _Found:
    """Take what a child tells; whatever is not of our shape ends it, and it was not whole."""
    found = _Found()
    for frame in frames:
        try:
            _take(frame, found, by)
        except (KeyError, TypeError, ValueError, OverflowError):
            found.whole = False
            break
    return found


def _take(frame: Frame, found: _Found, by: str) -> None:
    found.whole = frame.what == END
    if frame.what == "facts":
        found.facts = [asdict(fact) for fact in parsed(frame.told["facts"])]
    elif frame.what == "pages":
        found.count = _number(frame.told["pages"], MAX_COUNT)
    elif frame.what == "text":
        found.pages[_number(frame.told["page"], MAX_COUNT)] = (str(frame.told["text"])[:MAX_LETTERS], by)
    elif frame.what == "picture":
        found.pictures.append(_picture(frame))


def _picture(frame: Frame) -> Frame:
    if (frame.body[:4], frame.body[8:12]) != _WEBP:
        raise ValueError("no WebP")
    told = {name: _number(frame.told[name], MAX_SIDE) for name in ("page", "width", "height")}
    return replace(frame, told=told)


def _number(value: Any, limit: int) -> int:
    number = int(value)
    if not 0 <= number <= limit:
        raise ValueError("out of bounds")
    return number


def _kept(frames: Sequence[Frame], key: DataKey, at: datetime) -> Iterator[PictureRow]:
    for frame in frames[:MAX_PICTURES]:
        row = new_id(at)
        sealed = seal_stream(io.BytesIO(frame.body), store=house.store(), data_key=key, object_id=row)
        yield PictureRow(
            id=row,
            page=frame.told["page"],
            address=sealed.address,
            size=sealed.plaintext_size,
            width=frame.told["width"],
            height=frame.told["height"],
        )


def _sealed(
    key: DataKey, file: FileToExamine, facts: Sequence[Mapping[str, Any]], pages: Pages, count: int
) -> bytes:
    told = {
        "facts": list(facts),
        "pages": [[page, text, by] for page, (text, by) in sorted(pages.items())],
        "count": count,
    }
    return seal_json(key, told, bound_to=place(TABLE, TOLD, file.id))


def _content(file: FileToExamine) -> Iterator[bytes]:
    return open_stream(house.store(), file.address, _key(file), file.id)


def _key(file: FileToExamine) -> DataKey:
    return house.vault().open_data_key(file.wrapped, file.petition)
