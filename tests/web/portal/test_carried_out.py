"""What a petitioner reads of how an opinion was carried out; and nothing of what bureau and office write."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from wizard import text

import builders
from builders import HANDLER
from huiyin.commands.handling.record_execution import RecordExecution
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import new_id
from huiyin.prepare import feeds, passes
from huiyin.prepare.house import vault
from huiyin.queries.outreach.feeds import dated
from huiyin.queries.outreach.following import following
from huiyin.queries.outreach.own_executions import own_executions
from huiyin.vault.binding import place
from huiyin.vault.sealing import seal_text
from huiyin.web.portal.following.sessions import COOKIE
from support.state import row

pytestmark = pytest.mark.usefixtures("installed")

TOLD = "软管已拆除，二号井已封。"


def executed() -> builders.Life:
    life = builders.answered()
    key = vault().open_data_key(row("data_key", petition=life.petition)["wrapped"], life.petition)
    identity = new_id(life.at)
    command = RecordExecution(
        petition=life.petition,
        id=identity,
        on=local_date(life.at),
        sealed_text=seal_text(key, TOLD, bound_to=place("execution", "sealed_text", identity)),
    )
    return life.then(command, HANDLER)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[[builders.Life], str]:
    """Opens a matter as its petitioner, at the instant of its last step."""

    def opened(life: builders.Life) -> str:
        at: datetime = life.at
        monkeypatch.setattr(clock, "now", lambda: at)
        visitor = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
        visitor.cookies[COOKIE] = passes.issue(life.petition, at)
        return text(visitor.get("/follow/"))

    return opened


def test_the_petitioner_reads_what_was_carried_out(page: Callable[[builders.Life], str]) -> None:
    life = executed()
    shown = page(life)
    assert TOLD in shown
    assert "成都市生态环境局记录：处理意见已于2026年5月11日执行。" in shown
    assert "记录：处理意见已于2026年5月11日执行。" in shown.partition('class="echoes"')[2]


def test_where_nothing_was_recorded_nothing_is_shown(page: Callable[[builders.Life], str]) -> None:
    life = builders.answered()
    assert "执行情况" not in page(life)
    assert own_executions(life.petition) == ()


def test_the_same_in_full_for_its_own_petitioner_alone() -> None:
    life, other = executed(), builders.answered()
    [found] = own_executions(life.petition)
    assert (found.office, found.on, found.text) == (
        builders.ECOLOGY,
        local_date(life.at) - timedelta(days=1),
        TOLD,
    )
    assert own_executions(other.petition) == ()


def test_nothing_of_advice_is_part_of_the_petitioners_story(page: Callable[[builders.Life], str]) -> None:
    life = builders.advised()
    shown = page(life)
    assert "建议采纳" not in shown
    assert "改进工作" not in shown
    found = following(life.petition, at=life.at)
    assert found is not None
    assert {one.rule_id for one in found.clocks} & {"cn22.suggest.feedback"} == set()
    assert row("clock", rule="cn22.suggest.feedback")["state"] == "running"


def test_nor_does_it_stand_in_the_petitioners_calendar() -> None:
    life = builders.advised()
    secret = feeds.make_for_petition(life.petition, language="zh-hans", at=life.at)
    feed = feeds.find(secret, at=life.at)
    assert feed is not None
    assert {one.rule for one in dated(feed)} == {"cn22.transferred.notice"}
