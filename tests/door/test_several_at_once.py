"""Several at once on one matter: one after the other, one unbroken chain, nobody overwritten."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import builders
from builders import DISPATCHER, HANDLER, HEAD, WATER
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.draft_opinion import DraftOpinion
from huiyin.commands.handling.record_contact import RecordContact
from huiyin.commands.handling.sign_opinion import SignOpinion
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door
from huiyin.kernel.command import Actor, Command, Outcome
from huiyin.kernel.errors import Conflict, HuiyinError, Refused, Unlawful
from huiyin.kernel.ids import new_id
from support.state import entries, rows
from support.threads import together

pytestmark = pytest.mark.usefixtures("installed")


def doing(life: builders.Life, command: Command, actor: Actor) -> Callable[[], Outcome]:
    return lambda: door.execute(command, actor=actor, at=life.at + timedelta(days=1))


def outcome_of_two(life: builders.Life, calls: list[Callable[[], Any]]) -> HuiyinError:
    before = len(entries(life.petition))
    results = together(calls)
    [lost] = [one for one in results if isinstance(one, HuiyinError)]
    assert len(entries(life.petition)) == before + 1
    return lost


def test_two_officials_accept_one_matter_and_one_is_told() -> None:
    life = builders.classified()
    calls = [
        doing(life, AcceptPetition(petition=life.petition, notice=builders.new_document(life)), actor)
        for actor in (HANDLER, HEAD)
    ]
    lost = outcome_of_two(life, calls)
    assert isinstance(lost, Unlawful)
    assert (lost.code, lost.facts["state"]) == ("step.not_when_accepted", "accepted")
    assert len(rows("document")) == 1


def test_the_office_accepts_while_the_bureau_sends_it_elsewhere() -> None:
    for _ in range(3):
        life = builders.classified()
        accept = AcceptPetition(petition=life.petition, notice=builders.new_document(life))
        send = TransferPetition(petition=life.petition, to=WATER, reason="other_office_competent")
        lost = outcome_of_two(life, [doing(life, accept, HANDLER), doing(life, send, DISPATCHER)])
        assert isinstance(lost, Unlawful | Refused)


def test_the_head_signs_while_the_draft_is_replaced() -> None:
    for _ in range(3):
        life = builders.drafted()
        assert life.opinion
        sign = SignOpinion(petition=life.petition, opinion=life.opinion, document=builders.new_document(life))
        draft = DraftOpinion(
            petition=life.petition, id=new_id(life.at), outcome="explain", sealed_content=b"sealed"
        )
        lost = outcome_of_two(life, [doing(life, sign, HEAD), doing(life, draft, HANDLER)])
        assert isinstance(lost, Conflict | Unlawful)


def test_numbers_of_documents_have_no_gaps_and_no_twins() -> None:
    lives = [builders.classified() for _ in range(8)]
    results = together(
        [
            doing(life, AcceptPetition(petition=life.petition, notice=builders.new_document(life)), HANDLER)
            for life in lives
        ]
    )
    assert all(isinstance(one, Outcome) for one in results)
    numbers = sorted(int(one["number"].split("〕")[1].rstrip("号")) for one in rows("document"))
    assert numbers == list(range(1, 9))


def test_a_number_that_was_taken_in_vain_is_given_again() -> None:
    life, late = builders.classified(), builders.accepted()
    accept = AcceptPetition(petition=late.petition, notice=builders.new_document(late))
    [lost] = together([doing(late, accept, HANDLER)])
    assert isinstance(lost, Unlawful)
    builders.accepted(life)
    assert {one["number"] for one in rows("document")} == {"〔2026〕1号", "〔2026〕2号"}


def test_eight_threads_keep_one_unbroken_chain() -> None:
    life = builders.file_petition()
    people = [HANDLER, HEAD, DISPATCHER, builders.RECEPTION] * 2

    def many(actor: Actor, seed: int) -> Callable[[], None]:
        def run() -> None:
            order = random.Random(seed)  # noqa: S311  repeatable
            for number in range(25):
                at = life.at + timedelta(minutes=number, seconds=order.randrange(60))
                command = RecordContact(
                    petition=life.petition, id=new_id(at), way="visit", reached=True, sealed_note=b"sealed"
                )
                door.execute(command, actor=actor, at=at)

        return run

    together([many(actor, seed) for seed, actor in enumerate(people)])
    assert len(entries(life.petition)) == 201  # broken chains fail inside
    assert len(rows("contact", petition=life.petition)) == 200


def test_many_matters_in_different_orders_do_not_block_each_other() -> None:
    lives = [builders.file_petition() for _ in range(6)]

    def contacts(order: list[builders.Life]) -> Callable[[], Any]:
        commands = [
            RecordContact(
                petition=life.petition, id=new_id(life.at), way="visit", reached=True, sealed_note=b"sealed"
            )
            for life in order
        ]
        return lambda: door.execute_many(commands, actor=HANDLER, at=lives[0].at + timedelta(days=1))

    orders = [lives, lives[::-1], lives[3:] + lives[:3]] * 2
    results = together([contacts(order) for order in orders])
    assert all(len(one) == 6 for one in results)
    assert [len(entries(life.petition)) for life in lives] == [7] * 6


def test_filings_at_once_do_not_wait_for_each_other_in_vain() -> None:
    results = together([builders.file_petition] * 6)
    assert len({life.petition for life in results}) == 6
    assert len(rows("petition")) == 6
