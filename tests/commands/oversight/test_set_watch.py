"""Set the watch: the distances of reminders, whole, by the installer, in the ledger."""

from typing import Any

import pytest

from builders import DISPATCHER, HEAD, INSTALLER, PUBLIC, WATCH
from huiyin.commands.oversight.set_watch import SetWatch
from huiyin.commands.streams import OVERSIGHT
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused
from huiyin.queries.oversight.due import watch_in_force
from huiyin.rules.oversight.watch import shipped_watch
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, rows

pytestmark = pytest.mark.usefixtures("installed")


def ten_days() -> dict[str, Any]:
    duty = [{"days_before": 10, "to": ["handler"]}, {"days_before": -1, "to": ["handler", "bureau"]}]
    return {**shipped_watch().plain, "duty": duty, "supervise_after_days": 7}


def test_the_settings_hold_from_then_on_and_stand_in_the_ledger() -> None:
    assert watch_in_force() == shipped_watch()
    door.execute(SetWatch(settings=ten_days()), actor=INSTALLER, at=AT)
    watch = watch_in_force()
    assert [stage.days_before for stage in watch.duty] == [10, -1]
    assert (watch.supervise_after_days, watch.former) == (7, {5, 0, -1})
    assert entries(OVERSIGHT)[-1]["kind"] == "oversight.watch_set"


def test_set_again_they_replace_each_other_and_no_distance_is_forgotten() -> None:
    door.execute(SetWatch(settings=ten_days()), actor=INSTALLER, at=AT)
    door.execute(SetWatch(settings=shipped_watch().plain), actor=INSTALLER, at=AT)
    assert watch_in_force().former == {10, 5, 0, -1}
    assert len(rows("oversight_setting", kind="watch")) == 1


@pytest.mark.parametrize("actor", [DISPATCHER, HEAD, PUBLIC, WATCH])
def test_nobody_else_sets_them(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(SetWatch(settings=ten_days()), actor=actor, at=AT))


def test_unsound_settings_are_refused() -> None:
    wrong = {**ten_days(), "duty": []}
    refuses(Invalid, lambda: door.execute(SetWatch(settings=wrong), actor=INSTALLER, at=AT), "watch.order")


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(SetWatch(settings=ten_days()), actor=INSTALLER, at=AT))
