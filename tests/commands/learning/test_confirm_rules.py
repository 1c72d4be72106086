"""Rules are confirmed by another person, who has looked at the same bytes."""

from datetime import date

import pytest

import builders
from builders import CONFIRMER, DISPATCHER, HEAD, INSTALLER, PROPOSER, PUBLIC
from huiyin.commands.learning.confirm_rules import ConfirmRules
from huiyin.commands.learning.propose_rules import ProposeRules
from huiyin.commands.streams import STATUTE
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import named_id
from huiyin.rules.access.roles import Role
from support.moment import AT
from support.rules import proposal, year_file
from support.state import entries, leaves_nothing, refuses, row
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

NEXT = year_file(2027, date(2027, 1, 1))
ADMINISTRATOR = builders.official(Role.SYSTEM_ADMINISTRATOR, builders.BUREAU_OF_SICHUAN)


def proposed(content: bytes = NEXT, actor: Actor = PROPOSER) -> ProposeRules:
    command = proposal(content)
    door.execute(command, actor=actor, at=AT)
    return command


def confirm(command: ProposeRules, actor: Actor = CONFIRMER) -> None:
    door.execute(ConfirmRules(proposal=command.id, digest=command.digest), actor=actor, at=AT)


def test_one_proposes_another_confirms_and_the_ledger_has_the_digest_of_both() -> None:
    command = proposed()
    assert row("rule_proposal", id=command.id)["state"] == "proposed"
    confirm(command)
    found = row("adopted", proposal=command.id)
    assert (found["kind"], found["name"], found["digest"]) == ("calendar", "cn", command.digest)
    assert found["id"] == f"calendar:cn:2027-{command.digest.hex()[:8]}"
    assert row("rule_proposal", id=command.id)["content"] == NEXT
    last, before = entries(STATUTE)[-1], entries(STATUTE)[-2]
    assert (before["kind"], last["kind"]) == ("statute.rules_proposed", "statute.rules_confirmed")
    assert before["facts"]["digest"] == last["facts"]["digest"]
    assert last["actor"]["account"] != before["actor"]["account"]
    assert differences() == []


def test_the_same_person_does_not_confirm() -> None:
    command = proposed(actor=CONFIRMER)
    refuses(Refused, lambda: confirm(command), "rules.same_person")


@pytest.mark.parametrize("actor", [PROPOSER, DISPATCHER, HEAD, ADMINISTRATOR, INSTALLER, PUBLIC])
def test_only_its_head_confirms(actor: Actor) -> None:
    command = proposed(actor=CONFIRMER)
    refuses(Refused, lambda: confirm(command, actor), "access.refused")


def test_what_was_looked_at_must_be_what_was_proposed() -> None:
    command = proposed()
    other = ConfirmRules(proposal=command.id, digest=b"d" * 32)
    refuses(Invalid, lambda: door.execute(other, actor=CONFIRMER, at=AT), "rules.wrong_digest")


def test_what_is_in_force_is_not_proposed_again() -> None:
    command = proposed()
    refuses(Conflict, proposed, "rules.proposed_already")
    confirm(command)
    refuses(Conflict, proposed, "rules.stands_already")


def test_nothing_takes_effect_before_it_is_confirmed() -> None:
    command = proposal(NEXT, effective_on=date(2026, 1, 1))
    door.execute(command, actor=PROPOSER, at=AT)
    confirm(command)
    assert row("adopted", proposal=command.id)["effective_on"] == AT.date()


def test_what_nobody_proposed_is_not_confirmed() -> None:
    nothing = named_id("no proposal")
    confirming = ConfirmRules(proposal=nothing, digest=b"")
    refuses(Unknown, lambda: door.execute(confirming, actor=CONFIRMER, at=AT), "rules.no_such_proposal")


def test_a_late_failure_leaves_nothing() -> None:
    command = proposed()
    leaves_nothing(lambda: confirm(command))
