"""Witness statements join a living matter, sealed, by the petitioner or an office that has it."""

import pytest

import builders
from huiyin.commands.evidence.add_witness_statement import AddWitnessStatement
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused, Unlawful
from huiyin.kernel.ids import OfficeId, new_id
from support.state import entries, leaves_nothing, refuses, row

pytestmark = pytest.mark.usefixtures("installed")


def state(life: builders.Life, actor: Actor) -> builders.Life:
    command = AddWitnessStatement(petition=life.petition, id=new_id(life.at), sealed_statement=b"sealed")
    return life.then(command, actor)


def test_the_petitioner_adds_one_and_the_office_that_has_the_matter_is_told() -> None:
    accepted = builders.accepted()
    life = state(accepted, accepted.petitioner)
    found = row("statement", petition=life.petition)
    assert (found["added_by"], found["office"], found["account"]) == ("petitioner", None, None)
    told = {notice.office for notice in life.outcome.decision.notices}
    assert told == {OfficeId(builders.BUREAU), OfficeId(builders.ECOLOGY)}


def test_an_office_adds_one_and_nothing_of_it_stands_in_the_entry_in_clear() -> None:
    life = state(builders.accepted(), builders.HANDLER)
    found = row("statement", petition=life.petition)
    assert (found["added_by"], found["office"]) == ("office", int(builders.ECOLOGY))
    assert entries(life.petition)[-1]["facts"] == {"article": "信访工作条例 第十九条第一款"}


def test_an_office_that_has_no_part_is_refused() -> None:
    life = builders.accepted()
    refuses(Refused, lambda: state(life, builders.STRANGER))


def test_the_petitioner_of_another_matter_is_refused() -> None:
    life, other = builders.accepted(), builders.file_petition()
    refuses(Refused, lambda: state(life, other.petitioner))


def test_after_the_answer_nothing_is_added() -> None:
    life = builders.answered()
    with pytest.raises(Unlawful) as refused:
        state(life, life.petitioner)
    assert refused.value.article == "信访工作条例 第十九条第一款"


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.accepted()
    leaves_nothing(lambda: state(life, life.petitioner))
