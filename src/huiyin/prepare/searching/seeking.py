"""Looking for somebody by name or number: recorded first, then told to each petitioner, only then shown."""

from datetime import datetime
from uuid import UUID

from huiyin.commands.intake.person_search import SeekPerson, TellOfSearch
from huiyin.door import door
from huiyin.kernel.command import Actor, Reader
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import new_id
from huiyin.prepare.searching.tokens import person_digest
from huiyin.queries.handling.persons import matching
from huiyin.queries.handling.search import versions
from huiyin.rules.search.persons import SHORTEST_NAME, Known, Purpose, exact


def seek(actor: Actor, reader: Reader, known: Known, text: str, purpose: Purpose, *, at: datetime) -> UUID:
    """Look for somebody in the matters that the reader may list; return the search, whose matches are told.

    Raises Invalid ``search.no_person`` when there is nothing to compare. Order: killed after the first step,
    the search is recorded and nobody saw anything; the second is done whole or not at all.
    """
    if len(exact(known, text)) < SHORTEST_NAME:
        raise Invalid("search.no_person", field="who")
    digest, *former = (person_digest(known, text, version=one) for one in reversed(versions()))
    assert digest is not None  # noqa: S101  there is something to compare
    search = new_id(at)
    wanted = SeekPerson(
        id=search, known=known, digest=digest, former_digest=former[0] if former else None, purpose=purpose
    )
    door.execute(wanted, actor=actor, at=at)
    found = matching(reader, search)
    door.execute_many([TellOfSearch(petition=one, search=search) for one in found], actor=actor, at=at)
    return search
