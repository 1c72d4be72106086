"""What documents say: one outcome of many answers, numbers only for what was issued."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

import builders
from huiyin.kernel.errors import Invalid, Unknown
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.prepare.contents import lines, outcome_of, review_office
from huiyin.prepare.papers import print_draft, print_paper
from huiyin.queries.handling.story import PaperContent
from huiyin.queries.people.posts import Post
from huiyin.rules.access.roles import Role
from huiyin.rules.routing.offices import office

REPLY: dict[str, Any] = {
    "kind": "reply",
    "issuer": "成都市生态环境局",
    "addressee": "王小明",
    "petition_number": "2026-0000-0000",
    "matter": "纺织厂偷排污水",
    "demo": False,
    "contact": "028-00000000",
    "channel": "网上信访",
    "received_on": "2026-05-06",
    "klass": "suggestion",
    "outcome": "adopted",
    "request": "请加密巡查。",
    "answer": "已采纳。",
    "legal_basis": ["《信访工作条例》第二十九条。"],
}


def post(at: OfficeId) -> Post:
    seat = office(at)
    return Post(
        id=UUID(int=1),
        account=AccountId(1),
        office=at,
        role=Role.HANDLER,
        name=seat.name,
        name_en=seat.name_en,
        at_bureau=False,
        division=int(seat.division),
        level=builders.LEVELS[seat.level],
    )


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        (["not_support", "explain", "support"], "support"),
        (["not_support", "explain"], "explain"),
        (["not_support", "not_support"], "not_support"),
    ],
)
def test_an_opinion_is_as_favourable_as_its_best_answer(results: list[str], outcome: str) -> None:
    assert outcome_of([{"result": result} for result in results]) == outcome


@pytest.mark.parametrize("results", [[], ["perhaps"]])
def test_an_opinion_without_a_known_answer_is_refused(results: list[str]) -> None:
    with pytest.raises(Invalid, match=r"opinion\.unknown_outcome"):
        outcome_of([{"result": result} for result in results])


def test_the_next_higher_office_reviews_and_above_the_province_there_is_none() -> None:
    assert review_office(post(builders.ECOLOGY)) == office(builders.ECOLOGY_OF_SICHUAN).name
    assert review_office(post(builders.ECOLOGY_OF_SICHUAN)) == ""


def test_lines_that_say_nothing_are_left_out() -> None:
    assert lines(" 第一条。\n\n  \n第二条。 ") == ["第一条。", "第二条。"]


@pytest.mark.parametrize(
    ("at", "on"), [(None, date(2026, 5, 8)), (builders.ECOLOGY, None)], ids=["no office", "no day"]
)
def test_what_was_not_issued_has_no_number_and_is_not_printed_as_a_document(
    at: OfficeId | None, on: date | None
) -> None:
    draft = PaperContent(kind="reply", number="", office=at, issued_on=on, content=REPLY)
    with pytest.raises(Unknown, match=r"document\.not_issued"):
        print_paper(draft)


def test_a_draft_and_the_document_made_of_it_are_printed_apart() -> None:
    day = date(2026, 5, 8)
    issued = PaperContent(
        kind="reply", number="〔2026〕1号", office=builders.ECOLOGY, issued_on=day, content=REPLY
    )
    printed = print_paper(issued)
    assert printed.startswith(b"%PDF")
    assert printed == print_paper(issued)
    assert printed != print_draft(REPLY, on=day)
