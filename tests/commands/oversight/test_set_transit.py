"""Set for how long an unserved document counts as on its way: by the installer, in the ledger."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

import builders
from builders import DISPATCHER, HEAD, INSTALLER, PUBLIC, RECORDER, WATCH
from huiyin.commands.oversight.set_transit import SetTransit
from huiyin.commands.streams import OVERSIGHT
from huiyin.door import door
from huiyin.jobs.silences import sweep_silences
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused
from huiyin.queries.oversight.due import watch_in_force
from huiyin.records.oversight.settings import transit_in_force
from huiyin.rules.nonresponse.transit import Transit, shipped_transit
from huiyin.rules.oversight.watch import shipped_watch
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

# The last day of the notice was 2026-05-21; it was issued on 2026-05-09 and never served.
AFTER = AT + timedelta(days=16)


def set_to(days: int) -> SetTransit:
    return SetTransit(settings=Transit(on_its_way_days=days).plain)


def posted() -> builders.Life:
    return builders.accepted(builders.classified(builders.file_petition(electronic=False)))


def test_it_holds_from_then_on_and_stands_in_the_ledger() -> None:
    assert transit_in_force() == shipped_transit()
    door.execute(set_to(20), actor=INSTALLER, at=AT)
    assert transit_in_force() == Transit(on_its_way_days=20)
    entry = entries(OVERSIGHT)[-1]
    assert (entry["kind"], entry["facts"]) == ("oversight.transit_set", {"settings": {"on_its_way_days": 20}})
    assert differences() == []


def test_set_again_it_replaces_what_stood_and_leaves_the_reminders_alone() -> None:
    door.execute(set_to(20), actor=INSTALLER, at=AT)
    door.execute(set_to(3), actor=INSTALLER, at=AT)
    assert [one["value"] for one in rows("oversight_setting", kind="transit")] == [{"on_its_way_days": 3}]
    assert watch_in_force() == shipped_watch()


@pytest.mark.parametrize(("days", "recorded"), [(6, 1), (7, 1), (12, 1), (13, 0), (30, 0)])
def test_a_document_that_is_still_on_its_way_keeps_the_silence_from_being_recorded(
    days: int, recorded: int
) -> None:
    posted()
    door.execute(set_to(days), actor=INSTALLER, at=AT)
    assert sweep_silences(at=AFTER).recorded == recorded


def test_what_was_recorded_before_stands_when_the_days_become_more() -> None:
    posted()
    door.execute(set_to(0), actor=INSTALLER, at=AT)
    assert sweep_silences(at=AFTER).recorded == 1
    door.execute(set_to(300), actor=INSTALLER, at=AFTER)
    again = sweep_silences(at=AFTER)
    assert (again.recorded, again.corrected) == (0, 0)
    assert [one["corrected_at"] for one in rows("nonresponse")] == [None]


@pytest.mark.parametrize("actor", [DISPATCHER, HEAD, PUBLIC, WATCH, RECORDER])
def test_nobody_else_sets_it(actor: Actor) -> None:
    refuses(Refused, lambda: door.execute(set_to(0), actor=actor, at=AT))


@pytest.mark.parametrize(
    ("settings", "code"),
    [({"on_its_way_days": -1}, "transit.days"), ({}, "transit.days"), ({"days": 3}, "transit.unknown_key")],
)
def test_an_unsound_setting_is_refused(settings: Mapping[str, int], code: str) -> None:
    refuses(Invalid, lambda: door.execute(SetTransit(settings=settings), actor=INSTALLER, at=AT), code)


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(lambda: door.execute(set_to(3), actor=INSTALLER, at=AT))
