"""Looking for a person: recorded first, told to the petitioner, exact, for a purpose, never a list."""

from datetime import timedelta
from uuid import UUID

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HANDLER, INSPECTOR, RECEPTION
from huiyin.commands.intake.person_search import SeekPerson, TellOfSearch
from huiyin.commands.streams import PEOPLE
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Reader
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import OfficeId, PetitionId, new_id
from huiyin.prepare.searching import indexing, seeking
from huiyin.prepare.searching.tokens import person_digest
from huiyin.queries.handling.persons import matching, sought
from huiyin.queries.outreach.own_searches import found_by_name
from huiyin.rules.search.persons import Known, Purpose
from support.log import turn
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, rows

pytestmark = pytest.mark.usefixtures("installed")
TODAY = local_date(AT)


def reader(actor: Actor) -> Reader:
    return Reader(offices=(actor.office or OfficeId(0),), account=actor.account)


def indexed() -> None:
    turn()
    indexing.catch_up(batches=10)


def seek(text: str = "王小明", known: Known = Known.NAME, *, actor: Actor = RECEPTION) -> list[PetitionId]:
    search = seeking.seek(actor, reader(actor), known, text, Purpose.AT_THE_COUNTER, at=AT)
    found = sought(reader(actor), search, on=TODAY)
    assert found
    assert (found.purpose, found.known, found.at) == (Purpose.AT_THE_COUNTER, known, AT)
    return [line.petition for line in found.lines]


def recorded(actor: Actor = RECEPTION, text: str = "王小明") -> UUID:
    search = new_id(AT)
    digest = person_digest(Known.NAME, text, version=1)
    assert digest
    command = SeekPerson(id=search, known=Known.NAME, digest=digest, purpose=Purpose.REPEATED)
    door.execute(command, actor=actor, at=AT)
    return search


def told(petition: PetitionId, search: UUID, actor: Actor = RECEPTION, *, days: int = 0) -> None:
    door.execute(TellOfSearch(petition=petition, search=search), actor=actor, at=AT + timedelta(days=days))


def test_a_person_is_found_by_the_whole_name_or_number_however_it_is_written() -> None:
    mine = builders.waiting()
    other = builders.waiting(
        persons=[{"part": "petitioner", "kind": "person", "name": "王小", "phone": "13900000000"}]
    )
    indexed()
    assert seek() == [mine.petition] == seek(" 王 小明 ")
    for phone in ("13800000000", "138-0000-0000", "+86 138 0000 0000", "１３８００００００００"):
        assert seek(phone, Known.PHONE) == [mine.petition]
    assert seek("王小") == [other.petition]
    for known, text in (
        (Known.NAME, "小明"),
        (Known.NAME, "王*明"),
        (Known.PHONE, "1380000"),
        (Known.EMAIL, "王小明"),
    ):
        assert seek(text, known) == []


def test_the_petitioner_sees_office_post_and_purpose() -> None:
    mine = builders.waiting()
    indexed()
    seek()
    [seen] = found_by_name(mine.petition)
    assert (seen.day, seen.office, seen.role, seen.purpose) == (TODAY, BUREAU, "reception", "at_the_counter")
    entry = entries(mine.petition)[-1]
    assert entry["kind"] == "petition.person_found"
    assert entry["facts"] == {"office": BUREAU, "role": "reception", "purpose": "at_the_counter"}


def test_a_search_that_finds_nobody_is_recorded_too_and_holds_no_name() -> None:
    assert seek("赵钱孙") == []
    entry = entries(PEOPLE)[-1]
    assert (entry["kind"], entry["facts"]["purpose"]) == ("people.person_sought", "at_the_counter")
    assert "赵钱孙" not in str(entry)


def test_only_matters_of_the_own_office_are_found_and_a_denied_one_never() -> None:
    builders.waiting()
    builders.accusation(BUREAU)
    indexed()
    search = recorded()
    assert len(matching(reader(RECEPTION), search)) == 1
    assert matching(Reader(offices=(ECOLOGY,)), search) == ()
    assert matching(Reader(oversight=(510000, 519999)), search) == ()


@pytest.mark.parametrize("actor", [HANDLER, INSPECTOR, builders.PUBLIC, builders.INSTALLER])
def test_only_reception_and_dispatchers_look_for_people(actor: Actor) -> None:
    refuses(Refused, lambda: recorded(actor))
    assert rows("person_search") == []


def test_a_dispatcher_may() -> None:
    mine = builders.waiting()
    indexed()
    assert seek(actor=DISPATCHER) == [mine.petition]


def test_of_anothers_or_an_older_search_nobody_learns() -> None:
    mine = builders.waiting()
    indexed()
    search = recorded()
    refuses(Unknown, lambda: told(mine.petition, search, DISPATCHER), "search.unknown")
    refuses(Unknown, lambda: told(mine.petition, search, days=1), "search.unknown")
    refuses(Unknown, lambda: told(mine.petition, new_id(AT)), "search.unknown")
    told(mine.petition, search)
    refuses(Conflict, lambda: told(mine.petition, search), "search.told_already")
    assert sought(reader(DISPATCHER), search, on=TODAY) is None
    later = sought(reader(RECEPTION), search, on=TODAY + timedelta(days=1))
    assert later
    assert later.lines == ()


def test_a_matter_that_did_not_match_is_not_told() -> None:
    mine = builders.waiting()
    indexed()
    search = recorded(text="赵钱孙")
    refuses(Unknown, lambda: told(mine.petition, search), "search.unknown")


def test_an_office_without_a_part_tells_nothing() -> None:
    mine = builders.waiting()
    indexed()
    search = recorded()
    refuses(Refused, lambda: told(mine.petition, search, HANDLER))


@pytest.mark.parametrize("text", ["", " ", "王", "。。", "王 。"])
def test_one_sign_is_nobody(text: str) -> None:
    with pytest.raises(Invalid, match="no_person"):
        seek(text)
    assert rows("person_search") == []


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(recorded)


def test_a_late_failure_to_tell_shows_nothing() -> None:
    mine = builders.waiting()
    indexed()
    search = recorded()
    leaves_nothing(lambda: told(mine.petition, search))
