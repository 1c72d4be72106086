"""Rules are proposed by one person: the exact bytes, checked, which change nothing yet."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest

import builders
from builders import DISPATCHER, HEAD, INSTALLER, PROPOSER, PUBLIC
from huiyin.commands.learning.propose_rules import ProposeRules
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.rules.access.roles import Role
from support.moment import AT
from support.rules import proposal, shipped_pack, year_file
from support.state import leaves_nothing, refuses

pytestmark = pytest.mark.usefixtures("installed")

NEXT = year_file(2027, date(2027, 1, 1))
ADMINISTRATOR = builders.official(Role.SYSTEM_ADMINISTRATOR, builders.BUREAU_OF_SICHUAN)


def proposed(content: bytes = NEXT, actor: Actor = PROPOSER) -> ProposeRules:
    command = proposal(content)
    door.execute(command, actor=actor, at=AT)
    return command


@pytest.mark.parametrize("actor", [DISPATCHER, HEAD, ADMINISTRATOR, INSTALLER, PUBLIC])
def test_only_the_bureau_of_the_province_proposes(actor: Actor) -> None:
    refuses(Refused, lambda: proposed(actor=actor), "access.refused")


def test_other_bytes_than_those_of_the_digest_are_refused() -> None:
    command = replace(proposal(NEXT), digest=b"d" * 32)
    refuses(Invalid, lambda: door.execute(command, actor=PROPOSER, at=AT), "rules.wrong_digest")


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


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(proposed)
