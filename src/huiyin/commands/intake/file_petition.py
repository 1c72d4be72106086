"""File a petition (提出信访事项): register it, send it on when the office is clear, start its clocks.

信访工作条例 第十七条 (who may petition and how), 第十九条 (what is said), 第二十一条 (every matter enters the
system), 第二十二条 (registration and transfer by the bureau). A transfer happens by itself only when
`rules.routing` is sure; class, acceptance and declining are a person's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.intake.reception import Asked, Reception, load_receptions
from huiyin.commands.intake.rows import EvidenceRow, PetitionerRow, RespondentRow
from huiyin.commands.parts import open_part
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict, Unknown
from huiyin.kernel.ids import DivisionCode, OfficeId, PetitionId, named_id
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.facts import bureau_facts, office_facts
from huiyin.rules.lifecycle.matter import Matter, Part
from huiyin.rules.lifecycle.states import Klass, PartRole, State
from huiyin.rules.routing.choose import Declared, Transfer, choose_office
from huiyin.rules.routing.places import PlaceCandidate, PlaceReason
from huiyin.rules.routing.topics import TopicSuggestion
from huiyin.rules.statute.events import NO_FACTS, Event, EventName, Facts


@dataclass(frozen=True, kw_only=True)
class FilePetition(Command):
    """A filing, sealed. Its id was made before, so that a repeated submission is the same petition."""

    petition: PetitionId
    number: str
    query_hash: bytes
    data_key: bytes  # wrapped
    content: bytes  # keyed hash of all that was filed, see rules.receipt
    channel: str
    language: str
    klass: Klass  # as declared by the petitioner
    division: int
    county: int
    suggestions: tuple[TopicSuggestion, ...]
    named: tuple[OfficeId, ...]  # offices whose names stand in the text: a person decides first
    pack: str
    pack_version: str
    happened_at: datetime | None
    happened_source: str
    anonymous: bool
    unreachable: bool
    publish: bool
    electronic: bool
    demo: bool
    sealed_summary: bytes
    sealed_story: bytes
    petitioners: tuple[PetitionerRow, ...]
    respondents: tuple[RespondentRow, ...]
    evidence: tuple[EvidenceRow, ...]
    returned: Mapping[str, Any] | None = None  # the first promise, of a filing that a restoration had lost


def load(commands: Sequence[FilePetition]) -> list[Reception]:
    """Read who receives for the place of each, and whether the office it is clear for stands there."""
    return load_receptions(
        [Asked(petition=one.petition, county=one.county, clear=_clear_office(one)) for one in commands]
    )


def decide(subject: Reception, command: FilePetition, *, actor: Actor, at: datetime) -> Decision:
    """Register at the bureau; transfer when the office is clear; refuse what is filed already."""
    if subject.already_filed:
        raise Conflict("petition.filed_already")
    denied = _denied(command)
    bureau = subject.bureau(denied)
    lead = subject.clear
    matter = _matter(command, bureau, lead, tuple(sorted(denied)))
    lead_facts = office_facts(subject.role_of(lead)) if lead is not None else NO_FACTS
    changes = Changes()
    changes.insert("petition", **_petition_row(command, matter, at))
    _insert_rows(changes, command, at)
    for part in matter.parts:
        open_part(changes, matter, part, at=at)
    record(changes, matter, _events(matter, command, lead_facts, at), at=at)
    return Decision(
        kind="petition.filed",
        subject=command.petition,
        changes=changes.done(),
        facts={
            "number": command.number,
            "content": command.content,
            "demo": command.demo,
            "transferred": lead is not None,
            **({} if command.returned is None else {"returned": command.returned}),
        },
        notices=tuple(
            Notice(kind="petition.arrived", office=part.office, petition=matter.id) for part in matter.parts
        ),
        data_keys={command.petition: command.data_key},
        happened_at=command.happened_at,
        happened_source=command.happened_source,
    )


def _denied(command: FilePetition) -> frozenset[OfficeId]:
    return frozenset(one.office for one in command.respondents if one.accused and one.office)


def _clear_office(command: FilePetition) -> OfficeId | None:
    picked = PlaceCandidate(
        code=DivisionCode(command.division), start=0, end=0, text="", reason=PlaceReason.PICKED
    )
    denied = _denied(command)
    declared = Declared(accused=denied, denied=denied, named=frozenset(command.named))
    try:
        decision = choose_office(command.suggestions, [picked], command.klass.value, declared)
    except Unknown:  # a place that nobody knows leads nowhere, and no bureau serves it
        return None
    return decision.office if isinstance(decision, Transfer) else None


def _matter(
    command: FilePetition, bureau: OfficeId, lead: OfficeId | None, denied: tuple[OfficeId, ...]
) -> Matter:
    parts = [_part(command.petition, bureau, PartRole.BUREAU)]
    if lead is not None:
        parts.append(_part(command.petition, lead, PartRole.LEAD))
    return Matter(
        id=command.petition,
        number=command.number,
        state=State.REGISTERED if lead is None else State.TRANSFERRED,
        klass=None,
        declared_klass=command.klass,
        route=None,
        topic=command.suggestions[0].topic if command.suggestions else None,
        division=command.division,
        county=command.county,
        pack=command.pack,
        pack_version=command.pack_version,
        bureau=bureau,
        lead=lead,
        offices=tuple(part.office for part in parts),
        denied=denied,
        unreachable=command.unreachable,
        electronic=command.electronic,
        demo=command.demo,
        parts=tuple(parts),
        events=(),
    )


def _part(petition: PetitionId, office: OfficeId, role: PartRole) -> Part:
    return Part(id=named_id(f"part {petition} {office} {role}"), office=office, role=role, open=True)


def _events(matter: Matter, command: FilePetition, lead_facts: Facts, at: datetime) -> list[Event]:
    happened = command.happened_at

    def event(name: EventName, part: Part | None, facts: Facts = NO_FACTS) -> Event:
        return Event(
            name=name,
            at=at,
            happened_at=happened,
            office=part.office if part else None,
            part=str(part.id) if part else None,
            facts=facts,
        )

    bureau_part, *lead = matter.parts
    answering = {"to_office": int(matter.lead or matter.bureau)}
    events = [
        event(EventName.PETITION_RECEIVED, None, answering),
        event(EventName.BUREAU_RECEIVED, bureau_part, bureau_facts(matter.bureau)),
    ]
    for part in lead:
        events += [
            event(EventName.PETITION_TRANSFERRED, bureau_part, {"automatic": True}),
            event(EventName.OFFICE_RECEIVED_TRANSFER, part, lead_facts),
        ]
    return events


def _petition_row(command: FilePetition, matter: Matter, at: datetime) -> dict[str, object]:
    return {
        "id": matter.id,
        "number": matter.number,
        "query_hash": command.query_hash,
        "channel": command.channel,
        "language": command.language,
        "klass": None,
        "declared_klass": command.klass.value,
        "route": None,
        "state": matter.state.value,
        "division": matter.division,
        "county": matter.county,
        "topic": matter.topic,
        "topic_by": "suggested",
        "pack": matter.pack,
        "pack_version": matter.pack_version,
        "bureau": matter.bureau,
        "lead": matter.lead,
        "offices": matter.offices,
        "denied": matter.denied,
        "filed_at": at,
        "happened_at": command.happened_at,
        "happened_source": command.happened_source,
        "next_due_on": None,
        "joint": len(command.petitioners) > 1,
        "anonymous": command.anonymous,
        "unreachable": command.unreachable,
        "publish_consent": command.publish,
        "eservice_consent": command.electronic,
        "demo": command.demo,
        "sealed_summary": command.sealed_summary,
        "sealed_story": command.sealed_story,
        "closed_on": None,
    }


def _insert_rows(changes: Changes, command: FilePetition, at: datetime) -> None:
    for position, petitioner in enumerate(command.petitioners):
        changes.insert("petitioner", petition=command.petition, position=position, **vars(petitioner))
    for respondent in command.respondents:
        changes.insert("respondent", petition=command.petition, **vars(respondent))
    for position, file in enumerate(command.evidence):
        changes.insert(
            "evidence",
            petition=command.petition,
            position=position,
            added_by="petitioner",
            office=None,
            added_at=at,
            **vars(file),
        )


HANDLER = Handler(permission=Permission.INTAKE_PETITION_FILE, load=load, decide=decide, locks=False)
