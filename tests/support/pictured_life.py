"""Run inside an installation: fills it with invented matters, each carried on through the pages of the desk.

`python -m support.pictured_life NUMBER` carries the matter of that number on too, to its answer. Says the
matters as JSON on standard output.
"""

import json
import re
import sys
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import django
from django.db import connections
from django.test import Client

django.setup()

import builders  # noqa: E402  Django must stand first
from builders import Life  # noqa: E402
from huiyin.commands.handling.accept_petition import AcceptPetition  # noqa: E402
from huiyin.commands.handling.classify_petition import ClassifyPetition  # noqa: E402
from huiyin.commands.handling.draft_opinion import DraftOpinion  # noqa: E402
from huiyin.commands.handling.serve_document import ServeDocument  # noqa: E402
from huiyin.commands.handling.sign_opinion import SignOpinion  # noqa: E402
from huiyin.commands.matter import load_matter  # noqa: E402
from huiyin.commands.outreach.rate_petition import RatePetition  # noqa: E402
from huiyin.commands.routing.transfer_petition import TransferPetition  # noqa: E402
from huiyin.door import door  # noqa: E402
from huiyin.jobs.figures import refresh_made_figures  # noqa: E402
from huiyin.jobs.silences import sweep_silences  # noqa: E402
from huiyin.kernel import clock  # noqa: E402
from huiyin.kernel.clock import LOCAL_ZONE, Clock, local_date  # noqa: E402
from huiyin.kernel.command import Actor, ActorKind  # noqa: E402
from huiyin.kernel.ids import AccountId, PetitionId, new_id, new_number, new_query_code  # noqa: E402
from huiyin.prepare import filing, house  # noqa: E402
from huiyin.prepare.answers import read  # noqa: E402
from huiyin.prepare.filing import Envelope  # noqa: E402
from huiyin.prepare.watching import sweep_deadlines  # noqa: E402
from huiyin.records.people.models import Account  # noqa: E402
from huiyin.rules.lifecycle.states import Klass, Route  # noqa: E402
from huiyin.web.desk.signin.pages import SET_UP_BY  # noqa: E402
from support.pictured_matters import (  # noqa: E402
    ACCEPT,
    CONTACT,
    DATA_OPINION,
    DUTY_REPLY,
    EXTEND,
    FINDING,
    MANY,
    MATTERS,
    PIPE_CONTACT,
    PIPE_FINDING,
    PIPE_OPINION,
    UNCLEAR,
)

HANDLER, HEAD, DISPATCHER = "shen.qinghe", "gu.changan", "zhou.mubai"
ORDINARY = {"klass": "claim", "route": "6", "topic": "environment.water"}
DUTY = {**ORDINARY, "route": "5"}
OTHER = {**ORDINARY, "route": "4"}
HOME = "127.0.0.1"
EACH = 24  # matters behind each line of MANY
_HIDDEN = re.compile(r'<input type="hidden" name="(seen|since|by|count)" value="([^"]*)"')


def move(day: str, hour: int = 10) -> datetime:
    """Let it be this day; return the instant."""
    at = datetime.combine(date.fromisoformat(day), time(hour), tzinfo=LOCAL_ZONE)
    clock.use(Clock(offset=at - Clock().now()))
    return at


@cache
def account(username: str) -> Account:
    """Return a demonstration account."""
    return Account.objects.get(username=username)


def at_desk(username: str) -> Client:
    """Return a browser of an official signed in with both factors."""
    browser = Client(HTTP_ACCEPT_LANGUAGE="zh-CN", SERVER_NAME=HOME)
    browser.force_login(account(username))
    session = browser.session
    session[SET_UP_BY] = account(username).pk
    session.save()
    return browser


@dataclass(frozen=True)
class Matter:
    """A matter, by its number."""

    number: str
    code: str = ""

    def do(self, day: str, slug: str, typed: dict[str, Any] | None = None, by: str = HANDLER) -> "Matter":
        """Take one step on a page of the desk."""
        move(day)
        base, browser = f"/desk/petition/{self.number}/", at_desk(by)
        browser.post(f"{base}open/")
        form = dict(_HIDDEN.findall(browser.get(f"{base}{slug}/").content.decode()))
        answered = browser.post(f"{base}{slug}/", {**form, **(typed or {}), "go": "do"})
        assert answered.status_code == 302, f"{self.number} {slug}: {answered.content.decode()}"
        return self


def file(day: str, answers: dict[str, Any], *, sent: bool = True) -> Matter:
    """File a matter as a guided page does; `sent`: a person sends it on when nothing else does."""
    at = move(day, 9)
    petition, code = PetitionId(new_id(at)), new_query_code()
    key = house.vault().new_data_key(petition).wrapped
    envelope = Envelope(petition=petition, number=new_number(), code=code, data_key=key, channel="web")
    command = filing.prepare(read({**builders.POLLUTION, **answers}), (), envelope, at=at).command
    door.execute(command, actor=builders.PUBLIC, at=at)
    if sent and load_matter(petition).lead is None:
        _sent(petition, at + timedelta(hours=3))
    return Matter(number=command.number, code=code)


def _sent(petition: PetitionId, at: datetime) -> None:
    bureau = load_matter(petition).bureau
    dispatcher = Actor(
        kind=ActorKind.OFFICIAL, account=AccountId(account(DISPATCHER).pk), office=bureau, role="dispatcher"
    )
    door.execute(
        TransferPetition(petition=petition, to=builders.ECOLOGY, reason="topic_and_place"),
        actor=dispatcher,
        at=at,
    )


def served(matter: Matter, day: str, way: str = "portal") -> Matter:
    """Record the service of what was issued last."""
    move(day)
    page = at_desk(HANDLER).get(f"/desk/petition/{matter.number}/serve/").content.decode()
    found = re.search(r'name="document" value="([^"]+)"', page)
    assert found, page
    return matter.do(day, "serve", {"document": found[1], "way": way, "served_on": day})


def answered(matter: Matter) -> None:
    """Carry the matter that somebody filed in a browser to its answer."""
    matter.do("2026-03-04", "classify", ORDINARY).do("2026-03-06", "accept", ACCEPT)
    matter.do("2026-03-19", "contact", PIPE_CONTACT).do("2026-03-20", "finding", PIPE_FINDING)
    served(matter.do("2026-04-24", "draft", PIPE_OPINION).do("2026-04-27", "sign", by=HEAD), "2026-04-28")


def lives() -> dict[str, Matter]:
    """File the matters of `MATTERS` and carry each as far as its name says."""
    made = {"duty_done": file("2026-03-03", MATTERS["duty_done"])}
    made["duty_done"].do("2026-03-04", "classify", DUTY).do("2026-03-05", "accept", ACCEPT)
    made["duty_done"].do("2026-04-13", "draft", DUTY_REPLY).do("2026-04-14", "sign", by=HEAD)
    served(made["duty_done"], "2026-04-15")
    made["duty_open"] = file("2026-03-24", MATTERS["duty_open"])
    made["duty_open"].do("2026-03-25", "classify", DUTY).do("2026-03-30", "accept", ACCEPT)
    made["duty_open"].do("2026-05-15", "draft", DUTY_REPLY)
    made["extended"] = file("2026-03-19", MATTERS["extended"])
    made["extended"].do("2026-03-20", "classify", ORDINARY).do("2026-03-24", "accept", ACCEPT)
    made["extended"].do("2026-05-14", "extend", EXTEND, by=HEAD)
    made["unserved"] = file("2026-03-16", MATTERS["unserved"])
    made["unserved"].do("2026-03-18", "classify", ORDINARY).do("2026-03-20", "accept", ACCEPT)
    served(made["unserved"], "2026-03-23", "post")
    made["unserved"].do("2026-05-12", "draft", DATA_OPINION).do("2026-05-15", "sign", by=HEAD)
    made["follow"] = file("2026-04-08", MATTERS["follow"])
    made["follow"].do("2026-04-09", "classify", ORDINARY).do("2026-04-10", "accept", ACCEPT)
    made["follow"].do("2026-04-22", "contact", CONTACT).do("2026-04-28", "finding", FINDING)
    made["overdue"] = file("2026-04-27", MATTERS["overdue"]).do("2026-04-28", "classify", ORDINARY)
    made["soon"] = file("2026-05-07", MATTERS["soon"])
    made["redirect"] = file("2026-05-14", MATTERS["redirect"]).do("2026-05-15", "classify", OTHER)
    made["fresh"] = file("2026-05-18", MATTERS["fresh"])
    return {**made, **{name: file("2026-05-18", answers, sent=False) for name, answers in UNCLEAR.items()}}


def many() -> None:
    """File what the public figures count, most of it answered and some of it rated."""
    for line, (division, topic, title, text, request) in enumerate(MANY):
        for turn in range(EACH):
            at = datetime(2026, 3, 2 + turn, 10, line, tzinfo=LOCAL_ZONE)
            typed = {"title": title, "text": text, "request": request, "division": division}
            _carried(builders.file_petition(at, **typed), topic, turn)


def _carried(life: Life, topic: str, turn: int) -> None:
    lead = load_matter(life.petition).lead
    if lead is None or turn % 12 == 11:
        return
    handler, head = (
        Actor(kind=ActorKind.OFFICIAL, account=AccountId(account(name).pk), office=lead, role=role)
        for name, role in ((HANDLER, "handler"), (HEAD, "head"))
    )
    command = ClassifyPetition(petition=life.petition, klass=Klass.CLAIM, route=Route.ORDINARY, topic=topic)
    life = life.then(command, handler, days=1 + turn % 9)
    life = life.then(AcceptPetition(petition=life.petition, notice=builders.new_document(life)), handler)
    if turn % 6 == 5:
        return
    opinion, outcome = new_id(life.at), "support" if turn % 3 else "explain"
    draft = DraftOpinion(petition=life.petition, id=opinion, outcome=outcome, sealed_content=b"sealed")
    life = life.then(draft, handler, days=5 + turn % 7)
    document = builders.new_document(life)
    life = life.then(SignOpinion(petition=life.petition, opinion=opinion, document=document), head)
    served = local_date(life.at)
    service = ServeDocument(petition=life.petition, document=document.id, way="in_person", served_on=served)
    life = life.then(service, handler, days=0)
    for of, grade in (("office", 5 - turn % 3), ("bureau", 5 - turn % 2)):
        rating = RatePetition(
            petition=life.petition, id=new_id(life.at), of=of, grade=grade, sealed_comment=None
        )
        life = life.then(rating, life.petitioner, days=0)


def main() -> None:
    """Fill and say."""
    for number in sys.argv[1:]:
        answered(Matter(number))
    made = lives()
    many()
    at = move("2026-05-19", 8) + timedelta(minutes=30)
    refresh_made_figures(at=at)
    sweep_deadlines(at=at)
    sweep_silences(at=at)
    json.dump({name: vars(matter) for name, matter in made.items()}, sys.stdout)
    connections.close_all()


if __name__ == "__main__":
    main()
