"""A copy of a file with parts blacked out for good: drawn by a child, sealed, kept beside the original."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.commands.evidence.redact_evidence import RedactEvidence
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import house, opening
from huiyin.prepare.answers import line
from huiyin.prepare.evidence import stage
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.vault.binding import place
from huiyin.vault.examining import sandbox
from huiyin.vault.examining.sandbox import END, LIMITS, MAX_FILE_BYTES, Look
from huiyin.vault.kinds import MEDIA, NAMES, PHOTOS, Kind
from huiyin.vault.sealing import seal_json

TABLE, COLUMN = "redaction", "sealed_facts"
WHOLE = 10_000  # boxes are told in parts of a page's width and height
MAX_BOXES = 500
_BOX = re.compile(r"(\d{1,4})[:：]\s*(\d{1,3}(?:\.\d{1,2})?)" + r"[,，\s]+(\d{1,3}(?:\.\d{1,2})?)" * 3)


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box on a page, in ten-thousandths of its width and height; the left upper corner is 0, 0."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


def read_boxes(text: str, *, pages: int) -> tuple[Box, ...]:
    """Return the boxes that somebody drew or typed, one a line: page: left, top, right, bottom, in percent.

    Raises Invalid ``redaction.nothing``, ``redaction.too_many`` or ``redaction.not_a_box`` (its line).
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise Invalid("redaction.nothing", field="boxes")
    if len(lines) > MAX_BOXES:
        raise Invalid("redaction.too_many", field="boxes", limit=MAX_BOXES)
    return tuple(_box(one, number, pages) for number, one in enumerate(lines, start=1))


def _box(text: str, number: int, pages: int) -> Box:
    found = _BOX.fullmatch(text)
    if found is None:
        raise Invalid("redaction.not_a_box", field="boxes", line=number)
    left, top, right, bottom = (round(float(side) * WHOLE / 100) for side in found.groups()[1:])
    box = Box(page=int(found[1]), left=left, top=top, right=right, bottom=bottom)
    if not (1 <= box.page <= pages and left < right <= WHOLE and top < bottom <= WHOLE):
        raise Invalid("redaction.not_a_box", field="boxes", line=number)
    return box


def may_redact(kind: str, size: int) -> bool:
    """Return whether copies of files of this kind and size can be made."""
    found = MEDIA.get(kind)
    return size <= MAX_FILE_BYTES and (found is Kind.PDF or found in PHOTOS)


def redact(file: SealedObject, boxes: Sequence[Box], *, reason: str, at: datetime) -> RedactEvidence:
    """Return the command that keeps a copy of a file in which these boxes are black.

    Raises Refused while the file is shut, Invalid ``redaction.not_made`` when no copy can be made of it. The
    copy is sealed and stored; when the command is refused, the sweep of the store takes it.
    """
    if not may_redact(file.kind, file.size):
        raise Invalid("redaction.not_made", field="boxes")
    copy, pages = _drawn(file, boxes)
    key = house.vault().open_data_key(file.wrapped, PetitionId(file.petition))
    staged = stage(io.BytesIO(copy), "copy.pdf", store=house.store(), data_key=key, at=at)
    if staged.kind != NAMES[Kind.PDF].media_type:  # whatever the child sent, it is no copy
        raise Invalid("redaction.not_made", field="boxes")
    told = {
        "of": file.name,
        "sha256": staged.sha256.hex(),
        "reason": line(reason, field="reason"),
        "boxes": [list(vars(box).values()) for box in boxes],
    }
    return RedactEvidence(
        petition=file.petition,
        evidence=file.id,
        id=staged.id,
        address=staged.address,
        size=staged.size,
        kind=staged.kind,
        pages=pages,
        boxes=len(boxes),
        sealed_facts=seal_json(key, told, bound_to=place(TABLE, COLUMN, staged.id)),
    )


def _drawn(file: SealedObject, boxes: Sequence[Box]) -> tuple[bytes, int]:
    order: dict[str, Any] = {
        "kind": MEDIA[file.kind].value,
        "boxes": [list(vars(box).values()) for box in boxes],
    }
    told = list(sandbox.ask(Look.REDACTED, order, opening.evidence(file), LIMITS[Look.REDACTED]))
    if [frame.what for frame in told] != ["copy", END]:
        raise Invalid("redaction.not_made", field="boxes")
    return told[0].body, int(told[0].told["pages"])
