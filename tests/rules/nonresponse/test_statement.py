"""What a record says, and whom it never names."""

import json
from datetime import date, timedelta

from huiyin.kernel import canonical
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.nonresponse.statement import Statement, compose, content_of, nameable
from huiyin.rules.routing.offices import office
from huiyin.rules.statute.events import Event, EventName
from rules.nonresponse.silent_matters import (
    ACCEPTED,
    AT,
    BUREAU,
    ECOLOGY,
    HANDLE,
    HANDLE_ENDS,
    NOTICE,
    NOTICE_ENDS,
    RECEIVED,
    clock,
    matter,
    noon,
    paper,
)

AFTER = noon(NOTICE_ENDS + timedelta(days=1))
ECOLOGY_NAME, BUREAU_NAME = office(int(ECOLOGY)).name, office(int(BUREAU)).name


def said(of: Matter, rule: str = NOTICE, position: int = 1) -> Statement:
    at = noon(HANDLE_ENDS + timedelta(days=1)) if rule == HANDLE else AFTER
    return compose(clock(of, rule, at), of, position=position, at=at)


def test_it_says_what_was_due_from_whom_under_which_article_and_why_that_day() -> None:
    told = said(matter(RECEIVED, ACCEPTED), HANDLE, 2)
    assert (told["number"], told["record"], told["recorded_on"]) == ("4F7K2-M9QTX-V", 2, "2026-07-07")
    assert told["duty"]["article"]["zh"] == "信访工作条例 第三十四条"
    assert told["office"]["zh"] == ECOLOGY_NAME
    assert told["binding_on"] == HANDLE_ENDS.isoformat()
    assert told["explanation"]["rule"] == HANDLE
    assert "期限届满日为2026年7月6日" in told["explained"]["zh"]
    assert [one["code"] for one in told["remedies"]] == ["supervision", "not_concluded", "review_later"]
    assert BUREAU_NAME in told["remedies"][0]["zh"]


def test_the_explanation_is_the_same_object_as_everywhere() -> None:
    found = matter()
    assert said(found)["explanation"] == clock(found, NOTICE, AFTER).explanation.plain()


def test_it_is_plain_data_that_canonical_bytes_hold() -> None:
    told = said(matter())
    assert canonical.decode(canonical.encode(told)) == told
    assert content_of(told) == content_of(json.loads(json.dumps(told)))
    assert content_of(told) != content_of({**told, "binding_on": "2026-05-22"})


def test_a_document_that_was_issued_and_never_served_is_told() -> None:
    assert said(matter(documents=(paper(issued_on=date(2026, 5, 4)),)))["issued_not_served"] == ["2026-05-04"]
    assert said(matter())["issued_not_served"] == []


def test_of_an_accusation_no_office_is_named_but_the_bureau() -> None:
    accusation = matter(klass=Klass.ACCUSATION, route=None, denied=(ECOLOGY,))
    told = canonical.encode(said(accusation)).decode()
    assert ECOLOGY_NAME not in told
    assert str(int(ECOLOGY)) not in told
    assert said(accusation)["office"] is None
    not_denied = matter(klass=Klass.ACCUSATION, route=None)
    assert said(not_denied)["office"] is None


def test_what_was_declared_an_accusation_is_treated_as_one_until_a_person_decides() -> None:
    declared = matter(klass=None, route=None, declared_klass=Klass.ACCUSATION)
    assert said(declared)["office"] is None
    assert [one["code"] for one in said(declared)["remedies"]] == ["accusation"]
    decided = matter(klass=Klass.CLAIM, route=Route.ORDINARY, declared_klass=Klass.ACCUSATION)
    assert said(decided)["office"] is not None


def test_the_bureau_is_named_as_the_one_that_owed_and_then_does_not_supervise_itself() -> None:
    waiting = matter(Event(name=EventName.BUREAU_RECEIVED, at=AT, office=BUREAU), lead=None)
    told = said(waiting, "cn22.bureau.dispatch")
    assert told["office"]["zh"] == BUREAU_NAME
    assert [one["code"] for one in told["remedies"]] == ["bureau_superior"]


def test_a_clock_that_names_no_office_is_the_bureaus_or_the_leads() -> None:
    waiting = matter(Event(name=EventName.BUREAU_RECEIVED, at=AT))
    assert said(waiting, "cn22.bureau.dispatch")["office"]["id"] == BUREAU
    assert said(matter(Event(name=RECEIVED.name, at=AT, facts=RECEIVED.facts)))["office"]["id"] == ECOLOGY


def test_a_denied_bureau_is_named_nowhere() -> None:
    accused_bureau = matter(klass=Klass.ACCUSATION, route=None, denied=(BUREAU,))
    assert BUREAU_NAME not in canonical.encode(said(accused_bureau)).decode()
    assert nameable(accused_bureau, BUREAU) is None
    assert nameable(matter(), None) is None
