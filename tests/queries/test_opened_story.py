"""The file of a matter in full: only under a grant of the day, and only while it can be opened."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

import builders
from builders import ECOLOGY, HANDLER
from huiyin.commands.documents import NewDocument
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.draft_opinion import DraftOpinion
from huiyin.commands.handling.record_contact import RecordContact
from huiyin.commands.handling.record_finding import RecordFinding
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Reader
from huiyin.kernel.errors import Refused, Unknown
from huiyin.kernel.ids import new_id
from huiyin.prepare.drafts import StagedFile
from huiyin.prepare.house import vault
from huiyin.queries.handling import story as asked
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import seal_json, seal_text
from support.database import Ground
from support.moment import AT
from support.roles import intruder
from support.state import row

pytestmark = pytest.mark.usefixtures("installed")

READER = Reader(offices=(ECOLOGY,), account=HANDLER.account)
FILE = StagedFile(
    id=UUID(int=7), name="照片.jpg", kind="image/jpeg", size=3, sha256=b"s" * 32, address="0" * 64
)
CONTENT = {"kind": "opinion", "found": "经查属实。"}


def key_of(life: builders.Life) -> DataKey:
    return vault().open_data_key(row("data_key", petition=life.petition)["wrapped"], life.petition)


def sealed_content(life: builders.Life, table: str, which: UUID) -> bytes:
    return seal_json(key_of(life), CONTENT, bound_to=place(table, "sealed_content", which))


def opened(life: builders.Life) -> builders.Life:
    return life.then(OpenStory(petition=life.petition), HANDLER, days=0)


def story_of(life: builders.Life) -> asked.Story:
    return asked.story(READER, life.petition, on=local_date(life.at))


def test_the_story_tells_people_respondents_files_and_when_it_happened() -> None:
    whom = [
        {"kind": "enterprise", "name": "某纺织厂"},
        {"kind": "office", "name": "某局", "office": int(builders.WATER)},
    ]
    life = opened(
        builders.file_petition(respondents=whom, files=(FILE,), happened_from="2026-03-05", happened_to="")
    )
    told = story_of(life)
    assert told.text == builders.POLLUTION["text"]
    assert told.addressee == "王小明"
    assert {(one.name, one.office) for one in told.respondents} == {
        ("某纺织厂", None),
        ("某局", builders.WATER),
    }
    assert [(one.name, one.sha256, one.added_by) for one in told.files] == [
        ("照片.jpg", FILE.sha256.hex(), "petitioner")
    ]
    assert [one.isoformat() if one else None for one in told.happened] == ["2026-03-05", None]


def test_what_was_said_and_found_can_be_read_afterwards() -> None:
    life = builders.accepted()
    said, found = new_id(life.at), new_id(life.at)
    note = seal_text(key_of(life), "下周再来", bound_to=place("contact", "sealed_note", said))
    text = seal_text(key_of(life), "夜间确有排放", bound_to=place("finding", "sealed_text", found))
    life = life.then(
        RecordContact(petition=life.petition, id=said, way="visit", reached=True, sealed_note=note), HANDLER
    )
    life = life.then(RecordFinding(petition=life.petition, id=found, sealed_text=text), HANDLER)
    told = story_of(opened(life))
    assert told.notes == {said: "下周再来"}
    assert [(one.office, one.text) for one in told.findings] == [(ECOLOGY, "夜间确有排放")]


def test_nothing_opens_without_a_grant_or_on_the_day_after() -> None:
    life = builders.file_petition(files=(FILE,))
    with pytest.raises(Refused, match=r"story\.not_open"):
        story_of(life)
    life, tomorrow = opened(life), local_date(life.at + timedelta(days=1))
    assert story_of(life).request == "请查处"
    for ask in (asked.file, asked.opinion_content, asked.document_content):
        with pytest.raises(Refused, match=r"story\.not_open"):
            ask(READER, life.petition, FILE.id, on=tomorrow)


def test_a_file_is_handed_out_with_its_name_and_the_key_that_opens_it() -> None:
    life = opened(builders.file_petition(files=(FILE,)))
    found = asked.file(READER, life.petition, FILE.id, on=local_date(life.at))
    assert (found.name, found.kind, found.size, found.address) == ("照片.jpg", "image/jpeg", 3, "0" * 64)
    assert found.wrapped == row("data_key", petition=life.petition)["wrapped"]


def test_drafts_and_documents_are_read_as_they_were_written() -> None:
    life = builders.classified()
    notice, draft = new_id(life.at), new_id(life.at)
    document = NewDocument(id=notice, sealed_content=sealed_content(life, "document", notice))
    life = life.then(AcceptPetition(petition=life.petition, notice=document), HANDLER)
    sealed = sealed_content(life, "opinion", draft)
    command = DraftOpinion(petition=life.petition, id=draft, outcome="support", sealed_content=sealed)
    life = opened(life.then(command, HANDLER))
    on = local_date(life.at)
    making = asked.opinion_content(READER, life.petition, draft, on=on)
    assert (making.kind, making.number, making.issued_on, making.content) == ("opinion", "", None, CONTENT)
    issued = asked.document_content(READER, life.petition, notice, on=on)
    assert (issued.kind, issued.office, issued.content) == ("acceptance", ECOLOGY, CONTENT)
    assert issued.number == "〔2026〕1号"


def test_a_part_of_another_matter_is_unknown() -> None:
    builders.file_petition(files=(FILE,))
    life = opened(builders.file_petition())
    for ask in (asked.file, asked.opinion_content, asked.document_content):
        with pytest.raises(Unknown, match=r"petition\.no_such_part"):
            ask(READER, life.petition, FILE.id, on=local_date(life.at))


def test_a_matter_whose_key_was_erased_opens_for_nobody(installed: Any, ground: Ground) -> None:
    assert installed
    life = opened(builders.file_petition(AT))
    with intruder(ground) as connection:
        connection.execute("DELETE FROM data_key WHERE petition = %s", (life.petition,))
    with pytest.raises(Unknown, match=r"petition\.erased"):
        story_of(life)
