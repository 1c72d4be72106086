"""What goes into the whole file of a matter: for its petitioner, and for an official who has it open."""

from datetime import date, datetime
from typing import Any

from huiyin.kernel.command import Reader
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import receipts
from huiyin.prepare.packing import Contents
from huiyin.queries.handling import story as stories
from huiyin.queries.handling.matter import MatterPage
from huiyin.queries.outreach.following import following
from huiyin.queries.outreach.own_papers import own_files, own_paper
from huiyin.queries.outreach.own_story import own_story
from huiyin.rules.routing.offices import office


def of_petitioner(petition: PetitionId, *, at: datetime) -> Contents:
    """Return one's own file: what was filed, documents that were served, own statements, the receipt."""
    story, matter = own_story(petition), following(petition, at=at)
    if story is None or matter is None:
        raise Unknown("petition.unknown" if matter is None else "petition.erased")
    served = [own_paper(petition, one.id) for one in matter.documents]
    return Contents(
        number=matter.number,
        given_to="petitioner",
        told=story.filed or {"title": story.title, "text": story.text, "request": story.request},
        statements=story.statements,
        papers=[paper for paper in served if paper is not None],
        files=own_files(petition),
        receipt=receipts.own_receipt(petition, story.filed, at=at),
    )


def of_office(reader: Reader, page: MatterPage, given_to: int, *, on: date) -> Contents:
    """Return the file for an official; raise Refused without the grant of the day."""
    petition = page.matter.id
    story = stories.story(reader, petition, on=on)
    told: dict[str, Any] = {
        "title": page.title,
        "text": story.text,
        "request": story.request,
        "place": story.place,
        "happened": list(story.happened),
        "people": [vars(one) for one in story.people],
        "respondents": [vars(one) for one in story.respondents],
        "findings": [vars(one) for one in story.findings],
        "executions": [vars(one) for one in story.executions],
    }
    return Contents(
        number=page.matter.number,
        given_to=office(given_to).name,
        told=told,
        statements=story.statements,
        papers=[stories.document_content(reader, petition, one.id, on=on) for one in page.papers],
        files=[stories.file(reader, petition, one.id, on=on) for one in story.files],
    )
