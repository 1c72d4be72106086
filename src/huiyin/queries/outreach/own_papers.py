"""Documents served on a petitioner: what each is typeset from, opened for the petitioner alone."""

from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.handling.story import PaperContent
from huiyin.queries.reading import reading
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.sealing import open_json

# Only what was served: a document that lies at the office is not the petitioner's yet.
_SERVED = """
    SELECT d.kind, d.number, d.office, d.issued_on, d.sealed_content, k.wrapped
    FROM document AS d LEFT JOIN data_key AS k ON k.petition = d.petition
    WHERE d.petition = %s AND d.id = %s AND EXISTS (SELECT 1 FROM service AS s WHERE s.document = d.id)
"""


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
