"""One's own matter: what the petitioner gets to see of it, and what not."""

from typing import Any
from uuid import uuid4

import pytest

import builders
from builders import ECOLOGY
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import receipts
from huiyin.queries.outreach import sending
from huiyin.queries.outreach.following import Following, following
from huiyin.queries.outreach.own_papers import own_paper
from huiyin.queries.outreach.own_story import OwnStory, own_story
from support.database import Ground
from support.moment import AT
from support.roles import intruder

pytestmark = pytest.mark.usefixtures("installed")

WHOM = [{"kind": "enterprise", "name": "某纺织厂"}, {"kind": "person", "name": "张某"}]


def story_of(life: builders.Life) -> OwnStory:
    found = own_story(life.petition)
    assert found is not None
    return found


def followed(life: builders.Life) -> Following:
    found = following(life.petition, at=life.at)
    assert found is not None
    return found


def test_what_was_filed_comes_back_word_for_word() -> None:
    life = builders.file_petition(respondents=WHOM)
    assert story_of(life).filed == life.prepared.filed


def test_a_story_without_one_of_its_respondents_proves_nothing(installed: Any, ground: Ground) -> None:
    assert installed
    life = builders.file_petition(respondents=WHOM)
    with intruder(ground) as connection:
        connection.execute(
            "DELETE FROM respondent WHERE id = (SELECT id FROM respondent WHERE petition = %s LIMIT 1)",
            (life.petition,),
        )
    story = story_of(life)
    assert len(story.respondents) == 1
    assert story.filed is None
    assert receipts.own_receipt(life.petition, story.filed, at=AT) is None


def test_a_receipt_is_made_again_only_for_the_very_words_that_were_filed() -> None:
    life = builders.file_petition()
    data = receipts.own_receipt(life.petition, life.prepared.filed, at=AT)
    assert data is not None
    assert receipts.verify(data).number == life.prepared.command.number
    assert receipts.own_receipt(life.petition, {**life.prepared.filed, "title": "另一个标题"}, at=AT) is None
    assert receipts.own_receipt(PetitionId(uuid4()), life.prepared.filed, at=AT) is None


def test_a_document_that_was_not_served_is_not_the_petitioners_yet() -> None:
    life = builders.signed()
    assert own_paper(life.petition, life.documents["opinion"]) is None
    assert own_paper(life.petition, uuid4()) is None


def test_why_a_matter_went_to_its_office_is_told_as_long_as_the_tables_say_so() -> None:
    life = builders.file_petition()
    matter, story = followed(life), story_of(life)
    assert sending.sent_by_itself(matter) == ECOLOGY
    assert sending.still_as_sent(matter)
    assert sending.reasons(matter, story) != ()


def test_no_reason_is_made_up_for_a_matter_that_a_person_sent() -> None:
    life = builders.transferred()
    matter = followed(life)
    assert sending.sent_by_itself(matter) is None
    assert not sending.still_as_sent(matter)
    assert sending.reasons(matter, story_of(life)) == ()


def test_nobody_has_a_story_or_papers_of_a_matter_that_is_not_there() -> None:
    nobody = PetitionId(uuid4())
    assert own_story(nobody) is None
    assert own_paper(nobody, uuid4()) is None
