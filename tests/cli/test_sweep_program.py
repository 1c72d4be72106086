"""`huiyin sweep`: what is due is done at once; when whom to remind is shown, and set from a file."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import builders
from huiyin.cli.sweep import command
from huiyin.jobs import tasks
from huiyin.kernel import clock
from huiyin.kernel.errors import Invalid
from huiyin.queries.oversight.due import watch_in_force
from huiyin.rules.oversight.watch import shipped_watch
from support.moment import AT
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")

SETTINGS = """
supervise_after_days = 3
[[duty]]
days_before = 7
to = ["handler", "head"]
[[duty]]
days_before = -1
to = ["bureau"]
[[window]]
days_before = -1
to = []
"""


@pytest.fixture
def _late(installed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed
    builders.waiting()
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=20))


@pytest.mark.usefixtures("_late")
def test_what_is_due_is_done_and_counted(run: Any) -> None:
    ran = run(command, "deadlines", "--json")
    assert ran.code == 0
    assert json.loads(ran.out) == {"reminded": 1, "raised": 1, "cured": 0, "passed": 0}
    assert "Reminded: 0." in run(command, "deadlines").out


@pytest.mark.usefixtures("_late")
def test_the_worker_does_the_same_and_not_twice() -> None:
    tasks.sweep_deadlines.func(0)
    assert len(rows("reminder")) == 2
    tasks.sweep_deadlines.func(0)
    assert len(rows("reminder")) == 2


def test_the_settings_are_shown_and_set_from_toml_or_json(run: Any, tmp_path: Path) -> None:
    shown = json.loads(run(command, "settings").out)
    assert shown == shipped_watch().plain
    (tmp_path / "watch.toml").write_text(SETTINGS)
    ran = run(command, "settings", str(tmp_path / "watch.toml"))
    assert ran.code == 0
    assert [stage.days_before for stage in watch_in_force().duty] == [7, -1]
    (tmp_path / "watch.json").write_text(json.dumps(shown))
    run(command, "settings", str(tmp_path / "watch.json"))
    assert watch_in_force().duty == shipped_watch().duty


@pytest.mark.parametrize("text", ["not toml at all", "[1]", "\\xff"])
def test_a_file_that_holds_no_settings_is_refused(run: Any, tmp_path: Path, text: str) -> None:
    (tmp_path / "watch.json").write_text(text)
    with pytest.raises(Invalid) as caught:
        run(command, "settings", str(tmp_path / "watch.json"))
    assert caught.value.code == "watch.unreadable"
    assert watch_in_force() == shipped_watch()


def test_the_days_on_the_way_are_shown_with_their_reason_and_set(run: Any) -> None:
    shown = json.loads(run(command, "transit").out)
    assert shown["on_its_way_days"] == 15
    assert shown["source"] == {"zh": "本单位设置，不是法律规定", "en": "setting, not law"}
    assert "our own figure" in shown["certainty"]["en"]
    ran = run(command, "transit", "20")
    assert (ran.code, json.loads(ran.out)["on_its_way_days"]) == (0, 20)
    assert "certainty" not in json.loads(ran.out)  # it is said of the figure that is shipped
    assert "holds from the next sweep on" in ran.err
    assert rows("oversight_setting", kind="transit")[0]["value"] == {"on_its_way_days": 20}


def test_days_beyond_a_year_are_refused(run: Any) -> None:
    with pytest.raises(Invalid) as caught:
        run(command, "transit", "367")
    assert caught.value.code == "transit.days"
    assert rows("oversight_setting", kind="transit") == []
