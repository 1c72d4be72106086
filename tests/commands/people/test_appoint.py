"""Appoint to a post: nothing else gives rights, and administrators have none in the business."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import builders
from builders import BUREAU, INSTALLER
from huiyin.commands.people.appoint import Appoint
from huiyin.commands.streams import PEOPLE
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.kernel.ids import AccountId, OfficeId, named_id
from huiyin.rules.access.roles import POSTS, Role
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row

pytestmark = pytest.mark.usefixtures("installed")

NEW = AccountId(100)
APPOINT = Appoint(
    id=named_id("one more post"), account=NEW, office=BUREAU, role=Role.HANDLER, since=date(2026, 5, 6)
)


@pytest.fixture(autouse=True)
def _account(installed: Any) -> None:
    assert installed
    builders.account(NEW)


def test_a_post_is_given_and_stands_in_the_ledger() -> None:
    door.execute(APPOINT, actor=INSTALLER, at=AT)
    found = row("post", id=APPOINT.id)
    assert (found["account"], found["role"], found["until"]) == (NEW, "handler", None)
    assert entries(PEOPLE)[-1]["kind"] == "people.appointed"


def test_one_person_may_hold_several_posts_of_the_business() -> None:
    door.execute(APPOINT, actor=INSTALLER, at=AT)
    door.execute(replace(APPOINT, id=named_id("second"), role=Role.HEAD), actor=INSTALLER, at=AT)


@pytest.mark.parametrize("actor", [builders.DISPATCHER, builders.HEAD, builders.PUBLIC, builders.ROUTER])
def test_nobody_else_appoints(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(APPOINT, actor=actor, at=AT))


@pytest.mark.parametrize("change", [{"account": AccountId(999)}, {"office": OfficeId(1)}])
def test_account_and_office_must_be_there(change: dict[str, int]) -> None:
    command = replace(APPOINT, **change)  # type: ignore[arg-type]
    refuses(
        Invalid, lambda: door.execute(command, actor=INSTALLER, at=AT), "appoint.unknown_account_or_office"
    )


@pytest.mark.parametrize("role", sorted(set(Role) - POSTS))
def test_what_is_no_post_is_given_to_nobody(role: Role) -> None:
    refuses(
        Invalid, lambda: door.execute(replace(APPOINT, role=role), actor=INSTALLER, at=AT), "appoint.no_post"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Role.HANDLER, Role.SYSTEM_ADMINISTRATOR),
        (Role.AUDIT_ADMINISTRATOR, Role.HANDLER),
        (Role.AUDIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR),
    ],
)
def test_administrators_have_no_right_in_the_business_nor_a_second_administration(
    first: Role, second: Role
) -> None:
    door.execute(replace(APPOINT, role=first), actor=INSTALLER, at=AT)
    command = replace(APPOINT, id=named_id("second"), role=second)
    refuses(Invalid, lambda: door.execute(command, actor=INSTALLER, at=AT), "appoint.duties_not_separated")


def test_the_same_post_twice_is_a_conflict() -> None:
    door.execute(APPOINT, actor=INSTALLER, at=AT)
    refuses(Conflict, lambda: door.execute(APPOINT, actor=INSTALLER, at=AT), "door.written_already")


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(APPOINT, actor=INSTALLER, at=AT))
