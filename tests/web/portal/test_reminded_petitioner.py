"""Whoever may still ask for a review is reminded of it on the page of the matter."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from followed import follows, words

import builders
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare.watching import sweep_deadlines
from huiyin.queries.oversight.reminders import Reminder, own_reminder
from huiyin.rules.oversight.watch import Level
from huiyin.web.portal.following.reminded import reminded
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")


def test_whoever_may_still_ask_for_a_review_is_reminded_five_days_before_the_end(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.answered(builders.drafted(outcome="explain"))
    before = words(follows(browser, life, monkeypatch, days=24))
    assert "提醒您可以" not in before
    sweep_deadlines(at=life.at + timedelta(days=26))
    page = words(follows(browser, life, monkeypatch, days=26))
    assert "提醒您可以在" in page
    assert "请求复查" in page
    assert re.search(r"还有\d天", page)


def test_on_the_last_day_the_reminder_says_so_and_after_a_request_it_is_gone(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.answered(builders.drafted(outcome="explain"))
    sweep_deadlines(at=life.at + timedelta(days=27))
    last = own_reminder(life.petition, on=local_date(life.at))
    assert last
    days = (last.due_on - local_date(life.at)).days
    assert "今天是您可以请求复查的最后一天。" in words(follows(browser, life, monkeypatch, days=days))
    assert "最后一天。" not in words(follows(browser, life, monkeypatch, days=days + 1))
    builders.under_review(life)
    assert "今天是您可以" not in words(follows(browser, life, monkeypatch, days=days))


def test_a_reminder_of_a_rule_we_do_not_hold_says_nothing() -> None:
    unknown = Reminder(
        petition=PetitionId(new_id(AT)),
        rule="x.y",
        pack="x",
        level=Level.PETITIONER,
        office=None,
        days_before=5,
        due_on=local_date(AT),
        at=AT,
    )
    assert reminded(unknown, local_date(AT)) == ""
