"""A proposal is withdrawn by who made it, or rejected by who could confirm it."""

from dataclasses import replace
from datetime import date

import pytest

import builders
from builders import CONFIRMER, PROPOSER
from huiyin.commands.learning.confirm_rules import ConfirmRules
from huiyin.commands.learning.propose_rules import ProposeRules
from huiyin.commands.learning.turn_down_rules import TurnDownRules
from huiyin.commands.streams import STATUTE
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import named_id
from huiyin.rules.access.roles import Role
from support.moment import AT
from support.rules import proposal, year_file
from support.state import entries, leaves_nothing, refuses, row

pytestmark = pytest.mark.usefixtures("installed")

NEXT = year_file(2027, date(2027, 1, 1))
ADMINISTRATOR = builders.official(Role.SYSTEM_ADMINISTRATOR, builders.BUREAU_OF_SICHUAN)


def proposed(content: bytes = NEXT, actor: Actor = PROPOSER) -> ProposeRules:
    command = proposal(content)
    door.execute(command, actor=actor, at=AT)
    return command


def confirm(command: ProposeRules, actor: Actor = CONFIRMER) -> None:
    door.execute(ConfirmRules(proposal=command.id, digest=command.digest), actor=actor, at=AT)


def test_a_proposal_is_withdrawn_by_its_proposer_and_rejected_by_another() -> None:
    mine, others = proposed(), proposed(year_file(2028, date(2028, 1, 1)))
    for command, actor, state in ((mine, PROPOSER, "withdrawn"), (others, CONFIRMER, "rejected")):
        door.execute(TurnDownRules(proposal=command.id, reason="误"), actor=actor, at=AT)
        assert row("rule_proposal", id=command.id)["state"] == state
        assert entries(STATUTE)[-1]["kind"] == "statute.rules_turned_down"
        assert entries(STATUTE)[-1]["facts"]["state"] == state
        refuses(Conflict, lambda one=command: confirm(one), "rules.decided_already")
        again = TurnDownRules(proposal=command.id, reason="再")
        refuses(
            Conflict, lambda one=again: door.execute(one, actor=CONFIRMER, at=AT), "rules.decided_already"
        )
    proposed()  # it may be proposed anew


def test_who_may_not_confirm_does_not_reject_another_s() -> None:
    command = proposed(actor=CONFIRMER)
    turn_down = TurnDownRules(proposal=command.id, reason="误")
    refuses(Refused, lambda: door.execute(turn_down, actor=PROPOSER, at=AT), "access.refused")
    silent = replace(turn_down, reason="")
    refuses(Invalid, lambda: door.execute(silent, actor=CONFIRMER, at=AT), "rules.reason_missing")


def test_what_nobody_proposed_is_not_turned_down() -> None:
    down = TurnDownRules(proposal=named_id("no proposal"), reason="误")
    refuses(Unknown, lambda: door.execute(down, actor=CONFIRMER, at=AT), "rules.no_such_proposal")


def test_a_late_failure_leaves_nothing() -> None:
    command = proposed()
    down = TurnDownRules(proposal=command.id, reason="误")
    leaves_nothing(lambda: door.execute(down, actor=PROPOSER, at=AT))
