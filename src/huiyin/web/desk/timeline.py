"""The echo line: what the person did and how the offices answered, and what is due next, in outline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.kernel.clock import local_date
from huiyin.queries.evidence.statements import Statement
from huiyin.queries.handling.matter import MatterPage
from huiyin.queries.handling.story import Found
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.wording import word_table
from huiyin.web.desk.dues import ClockShown
from huiyin.web.desk.names import office_name, spoken, topic_name
from huiyin.web.desk.reminders import told_of
from huiyin.web.desk.supervision import words
from huiyin.web.desk.words import (
    CORRECTIONS,
    KLASSES,
    OUTCOMES,
    PAPERS,
    ROLES,
    ROUTES,
    SERVICE_WAYS,
    WAYS,
)
from huiyin.web.shared.moved import moved_words
from huiyin.web.shared.templatetags.dates import day

_PERSON = frozenset(
    {EventName.PETITION_RECEIVED, EventName.REVIEW_REQUESTED, EventName.REEXAMINATION_REQUESTED}
)
# Told together with another event of the same instant, or by the document itself.
_SILENT = frozenset(
    {
        EventName.OFFICE_RECEIVED_TRANSFER,
        EventName.DUTY_REQUESTED,
        EventName.NOTICE_SERVED,
        EventName.OPINION_SERVED,
        EventName.DUTY_ANSWERED,
        EventName.PETITION_CONCLUDED,
        EventName.ADVICE_SENT,
        EventName.ADVICE_ANSWERED,
        EventName.OPINION_EXECUTED,
    }
)
FINDING_SHOWN = 60  # letters; the whole finding stands beside the story
_END_OF_DAY = datetime.max.replace(tzinfo=UTC)  # papers have a day only, and follow what happened on it


@dataclass(frozen=True)
class Step:
    """One step on the line."""

    day: date
    at: datetime | None
    who: str
    what: str
    by_person: bool = False
    due: bool = False
    state: str = ""


def timeline(
    page: MatterPage,
    clocks: list[ClockShown],
    findings: tuple[Found, ...] = (),
    statements: tuple[Statement, ...] = (),
) -> list[Step]:
    """Return every step of a matter, the oldest first, then what is due; what is sealed only when open."""
    opened = [*_findings(findings), *_statements(statements)]
    done = sorted([*_recorded(page), *_papers(page), *opened], key=_when)
    due = [
        Step(day=clock.day, at=None, who=clock.who, what=clock.title, due=True, state=clock.state)
        for clock in clocks
        if clock.is_open and clock.day and not (clock.window or clock.option)
    ]
    return [*done, *sorted(due, key=lambda step: step.day)]


def since(page: MatterPage, moment: datetime) -> list[Step]:
    """Return what has been recorded after a moment: told to somebody whose form is stale."""
    steps = _recorded(page)
    today = local_date(moment)
    papers = [step for step in _papers(page) if step.day >= today]
    recent = [step for step in steps if step.at is not None and step.at > moment]
    return sorted([*recent, *(papers if recent else [])], key=_when)


def _recorded(page: MatterPage) -> list[Step]:
    return [
        *_events(page),
        *_classified(page),
        *_contacts(page),
        *_silences(page),
        *_reminded(page),
        *_supervised(page),
        *_advised(page),
        *_executed(page),
        *_moved(page),
    ]


def _when(step: Step) -> tuple[date, datetime]:
    return step.day, step.at or _END_OF_DAY


def _events(page: MatterPage) -> Iterator[Step]:
    table = word_table(spoken())["event"]
    events = page.matter.events
    for event in events:
        if event.name in _SILENT:
            continue
        by_person = event.name in _PERSON
        what = str(table.get(event.name.value, event.name.value))
        if event.name is EventName.PETITION_RECEIVED:
            what = _("put the matter forward")
        if event.name is EventName.PETITION_TRANSFERRED:
            what = _("transferred it to %(office)s") % {"office": office_name(_receiver(event, events))}
        who = _("The petitioner") if by_person else office_name(event.office)
        yield Step(day=event.on, at=event.at, who=who, what=what, by_person=by_person)


def _receiver(transfer: Event, events: tuple[Event, ...]) -> int | None:
    names = (
        one.office
        for one in events
        if one.name is EventName.OFFICE_RECEIVED_TRANSFER and one.at == transfer.at
    )
    return next(names, None)


def _classified(page: MatterPage) -> Iterator[Step]:
    for one in page.classified:
        route = ROUTES[one.route] if one.route else ""
        said = [str(part) for part in (KLASSES[one.klass], route, topic_name(one.topic)) if part]
        who = f"{office_name(one.office)} {ROLES.get(one.role, one.role)}"
        what = _("decided: %(what)s") % {"what": pgettext("list", ", ").join(said)}
        yield Step(day=local_date(one.at), at=one.at, who=who, what=what)


def _silences(page: MatterPage) -> Iterator[Step]:
    tongue = "en" if spoken() == "en" else "zh"
    for one in page.silences:
        told = {"day": day(one.binding_on), "what": one.statement["duty"]["title"][tongue]}
        what = _("recorded for the petitioner: no answer seen by %(day)s (%(what)s)") % told
        yield Step(day=local_date(one.recorded_at), at=one.recorded_at, who=_("This system"), what=what)
        if one.corrected_at is not None and one.correction is not None:
            office = one.correction["office"]
            yield Step(
                day=local_date(one.corrected_at),
                at=one.corrected_at,
                who=office[tongue] if office else _("This system"),
                what=_("corrected that record: %(why)s") % {"why": CORRECTIONS[one.correction["reason"]]},
            )


def _moved(page: MatterPage) -> Iterator[Step]:
    for one in page.moved:
        for moved in (each for each in one.clocks if each.bound_on != each.binding_on):
            what = moved_words(moved.rule, moved.bound_on, moved.binding_on, one.because)
            yield Step(day=local_date(one.at), at=one.at, who=_("This system"), what=what)


def _findings(findings: tuple[Found, ...]) -> Iterator[Step]:
    for one in findings:
        short = Truncator(one.text).chars(FINDING_SHOWN)
        what = _("recorded what was found: %(text)s") % {"text": short}
        yield Step(day=local_date(one.at), at=one.at, who=office_name(one.office), what=what)


def _statements(statements: tuple[Statement, ...]) -> Iterator[Step]:
    for one in statements:
        who = office_name(one.office) if one.office else _("The petitioner")
        named = one.who or _("somebody who is not named")
        what = _("added a witness statement: %(who)s") % {"who": Truncator(named).chars(FINDING_SHOWN)}
        yield Step(day=local_date(one.at), at=one.at, who=who, what=what, by_person=one.office is None)


def _papers(page: MatterPage) -> Iterator[Step]:
    for paper in page.papers:
        name = str(PAPERS.get(paper.kind, paper.kind))
        told = {"paper": name, "number": paper.number}
        yield Step(
            day=paper.issued_on,
            at=None,
            who=office_name(paper.office),
            what=_("issued: %(paper)s %(number)s") % told,
        )
        if paper.served_on is not None:
            way = str(SERVICE_WAYS.get(paper.way or "", paper.way or ""))
            yield Step(
                day=paper.served_on,
                at=None,
                who=office_name(paper.office),
                what=_("served %(way)s: %(paper)s") % {"way": way, "paper": name},
            )


def _contacts(page: MatterPage) -> Iterator[Step]:
    for contact in page.contacts:
        way = str(WAYS.get(contact.way, contact.way))
        reached = _("reached") if contact.reached else _("not reached")
        yield Step(
            day=local_date(contact.at),
            at=contact.at,
            who=office_name(contact.office),
            what=_("contact by %(way)s: %(reached)s") % {"way": way, "reached": reached},
        )


def _reminded(page: MatterPage) -> Iterator[Step]:
    for one in page.reminders:
        whom, title = told_of(one)
        what = _("was reminded: %(what)s") % {"what": title}
        yield Step(day=local_date(one.at), at=one.at, who=whom, what=what)


def _supervised(page: MatterPage) -> Iterator[Step]:
    for one in page.supervision:
        who, told = office_name(one.office), {"what": words(one.check)}
        yield Step(day=one.raised_on, at=None, who=who, what=_("supervision item: %(what)s") % told)
        if one.closed_on is not None:
            what = _("supervision item closed: %(what)s") % told
            yield Step(day=one.closed_on, at=None, who=who, what=what)


def _advised(page: MatterPage) -> Iterator[Step]:
    for one in page.advices:
        sent, office = one.sent_at, office_name(one.office)
        what = _("advised %(office)s how to do better") % {"office": office}
        yield Step(day=local_date(sent), at=sent, who=office_name(one.sender), what=what)
        if one.answered_at is not None:
            what = _("replied to the advice: %(how)s") % {"how": OUTCOMES[one.adopted or ""]}
            yield Step(day=local_date(one.answered_at), at=one.answered_at, who=office, what=what)


def _executed(page: MatterPage) -> Iterator[Step]:
    for event in page.matter.events:
        if event.name is EventName.OPINION_EXECUTED:
            what = _("recorded that the opinion was carried out on %(day)s") % {"day": day(event.on)}
            yield Step(day=local_date(event.at), at=event.at, who=office_name(event.office), what=what)
