"""What an office should have done and did not: the eight checks, raised and cured, from plain facts."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from huiyin.kernel.ids import OfficeId
from huiyin.rules.lifecycle.matter import StoredClock
from huiyin.rules.lifecycle.states import State
from huiyin.rules.oversight.breaches import Breach, Cure, Item, Watched, breaches, cure, supported
from huiyin.rules.oversight.checks import Check, checks
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.packs import shipped
from support.matters import claim
from support.moment import AT

BUREAU, LEAD = OfficeId(510104001), OfficeId(510100021)
LAST = date(2026, 7, 1)
TODAY = date(2026, 7, 2)
CLOCK = UUID(int=7)
EVERY_RULE = {rule for pack in shipped().packs.values() for rule in pack.rules}


def event(name: EventName, day: date = LAST, **more: Any) -> Event:
    at = datetime(day.year, day.month, day.day, 2, tzinfo=AT.tzinfo)
    return Event(name=name, at=at, **{"office": LEAD, "part": "lead", **more})


def clock(rule: str, *, office: OfficeId = LEAD, **more: Any) -> StoredClock:
    values = {
        "rule": rule,
        "pack": "cn-xinfang-2022",
        "part": "lead",
        "office": office,
        "binding_on": LAST,
        "state": "running",
        "met_on": None,
        **more,
    }
    return StoredClock(id=CLOCK, values=tuple(values.items()))


def watched(
    *clocks: StoredClock,
    events: tuple[Event, ...] = (),
    items: tuple[Item, ...] = (),
    imported: bool = False,
    supported: bool = False,
) -> Watched:
    matter = claim(BUREAU, LEAD, state=State.ACCEPTED, events=events, clocks=clocks)
    return Watched(matter=matter, items=items, imported=imported, supported=supported)


def item(check: Check, **more: Any) -> Item:
    values: dict[str, Any] = {
        "id": UUID(int=9),
        "office": LEAD,
        "clock": CLOCK,
        "trigger": None,
        "since": LAST,
        "raised_on": TODAY,
        "due_on": TODAY + timedelta(days=5),
        "state": "open",
        **more,
    }
    return Item(check=check, **values)


def failed(what: Watched, today: date = TODAY) -> dict[Check, OfficeId]:
    return {one.check: one.office for one in breaches(what, today)}


def test_there_are_eight_each_with_an_article_of_the_regulations_and_words_in_both_languages() -> None:
    assert list(checks()) == list(Check)
    assert len(Check) == 8
    for row in checks().values():
        assert row.article.startswith("信访工作条例 第")
        assert row.zh.startswith("应")
        assert row.en


def test_every_rule_that_a_check_names_stands_in_a_pack_that_is_law() -> None:
    named = {rule for row in checks().values() for rule in row.rules}
    assert named <= EVERY_RULE
    assert {rule.split(".")[0] for rule in named} == {"cn22", "cn05"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("cn22.bureau.dispatch", {Check.TRANSFER}),
        ("cn05.bureau.dispatch", {Check.TRANSFER}),
        ("cn22.direct.notice", {Check.ACCEPT, Check.TELL}),
        ("cn22.transferred.notice", {Check.ACCEPT, Check.TELL}),
        ("cn05.accept", {Check.ACCEPT, Check.TELL}),
        ("cn22.handle", {Check.CONCLUDE}),
        ("cn05.handle", {Check.CONCLUDE}),
        ("cn22.suggest.feedback", {Check.REPLY}),
        ("cn05.suggest.feedback", {Check.REPLY}),
        ("cn22.duty31_5", set()),
        ("cn22.assign.feedback", set()),
    ],
)
def test_the_day_after_the_last_day_the_office_has_failed(rule: str, expected: set[Check]) -> None:
    assert set(failed(watched(clock(rule)))) == expected
    assert failed(watched(clock(rule)), LAST) == {}


@pytest.mark.parametrize("state", ["paused", "met", "met_late", "ended", "exempt"])
def test_a_clock_that_does_not_run_accuses_nobody(state: str) -> None:
    assert failed(watched(clock("cn22.handle", state=state))) == {}


def test_a_provisional_day_accuses_nobody() -> None:
    assert failed(watched(clock("cn22.handle", binding_on=None))) == {}


@pytest.mark.parametrize(
    "name",
    [
        EventName.PETITION_ACCEPTED,
        EventName.PETITION_DECLINED,
        EventName.PETITION_GUIDED,
        EventName.TRANSFER_OBJECTED,
        EventName.PETITION_CLOSED_TO_ACCEPTANCE,
    ],
)
def test_an_office_that_decided_anything_was_not_idle(name: EventName) -> None:
    found = failed(watched(clock("cn22.transferred.notice"), events=(event(name),)))
    assert found == {Check.TELL: LEAD}


def test_what_another_office_decided_does_not_excuse_this_one() -> None:
    other = event(EventName.PETITION_ACCEPTED, part="another")
    assert Check.ACCEPT in failed(watched(clock("cn22.transferred.notice"), events=(other,)))


def test_a_refusal_that_did_not_stand_is_raised_as_cured_on_the_day_of_acceptance() -> None:
    refused = event(EventName.PETITION_DECLINED, LAST)
    accepted = event(EventName.PETITION_ACCEPTED, LAST + timedelta(days=20), office=BUREAU)
    [breach] = breaches(watched(events=(refused, accepted)), TODAY)
    assert (breach.check, breach.office, breach.since) == (Check.ACCEPT, LEAD, LAST)
    assert breach.cured_on == LAST + timedelta(days=20)


def test_a_refusal_that_stands_is_none_of_this() -> None:
    assert failed(watched(events=(event(EventName.PETITION_DECLINED),))) == {}


def test_what_was_received_and_registered_beyond_the_limit_was_not_registered_in_time() -> None:
    received = event(
        EventName.BUREAU_RECEIVED, TODAY, part="lead", happened_at=LAST - timedelta(days=15), office=BUREAU
    )
    what = watched(clock("cn22.bureau.dispatch", office=BUREAU), events=(received,))
    [registered] = [one for one in breaches(what, TODAY) if one.check is Check.REGISTER]
    assert (registered.office, registered.cured_on) == (BUREAU, TODAY)
    imported = watched(clock("cn22.bureau.dispatch"), events=(received,), imported=True)
    assert Check.REGISTER not in failed(imported)


def test_a_supported_request_is_to_be_carried_out_once_the_opinion_stands() -> None:
    window = clock("cn22.review.request", office=None, kind="window")
    assert failed(watched(window, supported=True)) == {Check.EXECUTE: LEAD}
    assert failed(watched(window, supported=False)) == {}
    assert failed(watched(window, supported=True, imported=True)) == {}


@pytest.mark.parametrize(
    "name", [EventName.OPINION_EXECUTED, EventName.COMPLETION_REPORTED, EventName.SETTLEMENT_RECORDED]
)
def test_what_is_recorded_as_carried_out_is_not_asked_for(name: EventName) -> None:
    window = clock("cn22.review.request", office=None, kind="window")
    assert failed(watched(window, supported=True, events=(event(name),))) == {}


def test_only_a_service_that_says_so_supports_and_of_several_the_last_counts() -> None:
    def served(*outcomes: str | None) -> bool:
        events = tuple(
            event(EventName.OPINION_SERVED, facts={"outcome": one} if one else {}) for one in outcomes
        )
        return supported(watched(events=events).matter)

    assert served("support")
    assert served("explain", "support")
    assert not served("support", "not_support")
    assert not served(None)
    assert not served()


def test_an_item_is_raised_once() -> None:
    what = watched(clock("cn22.handle"), items=(item(Check.CONCLUDE, state="closed", due_on=None),))
    assert breaches(what, TODAY) == ()


def test_a_day_that_moved_and_passed_again_is_another_item() -> None:
    earlier = item(Check.CONCLUDE, since=LAST - timedelta(days=30), state="closed", due_on=None)
    assert failed(watched(clock("cn22.handle"), items=(earlier,))) == {Check.CONCLUDE: LEAD}


def test_what_nobody_supervised_by_the_day_of_the_setting_is_the_bureaus_failure() -> None:
    waiting = item(Check.TELL)
    what = watched(items=(waiting,))
    assert breaches(what, TODAY + timedelta(days=5)) == ()
    [found] = breaches(what, TODAY + timedelta(days=6))
    assert found == Breach(
        check=Check.SUPERVISE,
        office=BUREAU,
        since=TODAY + timedelta(days=5),
        clock=CLOCK,
        trigger=waiting.id,
    )


def test_who_advised_the_office_has_supervised() -> None:
    advice = event(EventName.ADVICE_SENT, TODAY)
    assert breaches(watched(items=(item(Check.TELL),), events=(advice,)), TODAY + timedelta(days=9)) == ()


def test_advice_to_another_office_supervises_nothing_here() -> None:
    advice = event(EventName.ADVICE_SENT, TODAY, facts={"to_office": int(BUREAU)})
    what = watched(items=(item(Check.TELL),), events=(advice,))
    assert [one.check for one in breaches(what, TODAY + timedelta(days=9))] == [Check.SUPERVISE]
    to_it = event(EventName.ADVICE_SENT, TODAY, facts={"to_office": int(LEAD)})
    assert breaches(watched(items=(item(Check.TELL),), events=(to_it,)), TODAY + timedelta(days=9)) == ()


@pytest.mark.parametrize(
    "more", [{"state": "answered"}, {"state": "closed"}, {"office": BUREAU}, {"due_on": None}]
)
def test_what_was_answered_closed_or_is_the_bureaus_own_is_not_unsupervised(more: dict[str, Any]) -> None:
    assert breaches(watched(items=(item(Check.TELL, **more),)), TODAY + timedelta(days=9)) == ()


@pytest.mark.parametrize("check", [Check.TRANSFER, Check.TELL, Check.CONCLUDE, Check.REPLY])
def test_done_late_cures_with_the_day(check: Check) -> None:
    late = clock("cn22.handle", state="met_late", met_on=TODAY)
    assert cure(watched(late), item(check), TODAY) == Cure(on=TODAY)


def test_what_still_runs_and_is_over_is_not_cured() -> None:
    assert cure(watched(clock("cn22.handle")), item(Check.CONCLUDE), TODAY) is None


@pytest.mark.parametrize(
    "stored",
    [
        clock("cn22.handle", state="ended"),
        clock("cn22.handle", state="exempt", binding_on=None),
        clock("cn22.handle", binding_on=LAST + timedelta(days=30)),
    ],
)
def test_what_ended_or_moved_on_is_owed_no_longer(stored: StoredClock) -> None:
    assert cure(watched(stored), item(Check.CONCLUDE), TODAY) == Cure(how="no_longer_owed")


def test_an_item_whose_clock_is_gone_is_owed_no_longer() -> None:
    assert cure(watched(), item(Check.CONCLUDE), TODAY) == Cure(how="no_longer_owed")


def test_a_late_acceptance_cures_though_the_notice_is_still_owed() -> None:
    what = watched(clock("cn22.transferred.notice"), events=(event(EventName.PETITION_ACCEPTED, TODAY),))
    assert cure(what, item(Check.ACCEPT), TODAY) == Cure(on=TODAY)
    assert cure(what, item(Check.TELL), TODAY) is None


def test_a_report_of_completion_cures_what_was_not_carried_out() -> None:
    window = clock("cn22.review.request", office=None)
    reported = event(EventName.COMPLETION_REPORTED, TODAY)
    assert cure(watched(window, events=(reported,)), item(Check.EXECUTE), TODAY) == Cure(on=TODAY)
    assert cure(watched(window), item(Check.EXECUTE), TODAY) is None


def test_a_review_asked_for_after_all_ends_the_duty_to_carry_out() -> None:
    used = clock("cn22.review.request", office=None, state="met", met_on=LAST)
    assert cure(watched(used), item(Check.EXECUTE), TODAY) == Cure(how="no_longer_owed")


def test_supervision_is_cured_by_advice_and_ends_with_its_cause() -> None:
    cause = item(Check.TELL, id=UUID(int=3))
    own = item(Check.SUPERVISE, trigger=cause.id, office=BUREAU)
    assert cure(watched(items=(cause, own)), own, TODAY) is None
    advice = event(EventName.ADVICE_SENT, TODAY)
    assert cure(watched(items=(cause, own), events=(advice,)), own, TODAY) == Cure(on=TODAY)
    closed = item(Check.TELL, id=cause.id, state="closed")
    assert cure(watched(items=(closed, own)), own, TODAY) == Cure(how="no_longer_owed")
    assert cure(watched(items=(own,)), own, TODAY) == Cure(how="no_longer_owed")
