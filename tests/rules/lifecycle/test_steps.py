"""The lifecycle as a table: no state without a way on, no step without its article."""

from dataclasses import replace
from uuid import UUID

import pytest

from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Unlawful
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.rules.access.roles import RIGHTS, Role
from huiyin.rules.lifecycle.answers import OUTCOMES, kind_of_answer
from huiyin.rules.lifecycle.facts import facts_of, office_facts
from huiyin.rules.lifecycle.matter import Document, Matter, Opinion, Part
from huiyin.rules.lifecycle.states import (
    OPEN,
    OTHER_PROCEDURES,
    Klass,
    OpinionKind,
    OpinionState,
    PartRole,
    Route,
    State,
)
from huiyin.rules.lifecycle.steps import STEPS, obstacle, require_step, steps_for
from support.matters import claim
from support.moment import AT

BUREAU, LEAD, OTHER = OfficeId(1), OfficeId(2), OfficeId(3)

# Decided here for good, or waiting for an office whose steps are not in the table yet.
ENDS = {State.REDIRECTED, State.DECLINED}
WAITING_FOR_A_DECISION = {State.UNDER_REVIEW, State.UNDER_REEXAMINATION}


def part(office: OfficeId, role: PartRole, *, still: bool = True) -> Part:
    return Part(id=UUID(int=int(office)), office=office, role=role, open=still)


def matter(**other: object) -> Matter:
    parts = (part(BUREAU, PartRole.BUREAU), part(LEAD, PartRole.LEAD))
    return claim(BUREAU, LEAD, **{"parts": parts, **other})


def opinion(state: OpinionState) -> Opinion:
    return Opinion(
        id=UUID(int=1), office=LEAD, kind=OpinionKind.OPINION, state=state, drafted_by=AccountId(1)
    )


def official(role: Role, office: OfficeId) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, account=AccountId(1), office=office, role=role.value)


@pytest.mark.parametrize("name", sorted(STEPS))
def test_every_step_has_its_article_a_state_and_somebody_who_may(name: str) -> None:
    step = STEPS[name]
    assert step.name == name
    assert "第" in step.article
    assert step.article.split()[0] in {"信访工作条例", "个人信息保护法"}
    assert step.states
    assert any(step.permission in rights for rights in RIGHTS.values())


def test_every_state_is_reached_by_a_step_or_by_filing() -> None:
    reached = {step.to for step in STEPS.values()} | {State.REGISTERED, State.TRANSFERRED}
    # Serving an opinion answers the matter; reexamination is asked for when a review is decided.
    assert set(State) - reached == {State.ANSWERED, State.UNDER_REEXAMINATION}


@pytest.mark.parametrize("state", list(State))
def test_no_state_is_left_without_a_way_on(state: State) -> None:
    onward = {step.to for step in STEPS.values() if state in step.states and step.to not in {None, state}}
    if state is State.ACCEPTED:
        onward |= (
            {State.ANSWERED} if {"draft_opinion", "sign_opinion", "serve_document"} <= set(STEPS) else set()
        )
    if state in ENDS | WAITING_FOR_A_DECISION:
        assert not onward
    else:
        assert onward


def test_open_states_are_those_with_work_left() -> None:
    assert set(State) - OPEN == {*ENDS, State.ANSWERED}


@pytest.mark.parametrize("klass", list(Klass))
@pytest.mark.parametrize("route", [None, *Route])
def test_every_class_and_route_can_be_taken_up_in_exactly_one_way(klass: Klass, route: Route | None) -> None:
    if (klass is Klass.CLAIM) != (route is not None):
        return
    one = matter(klass=klass, route=route)
    ways = [name for name in ("accept", "redirect") if obstacle(one, STEPS[name]) is None]
    assert ways == (["redirect"] if route in OTHER_PROCEDURES else ["accept"])


@pytest.mark.parametrize(("klass", "route"), [(None, None), (Klass.CLAIM, None)])
def test_class_and_route_come_first(klass: Klass | None, route: Route | None) -> None:
    one = matter(klass=klass, route=route)
    for name in ("accept", "redirect"):
        with pytest.raises(Unlawful) as caught:
            require_step(one, name)
        assert (caught.value.code, caught.value.article) == (
            "step.class_and_route_first",
            "信访工作条例 第三十一条",
        )
        assert caught.value.facts == {"step": name, "state": "transferred"}


@pytest.mark.parametrize(("klass", "route", "kind"), [
    (Klass.CLAIM, Route.ORDINARY, OpinionKind.OPINION),
    (Klass.CLAIM, Route.DUTY, OpinionKind.DUTY_REPLY),
    (Klass.SUGGESTION, None, OpinionKind.REPLY),
    (Klass.ACCUSATION, None, OpinionKind.REPLY),
])  # fmt: skip
def test_the_form_of_the_answer_follows_class_and_route(
    klass: Klass, route: Route | None, kind: OpinionKind
) -> None:
    assert kind_of_answer(matter(klass=klass, route=route)) is kind
    assert OUTCOMES[kind]


@pytest.mark.parametrize(("state", "drafting", "signing"), [
    (None, None, "step.nothing_drafted"),
    (OpinionState.DRAFTED, None, None),
    (OpinionState.SIGNED, "step.opinion_signed_already", "step.nothing_drafted"),
    (OpinionState.SERVED, None, "step.nothing_drafted"),
    (OpinionState.REPLACED, None, "step.nothing_drafted"),
])  # fmt: skip
def test_drafting_and_signing_follow_the_opinion_in_the_making(
    state: OpinionState | None, drafting: str | None, signing: str | None
) -> None:
    opinions = () if state is None else (opinion(state),)
    one = matter(state=State.ACCEPTED, opinions=opinions)
    found = [obstacle(one, STEPS[name]) for name in ("draft_opinion", "sign_opinion")]
    assert [each.code if each else None for each in found] == [drafting, signing]


def test_there_is_something_to_serve_only_while_a_document_waits() -> None:
    served = Document(id=UUID(int=1), office=LEAD, kind="opinion", issued_on=AT.date(), served_on=AT.date())
    waiting = replace(served, id=UUID(int=2), served_on=None)
    assert obstacle(matter(documents=()), STEPS["serve_document"])
    assert obstacle(matter(documents=(served,)), STEPS["serve_document"])
    assert obstacle(matter(documents=(served, waiting)), STEPS["serve_document"]) is None


def test_a_bureau_that_sent_the_matter_on_has_no_steps_of_the_handling_office() -> None:
    names = {step.name for step, _ in steps_for(matter(), official(Role.HANDLER, BUREAU))}
    assert names == set()
    kept = matter(state=State.REGISTERED, lead=None, parts=(part(BUREAU, PartRole.BUREAU),))
    assert "accept" in {step.name for step, _ in steps_for(kept, official(Role.HANDLER, BUREAU))}
    own = matter(lead=BUREAU, parts=(part(BUREAU, PartRole.BUREAU),))
    assert "accept" in {step.name for step, _ in steps_for(own, official(Role.HANDLER, BUREAU))}


def test_an_office_that_lost_its_part_has_no_steps() -> None:
    closed = (part(BUREAU, PartRole.BUREAU), part(LEAD, PartRole.LEAD, still=False))
    gone = matter(lead=OTHER, offices=(BUREAU, LEAD, OTHER), parts=closed)
    assert list(steps_for(gone, official(Role.HEAD, LEAD))) == []


def test_an_office_that_has_done_its_share_may_only_record_what_was_carried_out() -> None:
    closed = (part(BUREAU, PartRole.BUREAU), part(LEAD, PartRole.LEAD, still=False))
    done = matter(state=State.ANSWERED, parts=closed)
    assert [step.name for step, _ in steps_for(done, official(Role.HEAD, LEAD))] == ["record_execution"]


@pytest.mark.parametrize(
    ("state", "outcome", "served", "hindered"),
    [
        (OpinionState.SERVED, "support", True, False),
        (OpinionState.SERVED, "explain", True, True),
        (OpinionState.SIGNED, "support", False, True),
    ],
)
def test_only_an_opinion_that_supports_and_was_served_is_carried_out(
    state: OpinionState, outcome: str, *, served: bool, hindered: bool
) -> None:
    one = replace(opinion(state), outcome=outcome)
    served_on = AT.date() if served else None
    paper = Document(
        id=UUID(int=2), office=LEAD, kind="opinion", issued_on=AT.date(), opinion=one.id, served_on=served_on
    )
    what = matter(state=State.ANSWERED, opinions=(one,), documents=(paper,))
    assert (obstacle(what, STEPS["record_execution"]) is not None) is hindered
    assert what.supported_on() == (None if hindered else served_on)


def test_the_accused_office_is_shown_no_step_not_even_a_hindered_one() -> None:
    accused = matter(denied=(LEAD,))
    assert list(steps_for(accused, official(Role.HEAD, LEAD))) == []
    assert list(steps_for(matter(denied=(BUREAU,)), official(Role.DISPATCHER, BUREAU))) == []


def test_the_part_an_office_had_last_is_the_one_that_counts() -> None:
    first, second = part(LEAD, PartRole.LEAD, still=False), replace(part(LEAD, PartRole.LEAD), id=UUID(int=9))
    one = matter(parts=(first, second))
    assert one.latest_part_of(LEAD) == one.part_of(LEAD) == second
    assert one.latest_part_of(OTHER) is None
    assert one.part_of(None) is None


@pytest.mark.parametrize(("role", "kind"), [
    ("discipline", "discipline"), ("court", "political_legal"), ("procuratorate", "political_legal"),
    ("police", "political_legal"), ("competent", "department"), ("bureau", "department"),
])  # fmt: skip
def test_the_statute_knows_an_office_by_its_kind(role: str, kind: str) -> None:
    assert office_facts(role) == {"office_kind": kind}


def test_what_nobody_decided_is_no_fact() -> None:
    assert facts_of(None, None, unreachable=False) == {"name_or_address_unclear": False}
    assert facts_of(Klass.CLAIM, Route.DUTY, unreachable=True) == {
        "name_or_address_unclear": True,
        "class": "claim",
        "route": 5,
    }
