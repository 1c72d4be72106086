"""Documents served on a petitioner, and the own files: opened for the petitioner alone."""

from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.queries.handling.story import PaperContent
from huiyin.queries.reading import reading
from huiyin.records.sql import Row
from huiyin.rules.evidence.stages import Verdict
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.kinds import MAX_FILES
from huiyin.vault.sealing import open_json

# Only what was served: a document that lies at the office is not the petitioner's yet.
_SERVED = """
    SELECT d.kind, d.number, d.office, d.issued_on, d.sealed_content, k.wrapped
    FROM document AS d LEFT JOIN data_key AS k ON k.petition = d.petition
    WHERE d.petition = %s AND d.id = %s AND EXISTS (SELECT 1 FROM service AS s WHERE s.document = d.id)
"""


_FILES = """
    SELECT e.id, e.address, e.size, e.kind, e.sealed_facts, coalesce(x.verdict, '') AS verdict, k.wrapped
    FROM evidence AS e LEFT JOIN data_key AS k ON k.petition = e.petition
    LEFT JOIN examination AS x ON x.evidence = e.id WHERE e.petition = %s ORDER BY e.position, e.id
"""
_FILE = f"{_FILES} LIMIT 1 OFFSET %s"


def own_files(petition: PetitionId) -> tuple[SealedObject, ...]:
    """Return every file of one's own matter in the order of `own_story`, to be streamed.

    Raises Unknown ``petition.erased`` when the content was erased.
    """
    with reading(Reader(petition=petition)) as rows:
        found = rows.all(_FILES, (petition,))
    return tuple(_file(row, petition) for row in found)


def own_file(petition: PetitionId, place: int) -> SealedObject | None:
    """Return the file at a place in the order of `own_story`, from 1; None when there is none.

    Raises Unknown ``petition.erased`` when the content was erased.
    """
    if not 0 < place <= MAX_FILES:
        return None
    with reading(Reader(petition=petition)) as rows:
        row = rows.one(_FILE, (petition, place - 1))
    return None if row is None else _file(row, petition)


def _file(row: Row, petition: PetitionId) -> SealedObject:
    key = vault().open_data_key(row["wrapped"], petition)
    facts = open_json(key, row.pop("sealed_facts"), bound_to=place("evidence", "sealed_facts", row["id"]))
    row["verdict"] = Verdict(row["verdict"])
    return SealedObject(**row, petition=petition, name=facts["name"])


def own_paper(petition: PetitionId, document: UUID) -> PaperContent | None:
    """Return a document of one's own matter; None when there is none, or it was not served yet.

    Raises Unknown ``petition.erased`` when the content was erased.
    """
    with reading(Reader(petition=petition)) as rows:
        row = rows.one(_SERVED, (petition, document))
    if row is None:
        return None
    key = vault().open_data_key(row["wrapped"], petition)
    content = open_json(key, row["sealed_content"], bound_to=place("document", "sealed_content", document))
    return PaperContent(
        kind=row["kind"],
        number=row["number"],
        office=OfficeId(row["office"]),
        issued_on=row["issued_on"],
        content=content,
    )
