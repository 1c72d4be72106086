"""What ships is adopted at set-up; what a new release brings is carried out for matters that stand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import builders
from huiyin.cli import checks
from huiyin.cli.setting_up import rules
from huiyin.commands.learning.adopt import Adopt
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.prepare import moving
from huiyin.queries.learning.moving import waiting
from huiyin.rules.statute import changed
from huiyin.rules.statute.law import shipped_law
from support.moment import AT
from support.rules import adopted, year_file
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def adopt(at: datetime, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    monkeypatch.setattr(clock, "now", lambda: at)
    told: list[tuple[str, Any]] = []
    rules.adopt(lambda code, **facts: told.append((code, facts.get("id") or facts.get("year"))))
    return told


def test_what_ships_is_adopted_once_and_missing_days_off_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    first = adopt(AT, monkeypatch)
    assert ("setup.adopted", "calendar:cn:2026") in first
    assert first[-1] == ("setup.days_off_missing", 2027)
    assert adopt(AT, monkeypatch) == [("setup.days_off_missing", 2027)]
    assert rows("clocks_moved") == []


def test_what_a_new_release_brings_is_carried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    builders.file_petition()
    adopt(AT, monkeypatch)
    found = waiting(at=AT)
    assert {one.adopted for one in found} == {one["adopted"] for one in rows("clocks_moved")}
    [year] = [one for one in found if one.adopted == "calendar:cn:2026"]
    assert year.touched.stretches[0].last.year == 2026
    assert moving.carry_out(clock.now) == 0
    assert waiting(at=AT) == []


def test_a_pack_of_a_new_release_touches_what_it_gives_clocks() -> None:
    found = changed.shipped_touches("pack", "cn-sc-12345-2025", "1", after=shipped_law())
    assert (found.low, found.high, found.pack) == (510000, 519999, "cn-sc-12345-2025")
    assert found.starting


def test_the_doctor_tells_how_far_days_off_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    [next_year] = list(checks._days_off())
    assert (next_year.code, next_year.well, next_year.facts) == (
        "doctor.days_off_missing",
        True,
        {"year": 2027},
    )
    adopted(year_file(2027))
    [known] = list(checks._days_off())
    assert (known.code, known.well) == ("doctor.days_off", True)
    later = datetime(2028, 3, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert [(one.well, one.facts["year"]) for one in checks._days_off()] == [(False, 2028), (True, 2029)]


def test_what_set_up_adopts_needs_nobody_to_wait() -> None:
    command = Adopt(kind="calendar", name="cn", version="2024", digest=b"d" * 32, effective_on=rules.ALWAYS)
    door.execute(command, actor=builders.INSTALLER, at=AT)
    rules.moving.wait(command.id, at=AT)
    assert moving.carry_out(lambda: AT + timedelta(seconds=1)) == 0
    assert waiting(at=AT) == []
