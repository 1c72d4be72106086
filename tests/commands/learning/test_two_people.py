"""Rules take effect by two people: one proposes the exact bytes, another confirms them."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

import builders
from builders import CONFIRMER, DISPATCHER, HEAD, INSTALLER, PROPOSER, PUBLIC
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
from support.rules import adopted, proposal, shipped_pack, year_file
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


@pytest.mark.parametrize("actor", [DISPATCHER, HEAD, ADMINISTRATOR, INSTALLER, PUBLIC])
def test_only_the_bureau_of_the_province_proposes(actor: Actor) -> None:
    refuses(Refused, lambda: proposed(actor=actor), "access.refused")


@pytest.mark.parametrize("actor", [PROPOSER, DISPATCHER, HEAD, ADMINISTRATOR, INSTALLER, PUBLIC])
def test_only_its_head_confirms(actor: Actor) -> None:
    command = proposed(actor=CONFIRMER)
    refuses(Refused, lambda: confirm(command, actor), "access.refused")


def test_other_bytes_than_those_of_the_digest_are_refused() -> None:
    command = replace(proposal(NEXT), digest=b"d" * 32)
    refuses(Invalid, lambda: door.execute(command, actor=PROPOSER, at=AT), "rules.wrong_digest")


def test_what_was_looked_at_must_be_what_was_proposed() -> None:
    command = proposed()
    other = ConfirmRules(proposal=command.id, digest=b"d" * 32)
    refuses(Invalid, lambda: door.execute(other, actor=CONFIRMER, at=AT), "rules.wrong_digest")


def test_a_file_is_what_its_proposer_takes_it_for() -> None:
    command = replace(proposal(NEXT), name="cn-51")
    refuses(Invalid, lambda: door.execute(command, actor=PROPOSER, at=AT), "rules.other_file")


def test_a_reason_is_given() -> None:
    command = replace(proposal(NEXT), reason=" ")
    refuses(Invalid, lambda: door.execute(command, actor=PROPOSER, at=AT), "rules.reason_missing")


def unsound(before: str, after: str) -> ProposeRules:
    """A pack in which one line was spoilt."""
    text = shipped_pack("cn-xinfang-2022").decode()
    assert before in text
    content = text.replace(before, after, 1).encode()
    return replace(
        proposal(shipped_pack("cn-internal-2014")),
        name="cn-xinfang-2022",
        content=content,
        digest=hashlib.sha256(content).digest(),
    )


LENGTH = "lengths = [{ from = 2022-05-01, number = 15 }]"


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ("lengths = [{ from = 2022-05-01, number = 15 }, { from = 2024-01-01, number = 9 }]", "pack.overlap"),
        (
            LENGTH.replace(" }]", ", until = 2022-12-31 }, { from = 2024-01-01, number = 9 }]"),
            "pack.gap",
        ),
        ("lengths = [{ from = 2020-05-01, number = 15 }]", "pack.rule_before_pack"),
    ],
)
def test_a_pack_with_an_overlap_or_a_gap_is_refused_with_its_line(spoilt: str, code: str) -> None:
    command = unsound(LENGTH, spoilt)
    error = refuses(Invalid, lambda: door.execute(command, actor=PROPOSER, at=AT), code)
    assert error.facts["line"] == command.content.decode().splitlines().index(spoilt) + 1
    assert error.facts["rule"] == "cn22.bureau.dispatch"


def test_what_is_in_force_is_not_proposed_again() -> None:
    command = proposed()
    refuses(Conflict, proposed, "rules.proposed_already")
    confirm(command)
    refuses(Conflict, proposed, "rules.stands_already")


def test_a_pack_that_ships_in_force_is_not_proposed() -> None:
    pack = shipped_pack("cn-xinfang-2022")
    refuses(Conflict, lambda: proposed(pack), "rules.stands_already")
    altered = pack + b"\n# another\n"
    refuses(Conflict, lambda: proposed(altered), "rules.version_stands")


def test_rules_that_are_no_law_are_not_proposed() -> None:
    text = shipped_pack("demo-seed-30-90")
    digest = hashlib.sha256(text).digest()
    command = replace(proposal(NEXT), kind="pack", content=text, digest=digest)
    refuses(Invalid, lambda: door.execute(command, actor=PROPOSER, at=AT), "rules.not_law")


def test_nothing_takes_effect_before_it_is_confirmed() -> None:
    command = proposal(NEXT, effective_on=date(2026, 1, 1))
    door.execute(command, actor=PROPOSER, at=AT)
    confirm(command)
    assert row("adopted", proposal=command.id)["effective_on"] == AT.date()


def test_a_proposal_is_withdrawn_by_its_proposer_and_rejected_by_another() -> None:
    mine, others = proposed(), proposed(year_file(2028, date(2028, 1, 1)))
    for command, actor, state in ((mine, PROPOSER, "withdrawn"), (others, CONFIRMER, "rejected")):
        door.execute(TurnDownRules(proposal=command.id, reason="误"), actor=actor, at=AT)
        assert row("rule_proposal", id=command.id)["state"] == state
        assert entries(STATUTE)[-1]["kind"] == f"statute.rules_{state}"
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


def test_what_nobody_proposed_is_not_confirmed() -> None:
    nothing = named_id("no proposal")
    confirming, down = (
        ConfirmRules(proposal=nothing, digest=b""),
        TurnDownRules(proposal=nothing, reason="误"),
    )
    refuses(Unknown, lambda: door.execute(confirming, actor=CONFIRMER, at=AT), "rules.no_such_proposal")
    refuses(Unknown, lambda: door.execute(down, actor=CONFIRMER, at=AT), "rules.no_such_proposal")


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(proposed)
    later = AT + timedelta(days=1)
    leaves_nothing(lambda: adopted(year_file(2029, date(2029, 1, 1)), at=later))
