"""`huiyin sweep destructions`: what was ordered at the desk, carried out at a terminal."""

import json
from datetime import timedelta
from typing import Any

import pytest

import builders
from huiyin.cli.sweep import command
from huiyin.cli.wording import Language
from huiyin.kernel import clock
from support.moment import AT
from support.state import row, rows


@pytest.fixture
def ordered(installed: Any, monkeypatch: pytest.MonkeyPatch) -> builders.Drawn:
    """A list of one matter that was ordered."""
    assert installed
    builders.scheduled()
    builders.executed()
    drawn = builders.order(builders.approve(builders.draw_up(builders.years_later(AT))))
    monkeypatch.setattr(clock, "now", lambda: drawn.at + timedelta(minutes=1))
    return drawn


@pytest.mark.usefixtures("ordered")
def test_it_carries_out_what_was_ordered_and_says_what_backups_still_hold(run: Any) -> None:
    ran = run(command, "destructions", language=Language.ZH)
    assert ran.code == 0
    for said in ("已销毁 1 件", "执行完毕的清册 1 份", "备份中仍有密钥"):
        assert said in ran.out
    assert (rows("data_key"), row("destruction_list")["state"]) == ([], "done")


@pytest.mark.usefixtures("ordered")
def test_it_tells_programs_in_json_and_does_nothing_twice(run: Any) -> None:
    first, second = (json.loads(run(command, "destructions", "--json").out) for _ in range(2))
    assert first == {"destroyed": 1, "left_out": 0, "files": 0, "finished": 1}
    assert second == dict.fromkeys(first, 0)
