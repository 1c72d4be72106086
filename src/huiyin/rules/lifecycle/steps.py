"""The lifecycle as a table: each step, from which states, by whom, after which article, what hinders it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Unlawful
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import may
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import OPEN, OTHER_PROCEDURES, Klass, OpinionState, Route, State

ACT = "信访工作条例"


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why a step is not lawful now."""

    code: str
    article: str


Hindrance = Callable[[Matter], Obstacle | None]


def _unclassified(matter: Matter) -> Obstacle | None:
    if matter.klass is None or (matter.klass is Klass.CLAIM and matter.route is None):
        return Obstacle(code="step.class_and_route_first", article=f"{ACT} 第三十一条")
    return None


def _goes_elsewhere(matter: Matter) -> Obstacle | None:
    if matter.klass is Klass.CLAIM and matter.route in OTHER_PROCEDURES:
        return Obstacle(code="step.other_procedure", article=f"{ACT} 第三十一条")
    return None


def _stays_here(matter: Matter) -> Obstacle | None:
    if matter.klass is not Klass.CLAIM or matter.route not in OTHER_PROCEDURES:
        return Obstacle(code="step.only_routes_1_to_4", article=f"{ACT} 第三十一条")
    return None


def _in_the_making(matter: Matter) -> Obstacle | None:
    opinion = matter.open_opinion()
    if opinion is not None and opinion.state is OpinionState.SIGNED:
        return Obstacle(code="step.opinion_signed_already", article=f"{ACT} 第三十二条")
    return None


def _nothing_drafted(matter: Matter) -> Obstacle | None:
    opinion = matter.open_opinion()
    if opinion is None or opinion.state is not OpinionState.DRAFTED:
        return Obstacle(code="step.nothing_drafted", article=f"{ACT} 第三十二条")
    return None


def _nothing_to_serve(matter: Matter) -> Obstacle | None:
    if all(document.served_on is not None for document in matter.documents):
        return Obstacle(code="step.nothing_to_serve", article=f"{ACT} 第二十三条")
    return None


def _nothing_supported(matter: Matter) -> Obstacle | None:
    if matter.supported_on() is None:
        return Obstacle(code="step.nothing_supported", article=f"{ACT} 第三十二条第二款")
    return None


def _no_sixty_days(matter: Matter) -> Obstacle | None:
    if matter.klass is not Klass.CLAIM or matter.route is not Route.ORDINARY:
        return Obstacle(code="step.only_31_6", article=f"{ACT} 第三十四条")
    return None


def _sent_by_a_person(matter: Matter) -> Obstacle | None:
    if not matter.sent_by_itself:
        return Obstacle(code="step.sent_by_a_person", article="个人信息保护法 第二十四条第三款")
    return None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of the table. `to` is None when the matter stays where it is."""

    name: str
    permission: Permission
    article: str
    states: frozenset[State]
    to: State | None = None
    document: str | None = None
    hindrances: tuple[Hindrance, ...] = ()

    def after(self, matter: Matter) -> State:
        """Return where the matter stands after the step."""
        return self.to or matter.state


_WITH_OFFICE = frozenset({State.REGISTERED, State.TRANSFERRED})
_LIVING = frozenset({State.REGISTERED, State.TRANSFERRED, State.ACCEPTED})
_AFTER_ANSWER = frozenset({State.ANSWERED, State.UNDER_REVIEW, State.UNDER_REEXAMINATION})
_ALL = frozenset(State)

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step(
            name="classify",
            permission=Permission.HANDLING_PETITION_CLASSIFY,
            article=f"{ACT} 第二十九条至第三十一条",
            states=_LIVING,
            hindrances=(_in_the_making,),
        ),
        Step(
            name="transfer",
            permission=Permission.ROUTING_PETITION_TRANSFER,
            article=f"{ACT} 第二十二条第一款",
            states=_WITH_OFFICE,
            to=State.TRANSFERRED,
        ),
        Step(
            name="request_person",
            permission=Permission.ROUTING_PERSON_REQUEST,
            article="个人信息保护法 第二十四条第三款",
            states=frozenset({State.TRANSFERRED}),
            to=State.REGISTERED,
            hindrances=(_sent_by_a_person,),
        ),
        Step(
            name="accept",
            permission=Permission.HANDLING_PETITION_ACCEPT,
            article=f"{ACT} 第二十三条",
            states=_WITH_OFFICE,
            to=State.ACCEPTED,
            document="acceptance",
            hindrances=(_unclassified, _goes_elsewhere),
        ),
        Step(
            name="redirect",
            permission=Permission.HANDLING_PETITION_ACCEPT,
            article=f"{ACT} 第三十一条第一项至第四项",
            states=_WITH_OFFICE,
            to=State.REDIRECTED,
            document="route_notice",
            hindrances=(_unclassified, _stays_here),
        ),
        Step(
            name="decline",
            permission=Permission.HANDLING_PETITION_DECLINE,
            article=f"{ACT} 第十九条第三款、第二十条",
            states=_WITH_OFFICE,
            to=State.DECLINED,
            document="declination",
        ),
        Step(
            name="record_contact",
            permission=Permission.HANDLING_CONTACT_RECORD,
            article=f"{ACT} 第三十一条第六项",
            states=_LIVING,
        ),
        Step(
            name="add_evidence",
            permission=Permission.EVIDENCE_FILE_ADD,
            article=f"{ACT} 第十九条第一款",
            states=OPEN,
        ),
        Step(
            name="add_witness_statement",
            permission=Permission.EVIDENCE_STATEMENT_ADD,
            article=f"{ACT} 第十九条第一款",
            states=OPEN,
        ),
        Step(
            name="record_finding",
            permission=Permission.HANDLING_FINDING_RECORD,
            article=f"{ACT} 第三十一条第六项",
            states=frozenset({State.ACCEPTED}),
        ),
        Step(
            name="extend_deadline",
            permission=Permission.HANDLING_DEADLINE_EXTEND,
            article=f"{ACT} 第三十四条",
            states=frozenset({State.ACCEPTED}),
            document="extension",
            hindrances=(_no_sixty_days,),
        ),
        Step(
            name="draft_opinion",
            permission=Permission.HANDLING_OPINION_DRAFT,
            article=f"{ACT} 第三十二条",
            states=frozenset({State.ACCEPTED}),
            hindrances=(_in_the_making,),
        ),
        Step(
            name="sign_opinion",
            permission=Permission.HANDLING_OPINION_SIGN,
            article=f"{ACT} 第三十二条",
            states=frozenset({State.ACCEPTED}),
            document="opinion",
            hindrances=(_nothing_drafted,),
        ),
        Step(
            name="serve_document",
            permission=Permission.HANDLING_DOCUMENT_SERVE,
            article=f"{ACT} 第二十三条、第三十二条",
            states=_ALL,
            hindrances=(_nothing_to_serve,),
        ),
        Step(
            name="record_execution",
            permission=Permission.HANDLING_EXECUTION_RECORD,
            article=f"{ACT} 第三十二条第二款、第四十条第一款",
            states=_AFTER_ANSWER,
            hindrances=(_nothing_supported,),
        ),
        Step(
            name="request_review",
            permission=Permission.REVIEW_REVIEW_REQUEST,
            article=f"{ACT} 第三十五条",
            states=frozenset({State.ANSWERED}),
            to=State.UNDER_REVIEW,
            hindrances=(_no_sixty_days,),
        ),
        Step(
            name="rate",
            permission=Permission.OUTREACH_PETITION_RATE,
            article=f"{ACT} 第二十一条第二款",
            states=frozenset({State.ANSWERED, State.REDIRECTED, State.DECLINED, State.UNDER_REVIEW}),
        ),
    )
}


def obstacle(matter: Matter, step: Step) -> Obstacle | None:
    """Return why the step is not lawful now, or None."""
    if matter.erased:
        return Obstacle(code="step.erased", article=step.article)
    if matter.state not in step.states:
        return Obstacle(code=f"step.not_when_{matter.state.value}", article=step.article)
    return next((found for hindrance in step.hindrances if (found := hindrance(matter))), None)


def require_step(matter: Matter, name: str) -> Step:
    """Return the step, or raise Unlawful with the article that hinders it now."""
    step = STEPS[name]
    hindered = obstacle(matter, step)
    if hindered is not None:
        raise Unlawful(hindered.code, article=hindered.article, step=name, state=matter.state.value)
    return step


def steps_for(matter: Matter, actor: Actor) -> Iterator[tuple[Step, Obstacle | None]]:
    """Yield each step that the actor's role may take here, with what hinders it now, if anything."""
    for step in STEPS.values():
        if may(actor, step.permission, matter.standing):
            yield step, obstacle(matter, step)
