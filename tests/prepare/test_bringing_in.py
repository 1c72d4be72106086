"""Messages from elsewhere, where the import's own tests do not come: which office a reply is recorded for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.prepare import importing
from huiyin.prepare.importing import Message
from huiyin.queries.intake.imported import standing
from huiyin.rules.routing.offices import serving

pytestmark = pytest.mark.usefixtures("installed")

CHENGDU, JINJIANG = 510100, 510104
IMPORTER = Actor(kind=ActorKind.SYSTEM, role="importer", name="test")
SENT = timedelta(days=30)

Sender = Callable[[Message], int]


@pytest.fixture
def answering(at: datetime) -> Sender:
    """Bring a message in; return the office that its reply is recorded for."""

    def bring(message: Message) -> int:
        brought = importing.bring(message, source="test", county=JINJIANG, at=at)
        door.execute(brought.prepared.command, actor=IMPORTER, at=at)
        stands = replace(standing([brought.petition])[brought.petition], lead=None)
        return importing.answered(brought, stands, at=at).office

    return bring


def message(at: datetime, title: str, text: str) -> Message:
    """Return a message sent a month ago and answered a week later."""
    sent = at - SENT
    return Message(
        id=title, title=title, text=text, at=sent, reply="已答复。", reply_at=sent + timedelta(days=7)
    )


def test_a_competent_office_answers_where_one_is_known(at: datetime, answering: Sender) -> None:
    found = answering(message(at, "工厂排放污水", "工厂夜里向河里排放污水，河水发黑发臭。"))
    assert found == serving("ecology", CHENGDU)


def test_the_government_answers_what_no_office_is_known_for(at: datetime, answering: Sender) -> None:
    found = answering(message(at, "请帮帮我们", "说不清楚。"))
    assert found == serving("government", JINJIANG)


def test_neither_courts_nor_discipline_organs_answer_a_message(at: datetime, answering: Sender) -> None:
    found = answering(message(at, "法院判决不公", "法院判决不执行，法官受贿。"))
    assert found == serving("government", JINJIANG)


def test_a_message_without_a_reply_has_nothing_to_record(at: datetime) -> None:
    unanswered = replace(message(at, "请帮帮我们", "说不清楚。"), reply="", reply_at=None)
    brought = importing.bring(unanswered, source="test", county=JINJIANG, at=at)
    door.execute(brought.prepared.command, actor=IMPORTER, at=at)
    with pytest.raises(ValueError, match="without a reply"):
        importing.answered(brought, standing([brought.petition])[brought.petition], at=at)
