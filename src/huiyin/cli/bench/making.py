"""Made matters through the door, a batch at a time: filed, some answered, some accepted."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from huiyin.cli.bench.population import SOURCE, Fate, Made
from huiyin.commands.documents import NewDocument
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.classify_petition import ClassifyPetition
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.ids import AccountId, OfficeId, PetitionId, new_id
from huiyin.prepare import importing
from huiyin.prepare.house import vault
from huiyin.prepare.importing import Brought
from huiyin.queries.intake.imported import Standing, standing
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass, Route, State
from huiyin.rules.routing.offices import office
from huiyin.vault.binding import place
from huiyin.vault.sealing import seal_json

IMPORTER = Actor(kind=ActorKind.SYSTEM, role=Role.IMPORTER.value, name="population")
MADE_HANDLER = AccountId(0)  # nobody's account: a made official


def make(batch: Sequence[Made], *, at: datetime) -> int:
    """Bring a batch as far as its fates say; what an earlier run did stays. Return how many are new."""
    wanted = {importing.petition_of(one.message, source=SOURCE): one for one in batch}
    before = standing(list(wanted))
    due = {petition: one for petition, one in wanted.items() if _is_due(one.fate, before.get(petition))}
    brought = [
        importing.bring(one.message, source=SOURCE, county=one.county, at=at, demo=True)
        for one in due.values()
    ]
    new = [one.prepared.command for one in brought if one.petition not in before]
    door.execute_many(new, actor=IMPORTER, at=at)
    now = standing(list(due))
    _answer([one for one in brought if due[one.petition].fate is Fate.ANSWERED], now, at)
    _accept([one for one in brought if due[one.petition].fate is Fate.ACCEPTED], now, at)
    return len(new)


def _is_due(fate: Fate, before: Standing | None) -> bool:
    if before is None:
        return True
    if fate is Fate.ANSWERED:
        return before.answered_after is None
    return fate is Fate.ACCEPTED and before.state == State.TRANSFERRED


def _answer(brought: Sequence[Brought], now: Mapping[PetitionId, Standing], at: datetime) -> None:
    waiting = [one for one in brought if now[one.petition].answered_after is None]
    answers = [importing.answered(one, now[one.petition], at=at) for one in waiting]
    door.execute_many(answers, actor=IMPORTER, at=at)


def _accept(brought: Sequence[Brought], now: Mapping[PetitionId, Standing], at: datetime) -> None:
    by_office: dict[OfficeId, list[Brought]] = {}
    for one in brought:
        stands = now[one.petition]
        if stands.lead is not None and stands.state == State.TRANSFERRED:
            by_office.setdefault(stands.lead, []).append(one)
    for lead, theirs in by_office.items():
        handler = Actor(kind=ActorKind.OFFICIAL, account=MADE_HANDLER, office=lead, role=Role.HANDLER.value)
        classes = [_class(one) for one in theirs if now[one.petition].klass is None]
        door.execute_many(classes, actor=handler, at=at)
        notices = [_acceptance(one, lead, now[one.petition].data_key, at) for one in theirs]
        door.execute_many(notices, actor=handler, at=at)


def _class(one: Brought) -> ClassifyPetition:
    suggested = one.prepared.command.suggestions
    topic = suggested[0].topic if suggested else "other.general"
    return ClassifyPetition(petition=one.petition, klass=Klass.CLAIM, route=Route.ORDINARY, topic=topic)


def _acceptance(one: Brought, lead: OfficeId, data_key: bytes, at: datetime) -> AcceptPetition:
    row, today = new_id(at), local_date(at)
    content = {
        "kind": "acceptance",
        "issuer": office(lead).name,
        "addressee": "信访人",
        "petition_number": one.prepared.command.number,
        "matter": one.message.title,
        "contact": "本机关信访工作机构",
        "demo": True,
        "received_on": local_date(one.message.at),
        "accepted_on": today,
        "channel": "网上信访",
        "transferred_from": "",
        "office": office(lead).name,
        "path": "信访处理程序",
        "procedure": "调查核实、听取意见、作出处理意见。",
        "limits": ["自受理之日起60日内办结。"],
        "query_way": "凭信访事项编号和查询码查询。",
    }
    key = vault().open_data_key(data_key, one.petition)
    sealed = seal_json(key, content, bound_to=place("document", "sealed_content", row))
    return AcceptPetition(petition=one.petition, notice=NewDocument(id=row, sealed_content=sealed))
