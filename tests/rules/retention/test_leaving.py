"""Which matters may never go, though their period is over: each with the reason that comes first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.rules.lifecycle.matter import Document, Opinion
from huiyin.rules.lifecycle.states import OpinionKind, OpinionState, Route, State
from huiyin.rules.retention.leaving import Asked, hindrance
from huiyin.rules.retention.lists import DestructionList, ListState, approvers_of, require_approvable
from huiyin.rules.retention.period import Closed, Period, SetPeriod, period_of
from huiyin.rules.retention.schedule import Adopted, shipped_schedule
from huiyin.rules.statute.clocks import Clock, clocks
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.law import in_force
from huiyin.rules.statute.packs import load_pack
from support.matters import claim

BUREAU, ECOLOGY = OfficeId(510104001), OfficeId(510100003)
ON = date(2037, 1, 1)
LAW = in_force(datetime(2037, 1, 1, 2, tzinfo=UTC))
SERVED = datetime(2026, 5, 6, 2, tzinfo=UTC)
OPINION = UUID(int=9)


def period(given: SetPeriod | None = None, **facts: Any) -> Period:
    closed = Closed(closed_on=date(2026, 5, 6), klass=None, state=State.ANSWERED, given=given)
    adopted = Adopted(
        id=UUID(int=1), effective_on=date(2026, 1, 1), approval="x", schedule=shipped_schedule()
    )
    return period_of(replace(closed, **facts), adopted)


def asked(**changes: Any) -> Asked:
    over = Asked(
        matter=claim(BUREAU, ECOLOGY, state=State.ANSWERED),
        clocks=(),
        supervised=False,
        imported=False,
        proposed=False,
        period=period(),
    )
    return replace(over, **changes)


def of(matter: Any = None, **changes: Any) -> Asked:
    return asked(matter=claim(BUREAU, ECOLOGY, **{"state": State.ANSWERED, **(matter or {})}), **changes)


def why(one: Asked, on: date = ON) -> str:
    found = hindrance(one, law=LAW, on=on)
    return found.code if found else ""


def running() -> tuple[Clock, ...]:
    filed = Event(name=EventName.BUREAU_RECEIVED, at=SERVED)
    return clocks([filed], pack=load_pack("cn-xinfang-2022"), calendar=LAW.calendar(510104), at=SERVED)


def supported(**more: Any) -> dict[str, Any]:
    opinion = Opinion(
        id=OPINION,
        office=ECOLOGY,
        kind=OpinionKind.OPINION,
        state=OpinionState.SERVED,
        drafted_by=AccountId(1),
        outcome="support",
    )
    paper = Document(
        id=UUID(int=8),
        office=ECOLOGY,
        kind="opinion",
        issued_on=date(2026, 5, 6),
        opinion=OPINION,
        served_on=date(2026, 5, 6),
    )
    return {"opinions": (opinion,), "documents": (paper,), **more}


def test_a_closed_matter_whose_period_is_over_may_go() -> None:
    assert why(asked()) == ""


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (of({"erased": True}), "petition.erased"),
        (of({"state": State.UNDER_REVIEW}), "erasure.matter_open"),
        (of(supervised=True), "erasure.supervision_open"),
        (of({"denied": (BUREAU,)}), "retention.denied"),
        (of(clocks=running()), "retention.clock_running"),
        (of(supported()), "retention.execution_open"),
        (of(proposed=True), "retention.proposed"),
        (of(period=None), "retention.no_schedule"),
        (of(period=period(SetPeriod(category=None, years=None, held=True, reason="诉讼"))), "retention.held"),
        (of(period=period(reexamined=True)), "retention.not_ended"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_matter_that_may_not_go_says_why(one: Asked, code: str) -> None:
    assert why(one) == code


def test_a_matter_that_was_opened_again_says_so_before_anything_else() -> None:
    found = hindrance(of({"state": State.ACCEPTED}, period=None), law=LAW, on=ON)
    assert found is not None
    assert (found.code, found.article) == ("erasure.matter_open", "信访工作条例 第三十二条")


def test_what_was_carried_out_may_go() -> None:
    done = Event(name=EventName.OPINION_EXECUTED, at=SERVED + timedelta(days=9))
    assert why(of(supported(events=(done,)))) == ""


def test_of_history_brought_in_nobody_could_record_here_how_it_was_carried_out() -> None:
    assert why(of(supported(), imported=True)) == ""


def test_the_last_day_of_the_period_itself_is_still_kept() -> None:
    assert why(asked(), on=date(2036, 12, 31)) == "retention.not_ended"


def test_while_reconsideration_of_a_duty_can_be_applied_for_it_stays() -> None:
    duty = supported(route=Route.DUTY)
    assert why(of(duty), on=date(2026, 6, 1)) == "erasure.reconsideration_open"


LIST = DestructionList(
    id=UUID(int=3),
    office=BUREAU,
    year=2037,
    serial=2,
    state=ListState.DRAWN,
    approvers=("head",),
    drawn_by=AccountId(1),
    approved_by=None,
    listed=7,
)


def approve(found: DestructionList = LIST, *, account: int = 2, role: str = "head", matters: int = 7) -> None:
    require_approvable(found, account=AccountId(account), role=role, matters=matters)


def test_a_second_person_who_counted_the_matters_may_approve_a_list() -> None:
    approve()
    assert LIST.number == "2037-2"


def test_whoever_drew_a_list_up_never_approves_it() -> None:
    with pytest.raises(Refused) as caught:
        approve(account=1)
    assert caught.value.code == "destruction.same_person"


def test_a_role_that_the_classes_do_not_name_does_not_approve() -> None:
    with pytest.raises(Refused) as caught:
        approve(role="inspector")
    assert caught.value.code == "destruction.other_role"


def test_a_list_that_was_changed_since_it_was_read_is_not_approved_unseen() -> None:
    with pytest.raises(Invalid) as caught:
        approve(matters=8)
    assert (caught.value.code, caught.value.facts) == ("destruction.other_number", {"listed": 7})


def test_a_list_is_decided_once_and_not_when_nothing_is_left_on_it() -> None:
    for found, code in (
        (replace(LIST, state=ListState.WITHDRAWN), "destruction.elsewhere"),
        (replace(LIST, listed=0), "destruction.nothing_left"),
    ):
        with pytest.raises(Conflict) as caught:
            approve(found, matters=0)
        assert caught.value.code == code


def test_a_list_of_several_classes_is_approved_by_a_role_that_each_of_them_names() -> None:
    assert approvers_of([("head",), ("head", "inspector")]) == ("head",)
    assert approvers_of([("head",), ("inspector",)]) == ()
    assert approvers_of([]) == ()
