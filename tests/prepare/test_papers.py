"""Documents from contents: letters of their numbers, outcomes, and what cannot be printed."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from huiyin.kernel.errors import Invalid, Unknown
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.prepare import opening, papers
from huiyin.prepare.contents import outcome_of
from huiyin.prepare.paper_codes import code_of
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.queries.handling.story import PaperContent
from huiyin.rules.routing.offices import serving

REPLY: dict[str, Any] = {
    "kind": "reply",
    "issuer": "成都市生态环境局",
    "addressee": "王小明",
    "petition_number": "4F7K2-M9QTX-C",
    "matter": "增设停车位",
    "channel": "网上信访",
    "received_on": "2026-05-06",
    "klass": "suggestion",
    "outcome": "not_adopted",
    "request": "建议在地铁口增设停车位。",
    "answer": "该处为消防通道。",
    "legal_basis": ["《中华人民共和国消防法》第二十八条。"],
    "demo": False,
    "contact": "",
}


@pytest.mark.parametrize(
    ("kind", "division", "letters"),
    [
        ("ecology", 510000, "川环信告"),
        ("ecology", 510100, "成都环信告"),
        ("ecology", 510104, "成都锦江环信告"),
        ("petition", 510100, "成都信告"),
        ("ecology", 513200, "阿坝环信告"),
        ("science", 510100, "成都科学技术局信告"),
    ],
)
def test_a_number_begins_with_place_field_and_kind(kind: str, division: int, letters: str) -> None:
    assert code_of(serving(kind, division), "acceptance") == letters


def test_districts_of_one_name_in_two_prefectures_have_letters_of_their_own() -> None:
    neijiang, leshan = (code_of(serving("ecology", code), "reply") for code in (511002, 511102))
    assert neijiang != leshan


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        (("support",), "support"),
        (("not_support", "support", "explain"), "support"),
        (("not_support", "explain"), "explain"),
        (("not_support",), "not_support"),
    ],
)
def test_an_opinion_supports_when_any_request_is_supported(results: tuple[str, ...], outcome: str) -> None:
    assert outcome_of([{"result": result} for result in results]) == outcome


def test_an_opinion_without_a_known_outcome_is_none() -> None:
    with pytest.raises(Invalid) as refused:
        outcome_of([{"result": "perhaps"}])
    assert refused.value.code == "opinion.unknown_outcome"


def test_what_was_not_issued_is_printed_as_a_draft_only() -> None:
    paper = PaperContent(kind="reply", number="", office=None, issued_on=None, content=REPLY)
    with pytest.raises(Unknown) as refused:
        papers.print_paper(paper)
    assert refused.value.code == "document.not_issued"


def test_an_issued_reply_has_its_number_and_the_same_bytes_each_time() -> None:
    office = OfficeId(serving("ecology", 510100))
    paper = PaperContent(
        kind="reply", number="〔2026〕7号", office=office, issued_on=date(2026, 5, 8), content=REPLY
    )
    assert papers.print_paper(paper) == papers.print_paper(paper)
    assert papers.drafted(REPLY, on=date(2026, 5, 8)).number == ""


def test_a_kind_of_file_that_nobody_knows_says_nothing_of_itself() -> None:
    file = SealedObject(
        id=uuid4(),
        petition=PetitionId(uuid4()),
        name="x",
        kind="application/x-unknown",
        size=1,
        address="0" * 64,
        wrapped=b"",
    )
    assert opening.facts(file) == ()
