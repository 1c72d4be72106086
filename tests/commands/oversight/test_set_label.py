"""Set a label: the own wording of a place groups checks; without checks it is withdrawn."""

import pytest

import builders
from builders import BUREAU, BUREAU_OF_SICHUAN, DISPATCHER, HEAD, LABEL, PUBLIC, official
from huiyin.commands.oversight.set_label import SetLabel
from huiyin.door import door
from huiyin.kernel.command import PUBLIC as NOBODY
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused
from huiyin.queries.oversight.items import labels
from huiyin.rules.access.roles import Role
from huiyin.rules.oversight.checks import Check
from support.moment import AT
from support.state import leaves_nothing, refuses, rows

pytestmark = pytest.mark.usefixtures("installed")

HEAD_OF_PROVINCE = official(Role.HEAD, BUREAU_OF_SICHUAN)
ADMINISTRATOR = official(Role.SYSTEM_ADMINISTRATOR, BUREAU_OF_SICHUAN)
NEW = SetLabel(name="本省口径", checks=frozenset({Check.TELL, Check.REGISTER}))


def test_the_head_of_the_provincial_bureau_groups_checks_under_the_places_own_wording() -> None:
    door.execute(NEW, actor=HEAD_OF_PROVINCE, at=AT)
    assert {one.name: one.checks for one in labels(NOBODY)}["本省口径"] == {Check.TELL, Check.REGISTER}
    assert rows("oversight_setting", name="本省口径")[0]["checks"] == ["register", "tell"]


def test_the_same_name_is_replaced_and_without_checks_withdrawn() -> None:
    door.execute(SetLabel(name=LABEL, checks=frozenset({Check.REPLY})), actor=HEAD_OF_PROVINCE, at=AT)
    assert [one.checks for one in labels(NOBODY)] == [{Check.REPLY}]
    door.execute(SetLabel(name=LABEL, checks=frozenset()), actor=HEAD_OF_PROVINCE, at=AT)
    assert labels(NOBODY) == ()


@pytest.mark.parametrize(
    "actor", [DISPATCHER, HEAD, PUBLIC, builders.WATCH, official(Role.HEAD, BUREAU), ADMINISTRATOR]
)
def test_nobody_else_sets_one(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(NEW, actor=actor, at=AT))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (SetLabel(name="  ", checks=frozenset({Check.TELL})), "label.name"),
        (SetLabel(name="长" * 41, checks=frozenset({Check.TELL})), "label.name"),
        (SetLabel(name="无", checks=frozenset()), "label.no_checks"),
    ],
)
def test_a_label_has_a_name_and_checks(command: SetLabel, code: str) -> None:
    refuses(Invalid, lambda: door.execute(command, actor=HEAD_OF_PROVINCE, at=AT), code)


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(NEW, actor=HEAD_OF_PROVINCE, at=AT))
