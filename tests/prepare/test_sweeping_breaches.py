"""The sweep of deadlines raises what was not done and closes what was cured."""

from datetime import timedelta

import pytest
from swept import DISPATCH, HANDLE, NOTHING, NOTICE, ends, items, on

import builders
from builders import BUREAU, ECOLOGY, HANDLER
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.prepare.watching import sweep_deadlines
from support.moment import AT
from support.state import row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


def test_a_transfer_not_made_by_day_fifteen_is_raised_and_closed_when_it_is_made() -> None:
    life = builders.waiting()
    last = ends(DISPATCH)
    assert sweep_deadlines(at=on(last)).raised == 0
    assert sweep_deadlines(at=on(last, after=1)).raised == 1
    found = row("supervision_item")
    assert (found["failed"], found["office"], found["since"]) == ("transfer", BUREAU, last)
    assert found["article"] == "信访工作条例 第二十二条第一款、第四十三条"
    sent = TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place")
    door.execute(sent, actor=builders.DISPATCHER, at=on(last, after=4))
    assert sweep_deadlines(at=on(last, after=4)).cured == 1
    found = row("supervision_item")
    assert (found["state"], found["closed_by"]) == ("closed", "done")
    assert found["cured_on"] == last + timedelta(days=4)
    assert row("clock", rule=DISPATCH)["watched"] == 0
    assert differences() == []


def test_an_idle_office_is_asked_why_it_neither_accepted_nor_told() -> None:
    life = builders.classified(builders.file_petition())
    last = ends(NOTICE)
    sweep_deadlines(at=on(last, after=1))
    assert items(office=ECOLOGY) == {"accept": "open", "tell": "open"}
    accepting = AcceptPetition(petition=life.petition, notice=builders.new_document(life))
    door.execute(accepting, actor=HANDLER, at=on(last, after=2))  # with the notice, served by portal
    sweep_deadlines(at=on(last, after=2))
    assert items() == {"accept": "closed", "tell": "closed"}
    assert {one["cured_on"] for one in rows("supervision_item")} == {last + timedelta(days=2)}


def test_an_office_that_accepted_and_did_not_tell_is_asked_for_the_notice_alone() -> None:
    life = builders.accepted(builders.file_petition(electronic=False))
    last = ends(NOTICE)
    sweep_deadlines(at=on(last, after=1))
    assert items(rule=NOTICE) == {"tell": "open"}
    served = ServeDocument(
        petition=life.petition,
        document=life.documents["acceptance"],
        way="post",
        served_on=last + timedelta(days=3),
    )
    door.execute(served, actor=HANDLER, at=on(last, after=3))
    sweep_deadlines(at=on(last, after=3))
    assert items(rule=NOTICE) == {"tell": "closed"}


def test_a_matter_not_concluded_in_sixty_days_is_raised_and_closed_by_the_late_opinion() -> None:
    life = builders.signed()
    last = ends(HANDLE)
    sweep_deadlines(at=on(last, after=1))
    assert items() == {"conclude": "open"}
    served = ServeDocument(
        petition=life.petition,
        document=life.documents["opinion"],
        way="in_person",
        served_on=last + timedelta(days=8),
    )
    door.execute(served, actor=HANDLER, at=on(last, after=8))
    sweep_deadlines(at=on(last, after=8))
    found = row("supervision_item", failed="conclude")
    assert (found["state"], found["cured_on"]) == ("closed", last + timedelta(days=8))


def test_what_the_bureau_does_not_supervise_is_raised_against_the_bureau() -> None:
    builders.file_petition()
    last = ends(NOTICE)
    sweep_deadlines(at=on(last, after=1))
    sweep_deadlines(at=on(last, after=6))
    assert "supervise" not in items()
    assert sweep_deadlines(at=on(last, after=7)).raised == 1
    found = rows("supervision_item", failed="supervise")
    assert {(one["office"], one["state"]) for one in found} == {(BUREAU, "open")}
    assert len(found) == 2  # one for each item that nobody acted on
    assert sweep_deadlines(at=on(last, after=20)) == NOTHING


def test_when_the_cause_is_cured_supervision_is_owed_no_longer() -> None:
    life = builders.classified(builders.file_petition())
    last = ends(NOTICE)
    sweep_deadlines(at=on(last, after=1))
    sweep_deadlines(at=on(last, after=7))
    accepting = AcceptPetition(petition=life.petition, notice=builders.new_document(life))
    door.execute(accepting, actor=HANDLER, at=on(last, after=8))
    sweep_deadlines(at=on(last, after=8))
    found = rows("supervision_item", failed="supervise")
    assert {(one["state"], one["closed_by"], one["cured_on"]) for one in found} == {
        ("closed", "no_longer_owed", None)
    }
    assert differences() == []


def test_a_supported_request_without_a_record_that_it_was_carried_out_is_raised_once_it_stands() -> None:
    builders.answered(builders.drafted(outcome="support"))
    window = ends("cn22.review.request")
    assert sweep_deadlines(at=on(window)).raised == 0
    assert sweep_deadlines(at=on(window, after=1)).raised == 1
    found = row("supervision_item")
    assert (found["failed"], found["office"], found["since"]) == ("execute", ECOLOGY, window)


@pytest.mark.parametrize("outcome", ["explain", "not_support"])
def test_what_was_not_supported_needs_no_carrying_out(outcome: str) -> None:
    builders.answered(builders.drafted(outcome=outcome))
    swept = sweep_deadlines(at=on(ends("cn22.review.request"), after=1))
    assert (swept.raised, swept.passed) == (0, 0)
    assert rows("supervision_item") == []


def test_a_review_asked_for_in_time_keeps_the_opinion_from_standing() -> None:
    life = builders.under_review(builders.answered(builders.drafted(outcome="support")))
    sweep_deadlines(at=on(local_date(life.at), after=60))
    assert "execute" not in items()


def test_what_was_received_long_before_it_was_registered_is_raised_and_closed_late() -> None:
    received = AT - timedelta(days=30)
    builders.waiting(channel="letter", happened_at=received, happened_source="postmark")
    sweep_deadlines(at=AT + timedelta(hours=1))
    assert items() == {"register": "closed", "transfer": "open"}
    found = row("supervision_item", failed="register")
    assert (found["office"], found["cured_on"]) == (BUREAU, local_date(AT))


def test_history_brought_in_was_registered_elsewhere() -> None:
    builders.waiting(channel="import", happened_at=AT - timedelta(days=30), happened_source="old system")
    sweep_deadlines(at=AT + timedelta(hours=1))
    assert items() == {"transfer": "open"}
