"""What a petitioner adds to a living matter: sealed, through the door, only when the law allows it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

import builders
from huiyin.kernel.errors import Conflict, Invalid, Unknown, Unlawful
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import replies
from huiyin.queries.outreach.following import following
from huiyin.queries.outreach.own_story import own_key
from huiyin.rules.lifecycle.states import State
from huiyin.vault.binding import place
from huiyin.vault.sealing import open_text
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")


def stored(installed: Any, table: str, column: str) -> tuple[Any, bytes]:
    with installed["owner"].cursor() as cursor:
        cursor.execute(f"SELECT id, {column} FROM {table}")
        [(row, sealed)] = cursor.fetchall()
        return row, sealed


def opened(petition: PetitionId, sealed: bytes, *where: Any) -> str:
    key = own_key(petition)
    assert key is not None
    return open_text(key, sealed, bound_to=place(*where))


def test_a_rating_is_given_once_to_each_side_and_its_comment_is_sealed(installed: Any) -> None:
    life = builders.declined()
    replies.rate(life.petition, of="office", grade=2, comment="等了很久", at=life.at)
    row, sealed = stored(installed, "rating", "sealed_comment")
    assert opened(life.petition, sealed, "rating", "sealed_comment", row) == "等了很久"
    with pytest.raises(Conflict):
        replies.rate(life.petition, of="office", grade=5, comment="", at=life.at)
    replies.rate(life.petition, of="bureau", grade=4, comment=" ", at=life.at)
    seen = following(life.petition, at=life.at)
    assert seen is not None
    assert [(one.of, one.grade) for one in seen.rated] == [("office", 2), ("bureau", 4)]


def test_a_comment_of_signs_only_is_asked_for_in_words() -> None:
    life = builders.declined()
    with pytest.raises(Invalid):
        replies.rate(life.petition, of="office", grade=2, comment="!!!", at=life.at)


def test_nothing_is_rated_before_it_is_answered() -> None:
    life = builders.file_petition()
    with pytest.raises(Unlawful):
        replies.rate(life.petition, of="office", grade=5, comment="", at=life.at)


def test_a_review_is_asked_for_with_sealed_grounds_while_the_window_is_open(installed: Any) -> None:
    life = builders.answered()
    replies.request_review(life.petition, grounds="事实不清", at=life.at + timedelta(days=3))
    row, sealed = stored(installed, "review_request", "sealed_grounds")
    assert opened(life.petition, sealed, "review_request", "sealed_grounds", row) == "事实不清"
    seen = following(life.petition, at=life.at + timedelta(days=4))
    assert seen is not None
    assert seen.state is State.UNDER_REVIEW


def test_a_review_without_grounds_or_out_of_time_is_refused() -> None:
    life = builders.answered()
    with pytest.raises(Invalid):
        replies.request_review(life.petition, grounds=" ", at=life.at)
    with pytest.raises(Unlawful):
        replies.request_review(life.petition, grounds="事实不清", at=life.at + timedelta(days=60))


def test_a_person_can_be_asked_for_after_an_automatic_transfer() -> None:
    life = builders.file_petition()
    replies.request_person(life.petition, at=life.at + timedelta(hours=1))
    seen = following(life.petition, at=life.at)
    assert seen is not None
    assert seen.state is State.REGISTERED


def test_a_petition_that_does_not_exist_is_unknown() -> None:
    nobody = PetitionId(uuid4())
    with pytest.raises(Unknown):
        replies.request_review(nobody, grounds="事实不清", at=AT)
    assert following(nobody, at=AT) is None


def test_a_petitioner_sees_documents_offices_clocks_and_who_opened_the_file() -> None:
    life = builders.answered()
    seen = following(life.petition, at=life.at)
    assert seen is not None
    assert [one.kind for one in seen.documents] == ["acceptance", "opinion"]
    assert builders.ECOLOGY in {one.office for one in seen.parts}
    assert any(clock.rule_id.endswith("review.request") for clock in seen.clocks)
    assert seen.openings == ()
