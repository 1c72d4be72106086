"""Erase the content of a matter: by a second person, once, and the proof stays."""

import hashlib

import psycopg
import pytest

import builders
from builders import DISPATCHER, ERASER, HANDLER, HEAD, INSPECTOR, Life
from huiyin.commands.evidence.erase_petition import ErasePetition
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.commands.outreach.rate_petition import RatePetition
from huiyin.kernel import canonical
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.records import sql
from support.roles import attempt
from support.state import entries, leaves_nothing, refuses, row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


def erase(life: Life, actor: Actor = ERASER, number: str = "") -> Life:
    assert life.erasure is not None
    named = number or life.prepared.command.number
    return life.then(ErasePetition(petition=life.petition, proposal=life.erasure, number=named), actor)


def test_key_and_salts_are_destroyed_and_the_entry_that_tells_it_keeps_its_own() -> None:
    other = builders.file_petition()
    life = erase(builders.erasure_proposed())
    told = entries(life.petition)
    left = {bytes(one["commitment"]) for one in rows("entry_salt")}
    assert [one["kind"] for one in told if one["commitment"] in left] == ["petition.erased"]
    assert rows("data_key", petition=life.petition) == []
    assert other.outcome.entry.commitment in left
    assert rows("data_key", petition=other.petition)
    found = row("petition", id=life.petition)
    assert (found["erased_at"], found["state"]) == (life.at, "answered")
    assert row("erasure", petition=life.petition)["decided_by"] == ERASER.account


def test_the_entry_tells_what_was_erased_on_which_basis_why_and_by_whom() -> None:
    life = erase(builders.erasure_proposed())
    *before, last = entries(life.petition)
    assert last["shown"] == {"kind": "petition.erased"}
    assert last["actor"]["account"] == ERASER.account
    facts = last["facts"]
    assert (facts["basis"], facts["reason"]) == ("个人信息保护法 第四十七条", "保存期限届满")
    assert (facts["proposed_by"], facts["files"]) == (DISPATCHER.account, 0)
    bodies = [hashlib.sha256(bytes(row("entry", id=one["id"])["body"])).digest() for one in before]
    assert facts["bodies"] == canonical.plain(bodies)


def test_whoever_proposed_it_does_not_confirm_it() -> None:
    life = builders.over()
    proposed = builders.erasure_proposed(life)
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("UPDATE erasure SET proposed_by = %s", (ERASER.account,))
    refuses(Refused, lambda: erase(proposed), "erasure.same_person")


@pytest.mark.parametrize("actor", [DISPATCHER, HANDLER, HEAD, INSPECTOR, builders.PUBLIC, builders.INSTALLER])
def test_nobody_but_the_head_of_the_bureau_confirms_it(actor: Actor) -> None:
    life = builders.erasure_proposed()
    refuses(Refused, lambda: erase(life, actor), "access.refused")


def test_the_number_is_written_out() -> None:
    life = builders.erasure_proposed()
    refuses(Invalid, lambda: erase(life, number="nothing"), "erasure.wrong_number")


def test_it_is_erased_once() -> None:
    life = builders.erased()
    refuses(Conflict, lambda: erase(life), "petition.erased")


def test_a_proposal_that_is_not_there_or_was_turned_down_is_not_carried_out() -> None:
    life = builders.erasure_proposed()
    ghost = ErasePetition(petition=life.petition, proposal=new_id(life.at), number="")
    refuses(Unknown, lambda: life.then(ghost, ERASER), "erasure.no_such_proposal")


def test_nothing_more_is_done_with_what_was_erased() -> None:
    life = builders.erased()
    refuses(Conflict, lambda: life.then(OpenStory(petition=life.petition), HANDLER), "petition.erased")
    rating = RatePetition(
        petition=life.petition, id=new_id(life.at), of="bureau", grade=5, sealed_comment=None
    )
    refuses(Unlawful, lambda: life.then(rating, life.petitioner), "step.erased")


def test_the_ledger_verifies_after_it() -> None:
    builders.erased()
    assert differences() == []


def test_no_role_but_the_owner_can_call_what_destroys() -> None:
    life = builders.file_petition()
    for role in ("writer", "reader"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt(role, "SELECT erase_petition(%s, 'x')", (life.petition,))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt(role, "SELECT door_apply('{}')")


def test_the_database_erases_nothing_that_two_people_have_not_decided() -> None:
    proposed = builders.erasure_proposed()
    with pytest.raises(psycopg.errors.RaiseException):
        attempt("owner", "SELECT erase_petition(%s, 'x')", (proposed.petition,))
    erased = builders.erased()
    with pytest.raises(psycopg.errors.RaiseException):
        attempt("owner", "SELECT erase_petition(%s, 'x')", (erased.petition,))


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.erasure_proposed()
    leaves_nothing(lambda: erase(life))
