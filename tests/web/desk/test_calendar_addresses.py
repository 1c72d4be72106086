"""Calendars at secret addresses, read by a parser that is not the one they are written with."""

import logging
import re
from datetime import date, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client

import builders
from builders import ECOLOGY, HANDLER, Life
from huiyin.commands.handling.extend_deadline import ExtendDeadline
from huiyin.kernel import clock
from huiyin.kernel.command import Actor
from huiyin.kernel.ids import named_id
from huiyin.prepare import feeds
from huiyin.queries.outreach import feeds as read_feeds
from huiyin.queries.outreach.feeds import Dated, Feed
from huiyin.rules.lifecycle.states import Klass
from huiyin.rules.statute.packs.shape import DutyOf, Kind
from huiyin.web.feeds.writing import written
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")


def of_office(actor: Actor = HANDLER, language: str = "zh-hans") -> str:
    """Return the address of a new calendar of this official."""
    secret = feeds.make_for_post(actor, named_id(f"test post {actor.account}"), language=language, at=AT)
    return f"/calendar/{secret}.ics"


def of_matter(life: Life, language: str = "zh-hans") -> str:
    secret = feeds.make_for_petition(life.petition, language=language, at=life.at)
    return f"/calendar/{secret}.ics"


def events(response: Any) -> list[Any]:
    """Return the events as an independent parser reads them."""
    calendar = vobject.readOne(response.content.decode())
    return list(getattr(calendar, "vevent_list", []))


def number(life: Life) -> str:
    return life.prepared.command.number


def test_an_officials_calendar_holds_number_duty_and_day_and_nothing_else(browser: Client) -> None:
    life = builders.accepted()
    answer = browser.get(of_office())
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = events(answer)
    assert number(life) in event.summary.value
    assert "办结信访事项" in event.summary.value
    assert event.dtstart.value == date(2026, 7, 7)
    assert type(event.dtstart.value) is date
    assert event.dtend.value - event.dtstart.value == timedelta(days=1)
    assert "信访工作条例 第三十四条" in event.description.value
    words = answer.content.decode()
    for personal in ("王小明", "污水", "纺织厂", "东大街"):
        assert personal not in words


def test_alarms_ring_five_days_before_and_on_the_day(browser: Client) -> None:
    builders.accepted()
    [event] = events(browser.get(of_office()))
    triggers = [alarm.trigger.value for alarm in event.valarm_list]
    assert triggers == [timedelta(days=-5, hours=9), timedelta(hours=9)]
    assert all(alarm.action.value == "DISPLAY" for alarm in event.valarm_list)
    assert all(alarm.description.value == event.summary.value for alarm in event.valarm_list)


def test_a_day_that_moves_keeps_its_id_and_grows_its_sequence(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.accepted()
    address = of_office()
    [before] = events(browser.get(address))
    later = extended(life)
    monkeypatch.setattr(clock, "now", lambda: later.at)
    [after] = events(browser.get(address))
    assert after.uid.value == before.uid.value
    assert after.dtstart.value == date(2026, 8, 6)
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.last_modified.value > before.last_modified.value


def extended(life: Life) -> Life:
    command = ExtendDeadline(
        petition=life.petition, days=30, reason="complex", notice=builders.new_document(life)
    )
    return life.then(command, builders.HEAD)


def test_a_day_in_a_year_without_calendar_is_tentative_and_says_so() -> None:
    def provisional(binding: date | None) -> Any:
        one = Dated(
            id=named_id("a clock"),
            number="4F7K2-M9QTX-V",
            rule="cn22.handle",
            pack="cn-xinfang-2022",
            kind=Kind.CLOCK,
            duty_of=DutyOf.OFFICE,
            warn_on=date(2027, 1, 20),
            binding_on=binding,
            demo=True,
            times=3,
            changed_at=AT,
        )
        feed = Feed(id=named_id("f"), petition=None, office=ECOLOGY, language="zh-hans")
        return vobject.readOne(written(feed, [one]).decode()).vevent

    event = provisional(None)
    assert (event.status.value, event.dtstart.value) == ("TENTATIVE", date(2027, 1, 20))
    assert "暂定" in event.summary.value
    assert "演示" in event.summary.value
    assert "尚未公布" in event.description.value
    assert provisional(date(2027, 1, 20)).status.value == "CONFIRMED"
    assert "2027年1月21日" in provisional(date(2027, 1, 21)).description.value


def test_a_rule_that_is_not_held_here_is_named_by_its_id() -> None:
    one = Dated(
        id=named_id("a clock"), number="4F7K2-M9QTX-V", rule="xx.reply", pack="xx-2030", kind=Kind.CLOCK,
        duty_of=DutyOf.OFFICE, warn_on=date(2026, 9, 1), binding_on=date(2026, 9, 1), demo=False, times=1,
        changed_at=AT,
    )  # fmt: skip
    feed = Feed(id=named_id("f"), petition=None, office=ECOLOGY, language="en")
    event = vobject.readOne(written(feed, [one]).decode()).vevent
    assert event.summary.value == "4F7K2-M9QTX-V last day: xx.reply"


def test_the_petitioners_calendar_holds_duties_of_offices_and_own_windows(browser: Client) -> None:
    life = builders.answered()
    words = [event.summary.value for event in events(browser.get(of_matter(life)))]
    assert any("您可以" in one and "请求复查" in one for one in words)
    assert all(number(life) in one for one in words)
    other = builders.accepted()
    told = events(browser.get(of_matter(other)))
    assert [event.dtstart.value for event in told] == [date(2026, 7, 7)]
    assert all(number(other) in event.summary.value for event in told)


def test_it_speaks_the_language_of_its_maker(browser: Client) -> None:
    life = builders.accepted()
    [event] = events(browser.get(of_matter(life, "en")))
    assert event.summary.value == f"{number(life)} last day, the office must: conclude the matter"
    assert "Regulations on Petition Work (2022), art. 34" in event.description.value


def test_what_is_done_leaves_the_calendar(browser: Client) -> None:
    builders.answered()
    assert events(browser.get(of_office())) == []


def test_a_matter_that_the_office_is_denied_never_appears(browser: Client) -> None:
    mine = builders.accusation(builders.WATER)
    builders.accusation(ECOLOGY)
    for actor in (HANDLER, builders.official(*builders.POSTS[6])):
        assert number(mine) not in browser.get(of_office(actor)).content.decode()
    bureau = browser.get(of_office(builders.official(*builders.POSTS[0]))).content.decode()
    assert "SUMMARY" in bureau
    against = builders.accusation(builders.BUREAU)
    assert (
        number(against) not in browser.get(of_office(builders.official(*builders.POSTS[1]))).content.decode()
    )


def test_another_office_sees_nothing_of_it(browser: Client) -> None:
    builders.accepted(klass=Klass.SUGGESTION, route=None)
    builders.accepted()
    assert events(browser.get(of_office(builders.STRANGER))) == []


def test_a_revoked_address_an_ended_post_and_a_guess_get_the_same_page(
    browser: Client, installed: Any
) -> None:
    life = builders.accepted()
    revoked, ended = of_matter(life), of_office()
    [feed] = read_feeds.feeds_of_petition(life.petition)
    assert browser.get(revoked).status_code == 200
    feeds.revoke_of_petition(life.petition, feed.id, at=life.at)
    with installed["owner"].cursor() as cursor:
        cursor.execute("UPDATE post SET until = '2026-05-05' WHERE account = %s", [HANDLER.account])
    answers = []
    for address in (
        revoked,
        ended,
        f"/calendar/{'x' * 43}.ics",
        ended.removesuffix(".ics"),
        "/calendar/a/b.ics",
    ):
        answer = browser.get(address)
        secret = address.removeprefix("/calendar/")
        page = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(secret, "")
        answers.append((answer.status_code, page, answer.headers["Cache-Control"]))
    assert len(set(answers)) == 1
    assert answers[0][0] == 404


def test_what_has_not_changed_is_not_sent_again(browser: Client) -> None:
    life = builders.accepted()
    address = of_office()
    first = browser.get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = browser.get(address, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    extended(life)
    assert browser.get(address, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 200


def test_the_secret_reaches_no_log_line_no_ledger_entry_and_no_row(
    browser: Client, installed: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    life = builders.accepted()
    secrets = []
    for address in (of_matter(life), of_office()):
        secrets.append(address.removeprefix("/calendar/").removesuffix(".ics"))
        browser.get(address)
        browser.get(f"{address}x")
        browser.post(address)
    told = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "web.request" in told
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT string_agg(encode(body, 'escape'), '') FROM entry")
        told += cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(f::text, '') FROM feed AS f")
        told += cursor.fetchone()[0]
    for secret in secrets:
        assert len(secret) >= 43
        assert secret not in told
        assert secret.encode().hex() not in told
