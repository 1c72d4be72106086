"""What was found in files written down: made again from the files at any time, so no fold of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.ids import PetitionId
from huiyin.records import sql
from huiyin.rules.evidence.stages import Stage, Verdict

_WRITE = """
    INSERT INTO examination (evidence, petition, stage, verdict, verdict_at, finding, tries, next_at, version,
                             pages, taken_at, sealed_told)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (evidence) DO UPDATE SET (stage, verdict, verdict_at, finding, tries, next_at, version,
                                          pages, taken_at, sealed_told)
    = (excluded.stage, excluded.verdict, excluded.verdict_at, excluded.finding, excluded.tries,
       excluded.next_at, excluded.version, coalesce(nullif(excluded.pages, 0), examination.pages),
       coalesce(excluded.taken_at, examination.taken_at),
       coalesce(excluded.sealed_told, examination.sealed_told))
"""
_FORGET = (
    "DELETE FROM page_picture WHERE petition = %s",
    "DELETE FROM examination WHERE petition = %s",
)
_FORGET_ERASED = (
    "DELETE FROM page_picture AS f USING petition AS p WHERE p.id = f.petition AND p.erased_at IS NOT NULL",
    "DELETE FROM examination AS f USING petition AS p WHERE p.id = f.petition AND p.erased_at IS NOT NULL",
)
_FORGET_PICTURES = "DELETE FROM page_picture WHERE evidence = %s"
_PICTURE = """
    INSERT INTO page_picture (id, petition, evidence, page, address, size, width, height)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_UNSCANNED = """
    UPDATE examination SET stage = 'waiting', tries = 0, next_at = %s
    WHERE verdict = '' AND stage IN ('done', 'scans')
"""


@dataclass(frozen=True, kw_only=True)
class PictureRow:
    """A picture of a page that lies sealed in the store."""

    id: UUID
    page: int
    address: str
    size: int
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A file as it was examined now; what is None or 0 stays as it was."""

    evidence: UUID
    petition: PetitionId
    stage: Stage
    verdict: Verdict
    verdict_at: datetime | None
    finding: str
    tries: int
    next_at: datetime
    version: int
    pages: int = 0
    taken_at: datetime | None = None
    sealed_told: bytes | None = None
    pictures: tuple[PictureRow, ...] | None = None


def write(examined: Examined) -> None:
    """Write what was found; pictures replace those that were there, whose bytes the store's sweep takes."""
    plain = {name: value for name, value in vars(examined).items() if name != "pictures"}
    with sql.transaction(sql.WRITER):
        sql.send(sql.WRITER, _WRITE, list(plain.values()))
        if examined.pictures is not None:
            sql.send(sql.WRITER, _FORGET_PICTURES, (examined.evidence,))
            _write_pictures(examined, examined.pictures)


def forget(petition: UUID) -> None:
    """Forget all that was found in the files of a matter; pictures are left to whoever removes files."""
    with sql.transaction(sql.WRITER):
        for statement in _FORGET:
            sql.send(sql.WRITER, statement, (petition,))


def forget_erased() -> None:
    """Forget what was found in files of erased matters, and written down while they were being erased."""
    with sql.transaction(sql.WRITER):
        for statement in _FORGET_ERASED:
            sql.send(sql.WRITER, statement, ())


def scan_what_was_not(*, at: datetime) -> int:
    """Have every file scanned that was examined without a scanner; return how many."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_UNSCANNED, (at,))
        return cursor.rowcount


def _write_pictures(examined: Examined, pictures: Sequence[PictureRow]) -> None:
    for one in pictures:
        sql.send(
            sql.WRITER,
            _PICTURE,
            (
                one.id,
                examined.petition,
                examined.evidence,
                one.page,
                one.address,
                one.size,
                one.width,
                one.height,
            ),
        )
