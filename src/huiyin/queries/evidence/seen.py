"""What was found in the files of a matter, for whoever has its story open."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from huiyin.kernel.ids import PetitionId
from huiyin.queries.evidence.examined import told_of
from huiyin.queries.reading import Reading
from huiyin.records.sql import Row
from huiyin.rules.evidence.stages import Stage, Verdict
from huiyin.vault.data_key import DataKey
from huiyin.vault.facts import Fact, parsed

_SEEN = """
    SELECT x.evidence, x.stage, x.verdict, x.finding, x.pages, x.sealed_told,
           coalesce((SELECT array_agg(p.page ORDER BY p.page) FROM page_picture AS p
                     WHERE p.petition = x.petition AND p.evidence = x.evidence), '{}') AS pictures
    FROM examination AS x WHERE x.petition = %s
"""


@dataclass(frozen=True, kw_only=True)
class PageText:
    """The text of a page, page 0 where a file has none; `by` is file or ocr."""

    page: int
    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class SeenFile:
    """What was found in a file so far."""

    stage: Stage = Stage.WAITING
    verdict: Verdict = Verdict.NONE
    finding: str = ""  # what the scanner calls it
    looked_at: bool = False
    facts: tuple[Fact, ...] = ()
    texts: tuple[PageText, ...] = ()
    pages: int = 0
    pictures: tuple[int, ...] = ()  # the pages that there are pictures of; 0 is the small one


UNSEEN = SeenFile()


def seen_files(rows: Reading, petition: PetitionId, key: DataKey) -> Mapping[UUID, SeenFile]:
    """Return what was found in the files of a matter, by file; files that nobody looked at are left out."""
    return {row["evidence"]: _seen(row, key) for row in rows.all(_SEEN, (petition,))}


def _seen(row: Row, key: DataKey) -> SeenFile:
    told = told_of(key, row["sealed_told"], row["evidence"])
    return SeenFile(
        stage=Stage(row["stage"]),
        verdict=Verdict(row["verdict"]),
        finding=row["finding"],
        looked_at=bool(told),
        facts=parsed(told.get("facts", ())),
        texts=tuple(
            PageText(page=page, text=text, by=by) for page, text, by in told.get("pages", ()) if text
        ),
        pages=row["pages"],
        pictures=tuple(row["pictures"]),
    )
