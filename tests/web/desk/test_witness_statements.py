"""Witness statements at the desk and by the petitioner: sealed, told to who may read, and to nobody else."""

import pytest
from desk_forms import address, opened, send
from django.test import Client
from officials import words

import builders
from huiyin.kernel.errors import Invalid
from huiyin.prepare import statements
from huiyin.queries.outreach.own_story import own_story
from support.state import entries, row

SAID = {
    "who": "李某，邻居",
    "reach": "138…",
    "when": "4月28日夜里",
    "where": "厂区后门",
    "what": "看见有人接软管。",
}


def test_what_a_witness_told_is_sealed_and_shown_with_the_story(handler: Client) -> None:
    life = builders.accepted()
    assert send(handler, life, "witness", **SAID).status_code == 302
    assert "李某".encode() not in bytes(row("statement", petition=life.petition)["sealed_statement"])
    closed = words(handler.get(address(life)))
    assert "李某" not in closed
    opened(handler, life)
    page = words(handler.get(address(life)))
    for said in (*SAID.values(), "补充证人证言：李某，邻居"):
        assert said in page


def test_only_what_was_seen_must_be_filled_in(handler: Client) -> None:
    life = builders.accepted()
    page = send(handler, life, "witness", who="李某")
    assert page.status_code == 422
    assert "李某" in words(page)
    assert send(handler, life, "witness", what="听见机器声。").status_code == 302
    opened(handler, life)
    assert "未留名的证人" in words(handler.get(address(life)))


def test_a_witness_who_spoke_to_an_office_is_not_made_known_to_the_petitioner(handler: Client) -> None:
    life = builders.accepted()
    send(handler, life, "witness", **SAID)
    statements.stated(life.petition, {**SAID, "who": "赵某"}, at=life.at)
    story = own_story(life.petition)
    assert story is not None
    assert [one.who for one in story.statements] == ["赵某"]
    assert entries(life.petition)[-1]["kind"] == "petition.statement_added"


def test_what_the_petitioner_adds_stands_with_the_story_as_theirs(handler: Client) -> None:
    life = builders.accepted()
    statements.stated(life.petition, SAID, at=life.at)
    opened(handler, life)
    page = words(handler.get(address(life)))
    assert "厂区后门" in page
    assert row("statement", petition=life.petition)["account"] is None


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("what", ["", "！！！"])
def test_a_statement_without_words_is_none(what: str) -> None:
    life = builders.accepted()
    with pytest.raises(Invalid):
        statements.stated(life.petition, {**SAID, "what": what}, at=life.at)
